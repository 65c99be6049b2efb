"""What the doors share through which others book for people, also those of rooms above: what is free, moments with their zone (S2-35)."""

from datetime import datetime

from yichuang.foundations.problems import Reason, Refused
from yichuang.hall.queries.slots import bookable_days, length_of, plan_at
from yichuang.hall.rules.tickets import ISSUE
from yichuang.hall.schemas import appointments as s
from yichuang.organizations.queries import Site


def offer_of(site: Site, matter: str, board: str, purpose: str, now: datetime) -> s.SlotOfferOut:
    """Return the days and times that can be booked at a site for a matter, a board or to collect a result.

    :raises Refused: 422 when none of them is named; NotFound when the site offers nothing for it.
    """
    if not (matter or board or purpose == ISSUE):
        unsaid = Reason(
            "what", "没有写明事项（matter）、板块（board）或领取结果（purpose=issue）。", "matter", todo="请写明一项。"
        )
        raise Refused(unsaid, status=422, title="输入有误")
    plan, what = plan_at(site, matter, board, purpose)
    return s.offer_out(plan, what, bookable_days(plan, length_of(plan, what.matter), now))


def zoned(moment: datetime) -> datetime:
    """Return a moment that names its zone. :raises Refused: 422 for one that does not."""
    if moment.tzinfo is None:
        wrong = Reason("zone", "时间没有写明时区。", "starts_at", todo="请写成 2026-12-01T09:10:00+08:00。")
        raise Refused(wrong, status=422, title="输入有误")
    return moment
