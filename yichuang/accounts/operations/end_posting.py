"""End a post on a day: the rights that came with it end with that day's beginning."""

from datetime import date, datetime

from django.db.models import Q

from yichuang.accounts import policies
from yichuang.accounts.events import PostingEnded
from yichuang.accounts.models import Posting
from yichuang.accounts.queries.staff import managed_staff
from yichuang.accounts.rules.administration import tier_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def end_posting(
    *, actor: Actor, staff_id: str, posting: int, now: datetime, ends_on: date | None = None, why: str = ""
) -> Posting:
    """End a post on `ends_on` (today unless given) and return it.

    :raises NotFound: for a post that is not this person's. :raises Refused: 409 when it has ended, 422 for a day that is past.
    """
    today = day_of(now)
    person = managed_staff(actor, staff_id, "终止岗位")
    row = person.postings.filter(pk=posting).first()
    if row is None:
        raise NotFound("这个岗位")
    day = ends_on or today
    if row.valid_to is not None and row.valid_to <= today:
        said, todo = f"这个岗位已于 {row.valid_to:%Y-%m-%d} 终止。", "不必再终止；页面不是最新的，请刷新。"
        raise Refused(Reason("ended", said, todo=todo), title="不能终止岗位")
    if day < today:
        said = f"终止日期不能早于今天（{today:%Y-%m-%d}）。"
        raise Refused(Reason("ends_on", said, field="ends_on", todo="请更正日期。"), status=422, title="不能终止岗位")
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    held = person.postings.filter(Q(valid_to=None) | Q(valid_to__gt=today)).values_list("role", flat=True)
    person.tier = tier_of(held, policies.home_of(person))
    event = PostingEnded(posting=row.pk, role=row.role, ends_on=day.isoformat(), why=why.strip()[:200])
    ledger.write(person, event, actor=actor, at=now, update_fields=["tier"])
    return row
