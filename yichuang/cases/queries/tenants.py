"""Which open cases stand in the way of closing the place where they were received or are decided."""

from yichuang.cases.models import Case
from yichuang.organizations.ports import Leaving, Tenant, listed
from yichuang.organizations.rules.places import DEPARTMENT, DIVISION, SITE

COLUMNS = {DIVISION: "division", DEPARTMENT: "department", SITE: "site"}


def open_cases_at(place: Leaving) -> list[Tenant]:
    """Return the open cases of a place, a few of them by number; rehearsals do not count."""
    column = COLUMNS.get(place.kind)
    if column is None:
        return []
    rows = Case.objects.filter(closed_at=None, **{column: place.pk}).order_by("pk")
    numbers = list(rows.values_list("number", flat=True)[:4])
    return [Tenant(f"还有没办结的件：{listed(numbers)}。", "请先办结这些件。")] if numbers else []
