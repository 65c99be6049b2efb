"""Take a complaint, suggestion or request for agency: at the window, online, by telephone, from a bad rating; never refused (S2-27③)."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from yichuang.catalog.queries import published
from yichuang.catalog.rules.notices import NotInForce
from yichuang.feedback import policies
from yichuang.feedback.events import ComplaintTaken
from yichuang.feedback.models import Complaint, ComplaintStep
from yichuang.feedback.operations.numbers import COMPLAINT, draw
from yichuang.feedback.queries.orders import order_for
from yichuang.feedback.queries.settings import days_in
from yichuang.feedback.rules.clocks import answer_due
from yichuang.feedback.rules.complaints import faults
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import Site

TITLE = "没有提交"
KEPT = "填写的内容都在，还没有提交。"


@dataclass(frozen=True)
class Saying:
    """What somebody brings: kind, text, where and about what, and how to reach him if he likes."""

    kind: str
    text: str
    matter: str = ""
    case_number: str = ""
    name: str = ""
    mobile: str = ""
    source: str = "online"


@unit_of_work()
def complain(*, site: Site, saying: Saying, now: datetime) -> Complaint:
    """Take what the public writes online and return it with its number and query password. :raises Refused: 422 with every fault."""
    return _take(PUBLIC, site, Saying(**{**saying.__dict__, "source": "online"}), now)


@unit_of_work()
def take_complaint(*, actor: Actor, site: Site, saying: Saying, now: datetime) -> Complaint:
    """Take what somebody says at the window or by telephone and return it.

    :raises NotAllowed: without the right at the site. :raises Refused: 422 with every fault.
    """
    policies.demand(actor, policies.COMPLAINT_TAKE, policies.place_of_site(site), "登记投诉代办")
    return _take(actor, site, saying, now)


@unit_of_work()
def complaint_from_order(*, actor: Actor, number: str, text: str, now: datetime) -> Complaint:
    """Take a bad rating over as a complaint, when more is in it than one service; the author stays as he was known.

    :raises NotFound, NotAllowed, Refused: as above.
    """
    order = order_for(actor, number)
    policies.demand(actor, policies.COMPLAINT_TAKE, policies.place_of_site(order.site), "登记投诉代办")
    rating, request = order.rating, order.rating.request
    if order.handler_id == actor.id:
        own = Reason(
            "own", "被评价人不能把自己的差评转为投诉代办。", "", "好差评规则", "没有登记。", "请由其他人员办理。"
        )
        raise Refused(own, status=403, title=TITLE)
    case = request.cases[0] if request.cases else ""
    saying = Saying(
        kind="not_done",
        text=text.strip() or rating.words,
        matter=request.matter,
        case_number=case,
        name=rating.name,
        mobile=rating.mobile,
        source="rating",
    )
    return _take(actor, order.site, saying, now)


def _take(actor: Actor, site: Site, saying: Saying, now: datetime) -> Complaint:
    found = faults(saying.kind, saying.text, saying.name, saying.mobile.strip(), saying.source)
    matter_name = _matter_name(saying.matter, found)
    if found:
        raise Refused(*found, status=422, title=TITLE)
    today, division = day_of(now), site.division_id
    mobile = saying.mobile.strip()
    row = Complaint(
        number=draw(COMPLAINT, today),
        query_password=f"{secrets.randbelow(10**6):06d}",
        kind=saying.kind,
        source=saying.source,
        division=division,
        site=site,
        matter=saying.matter,
        matter_name=matter_name,
        case_number=saying.case_number.strip()[:24],
        text=saying.text.strip(),
        name=saying.name.strip()[:40],
        mobile=mobile,
        mobile_index=blind_index(mobile, "mobile") if mobile else None,
        taken_at=now,
        taken_by_name="" if actor is PUBLIC else actor.name,
        due=answer_due(calendar(), today, days_in(division)),
    )
    event = ComplaintTaken(
        number=row.number,
        kind=row.kind,
        source=row.source,
        site=site.pk,
        matter=row.matter,
        due=row.due.isoformat(),
    )
    ledger.write(row, event, actor=actor, at=now)
    by_name = row.taken_by_name or "反映人"
    ComplaintStep.objects.create(complaint=row, verb="take", text="", told=True, by_name=by_name, at=now)
    return row


def _matter_name(key: str, found: list[Reason]) -> str:
    if not key:
        return ""
    try:
        return published(key).spec.name[:200]
    except NotInForce as stopped:
        return stopped.notice.name[:200]
    except NotFound:
        found.append(Reason("matter", "所选事项现在不能办理。", "matter", "", KEPT, "请重新选择，或留空并写在内容里。"))
        return ""
