"""What the opening calendar and the plans of slots must answer to everybody over the API (S2-38)."""

from datetime import datetime, timedelta
from typing import Any

from tests.permissions.booking import CENTRE_ARRANGERS, CENTRE_SEERS, HALL_ARRANGERS, HALL_SEERS
from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import guarded, hidden, only
from yichuang.foundations.clock import day_of
from yichuang.hall.models import OpeningException
from yichuang.organizations.models import Site

# Made at the centre of 萧山: who arranges halls elsewhere does not find it, who arranges none is told so.
MADE = guarded(CENTRE_ARRANGERS, SIGNED_IN - (HALL_ARRANGERS - CENTRE_ARRANGERS))
SET = guarded(CENTRE_ARRANGERS, CENTRE_SEERS)
DAY = {"site": "centre", "first": "2099-12-01", "reason": "停电"}

OPENING_OPERATIONS: list[Any] = [
    ("list_special_days", only(HALL_SEERS)),
    ("declare_special_days", MADE, {}, DAY),
    ("withdraw_special_day", SET, {"day_id": "special_day"}),
    ("list_slot_plans", only(HALL_SEERS)),
    ("add_slot_plan", MADE, {}, {"site": "centre", "board": "A"}),
    ("get_slot_plan", hidden(CENTRE_SEERS)),
    ("change_slot_plan", SET, {}, {"capacity": 4}),
]


def sample_special_day(found: Any, now: datetime) -> None:
    """Declare a day of the centre."""
    site = Site.objects.get(key="centre")
    row = OpeningException.objects.create(
        site=site, day=day_of(now) + timedelta(days=40), reason="停电", declared_by="沈主管", declared_at=now
    )
    found.parts["special_day"] = str(row.pk)
