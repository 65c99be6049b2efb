"""The first-handler responsibility passes to a colleague of the same counter, on record (首办责任移交, S2-63)."""

from datetime import datetime

from yichuang.accounts.queries import colleagues_at
from yichuang.cases import policies
from yichuang.cases.events import FirstHandlerChanged
from yichuang.cases.models import Case
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def hand_over_first_handler(
    *, actor: Actor, number: str, successor: str, now: datetime, reason: str = "", revision: int | None = None
) -> Case:
    """Make a colleague of the receiving counter, or of the town hall above it, the case's first handler and return the case.

    :raises Refused: without a successor, or 422 for somebody who is not at this counter or already is the first handler.
    """
    case = access.lock_case(actor, number, "hand_over_first_handler", revision)
    given = MoveInput(actor_id=actor.id, successor=successor)
    beats.decide("hand_over_first_handler", facts.facts_of(case, spec_of(case.version_id)), given)
    name = dict(colleagues_at(policies.counters_of(actor, case), day_of(now))).get(successor, "")
    if not name or successor == case.first_handler:
        message = "接任人不是本中心的窗口人员，或者已经是本件的首办责任人。"
        refusal = Reason(
            "successor_unfit",
            message,
            field="successor",
            rule="S2-63",
            kept="首办责任人没有变。",
            todo="请选择同一中心的另一名窗口人员。",
        )
        raise Refused(refusal, status=422, title="不能移交首办责任")
    before, case.first_handler, case.first_handler_name = case.first_handler_name, successor, name
    event = FirstHandlerChanged(before=before, after=name, reason=reason)
    ledger.write(case, event, actor=actor, at=now, update_fields=["first_handler", "first_handler_name"])
    return case
