"""Give a person another post, effective the next day at the earliest (S0-24, S0-25)."""

from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.accounts import policies
from yichuang.accounts.events import PostingGranted
from yichuang.accounts.models import Posting
from yichuang.accounts.operations import appointing
from yichuang.accounts.queries.staff import staff_for
from yichuang.accounts.rules.administration import Appointment, tier_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def grant_posting(*, actor: Actor, staff_id: str, given: Appointment, now: datetime) -> Posting:
    """Give a post and return it; a post of the district makes the account the district administrator's.

    :raises Refused: 422 for a post that does not fit, 409 when it is held already. :raises NotAllowed: outside the actor's tier.
    """
    today = day_of(now)
    person = staff_for(actor, staff_id, lock=True)
    home = policies.home_of(person)
    post = appointing.placed(given)
    if isinstance(post, Reason):
        policies.demand(actor, person.tier, home, "授予岗位")
        raise Refused(post, status=422, title="不能授予岗位")
    held = list(person.postings.filter(Q(valid_to=None) | Q(valid_to__gt=today)))
    tier = tier_of([given.role, *(row.role for row in held)], home)
    policies.demand(actor, tier, home, "授予岗位")
    reasons = appointing.bad_days(given, today)
    if misfit := appointing.misfit(post, tier, home):
        reasons.append(misfit)
    if reasons:
        raise Refused(*reasons, status=422, title="不能授予岗位")
    row = appointing.row_of(person, given, given.valid_from or today + timedelta(days=1), actor)
    if any(_same(row, other) for other in held):
        said = f"{person.name}已有这个岗位。"
        raise Refused(
            Reason("held", said, kept=appointing.KEPT, todo="需要变更期限的，请先终止原岗位。"), title="不能授予岗位"
        )
    row.save()
    person.tier = tier
    event = PostingGranted(
        posting=row.pk,
        role=row.role,
        place=post.place,
        window=row.window,
        valid_from=row.valid_from.isoformat(),
        valid_to=row.valid_to.isoformat() if row.valid_to else "",
    )
    ledger.write(person, event, actor=actor, at=now, update_fields=["tier"])
    return row


def _same(one: Posting, other: Posting) -> bool:
    keys = ("role", "division", "department_id", "site_id", "window")
    return all(getattr(one, key) == getattr(other, key) for key in keys)
