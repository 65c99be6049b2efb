"""Doors of the hall's API."""

from ninja import Router

from yichuang.hall.api import appointments, arranging, devices, opening, statistics, windows

router = Router()
for part in (appointments, arranging, devices, opening, statistics, windows):
    router.add_router("", part.router)
