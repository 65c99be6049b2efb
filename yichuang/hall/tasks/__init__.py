"""Doors of the background worker."""

from yichuang.hall.tasks import appointments as appointments
from yichuang.hall.tasks import floor as floor
