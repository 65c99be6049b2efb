"""When cases ended, for the periods that their files are kept (files/rules/retention.py)."""

from collections.abc import Collection

from yichuang.cases.models import Case
from yichuang.files.rules.retention import Ended


def endings(keys: Collection[str]) -> dict[str, Ended]:
    """Return what became of cases, by number; a practice case counts from its receipt, as nobody closes it (S0-26)."""
    rows = Case.with_practice.filter(number__in=keys).values_list("number", "closed_at", "practice", "received_at")
    return {number: Ended(received if practice else closed, practice) for number, closed, practice, received in rows}
