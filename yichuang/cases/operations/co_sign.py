"""The second officer confirms the shared check with his own sign-in (行政许可法 34: two officers verify the substance)."""

from datetime import datetime

from yichuang.cases.events import ReviewCoSigned
from yichuang.cases.models import Case, CoSignature
from yichuang.cases.operations import beats
from yichuang.cases.queries import access, facts
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.review_checks import OPINIONS
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def co_sign(
    *, actor: Actor, number: str, opinion: str, now: datetime, note: str = "", revision: int | None = None
) -> Case:
    """Confirm the check with an opinion, `grant` or `deny`, and return the case; a newer opinion replaces the actor's own.

    :raises Refused: for the officer in charge, for whoever received the application, or without an opinion.
    """
    case = access.lock_case(actor, number, "co_sign", revision)
    given = MoveInput(actor_id=actor.id, opinion=opinion)
    beats.decide("co_sign", facts.facts_of(case, spec_of(case.version_id)), given)
    if opinion not in OPINIONS:
        todo = "请选择同意准予（grant）或同意不予（deny）。"
        reason = Reason("opinion", "共同核查意见无法识别。", field="opinion", rule="行政许可法 34", todo=todo)
        raise Refused(reason, status=422)
    CoSignature.objects.filter(case=case, staff_id=actor.id, lapsed_at=None).update(lapsed_at=now)
    CoSignature.objects.create(
        case=case, staff_id=actor.id, staff_name=actor.name, opinion=opinion, note=note[:500], signed_at=now
    )
    event = ReviewCoSigned(officer=actor.name, opinion=OPINIONS[opinion], note=note)
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return case
