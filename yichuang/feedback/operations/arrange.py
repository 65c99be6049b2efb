"""Set a district's parameters: days to rate, call back, mend and answer; when ratings are sealed (rulebook 4.3 参数)."""

from datetime import datetime

from yichuang.feedback import policies
from yichuang.feedback.events import FeedbackArranged
from yichuang.feedback.models import FeedbackSettings
from yichuang.feedback.queries.settings import DISTRICT
from yichuang.feedback.rules.clocks import Days
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

LIMITS = {
    "rate": (1, 30),
    "seal_after": (2, 50),
    "review": (1, 10),
    "mend": (1, 60),
    "complaint": (1, 60),
    "extend": (1, 60),
}


@unit_of_work()
def arrange(*, actor: Actor, division: str, days: Days, now: datetime) -> FeedbackSettings:
    """Set the parameters of a district and return them; days that run already stay as they were promised.

    :raises NotAllowed: without the right there. :raises Refused: 422 for a number out of its limits.
    """
    code = division[:DISTRICT]
    policies.demand(actor, policies.ARRANGE, Place(division=code), "维护评价和投诉参数")
    wrong = [
        Reason(name, f"应在 {low} 至 {high} 之间。", name, "好差评规则", "没有改动。", "请更正后再保存。")
        for name, (low, high) in LIMITS.items()
        if not low <= getattr(days, name) <= high
    ]
    if wrong:
        raise Refused(*wrong, status=422, title="没有保存")
    found = FeedbackSettings.objects.select_for_update().filter(pk=code).first()
    row = found or FeedbackSettings(division=code)
    before = found.days() if found else Days()
    for name in Days.__dataclass_fields__:
        setattr(row, name, getattr(days, name))
    changed = {name: [getattr(before, name), getattr(days, name)] for name in Days.__dataclass_fields__}
    event = FeedbackArranged(code, {name: pair for name, pair in changed.items() if pair[0] != pair[1]})
    ledger.write(row, event, actor=actor, at=now, update_fields=[*Days.__dataclass_fields__] if found else None)
    return row
