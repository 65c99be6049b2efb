"""May-see and reads of the issuing counter: what waits, whether it has arrived, signature pages and electronic service by their tokens."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.cases.models import Case, Decision, Document, HandoverItem, Issuing
from yichuang.cases.models import SignatureRequest as SignatureRequest
from yichuang.cases.rules.states import State
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, NotFound
from yichuang.foundations.rules.identifiers import check_case_number

SIGNATURE = signing.Signer(salt="yichuang.cases.signature", sep=".")
# What the list may be sorted by, as its address says it, and the column behind it.
SORTS = {"due": "next_due", "number": "number", "received": "received_at", "delivered": "delivered_at"}
SERVICE = signing.Signer(salt="yichuang.cases.service", sep=".")
STATES = {"waiting": "待发放", "sent": "已交寄", "offered": "待电子签收", "delivered": "已送达"}


@dataclass(frozen=True)
class Way:
    """Where a result is on its way: the case, its decision, its issuing record, and whether a hand-over list brought it."""

    case: Case
    decision: Decision | None
    issuing: Issuing | None
    arrived: bool

    @property
    def state(self) -> str:
        """Return `waiting`, `sent`, `offered` or `delivered`."""
        if self.case.state != State.AT_ISSUING:
            return "delivered"
        if self.issuing is None or not self.issuing.on_its_way:
            return "waiting"
        return "sent" if self.issuing.method == "courier" else "offered"


def issued_at(actor: Actor) -> QuerySet[Case]:
    """Return the cases whose results the actor's counter hands out, waiting or delivered.

    :raises NotAllowed: when the actor hands nothing out.
    """
    return _issued(actor, Case.objects.all())


def _issued(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    sites = [int(grant.value) for grant in actor.scopes("case.hand_out") if grant.scope == "site"]
    if not sites:
        raise NotAllowed("case.hand_out", "您的岗位不在出件窗口。")
    return rows.filter(site__in=sites)


def look_up(actor: Actor, asked: str, state: str) -> QuerySet[Case]:
    """Return results by state, by number (typed or scanned, also the address in a document's QR code) or by the beginning of a name."""
    rows = issued_at(actor).select_related("issuing", "decision")
    rows = rows.annotate(
        arrived=Exists(HandoverItem.objects.filter(case=OuterRef("pk"), batch__direction="to_issuing", taken_over=True))
    )
    if asked:
        return rows.filter(_named(asked), state__in=(State.AT_ISSUING, State.DELIVERED, State.CLOSED))
    if state == "delivered":
        return rows.filter(state__in=(State.DELIVERED, State.CLOSED), delivered_at__isnull=False)
    on_its_way = Q(issuing__sent_at__isnull=False, issuing__returned_at=None, issuing__delivered_at=None)
    rows = rows.filter(state=State.AT_ISSUING)
    if state == "sent":
        return rows.filter(on_its_way, issuing__method="courier")
    if state == "offered":
        return rows.filter(on_its_way, issuing__method="electronic")
    return rows.exclude(on_its_way)


def filtered(rows: QuerySet[Case], given: Mapping[str, str]) -> QuerySet[Case]:
    """Narrow the list by matter, by who wants a courier, and by whether a hand-over list brought the result."""
    if matter := given.get("matter"):
        rows = rows.filter(matter__key=matter)
    if given.get("courier"):
        rows = rows.filter(courier=True)
    if given.get("not_arrived"):
        rows = rows.filter(Q(("arrived", False)))
    return rows


def _named(asked: str) -> Q:
    code = re.search(r"/verify/([0-9A-Z]{16})", asked)
    if code:
        return Q(documents__code=code[1])
    report = check_case_number(asked)
    return Q(number=report.value) if report.ok else Q(applicant_name__startswith=asked)


def way_of(actor: Actor, number: str) -> Way:
    """Return one result on its way, also that of a practice case: it stands on no list and is opened by its number.

    A clerk without an issuing counter opens those that he completed himself under an instrument (S2-45②).

    :raises NotFound: when it is not at this counter, or not there yet.
    """
    states = (State.AT_ISSUING, State.DELIVERED, State.CLOSED)
    rows = Case.with_practice.filter(number=number, state__in=states).select_related("issuing", "decision")
    case = _completed_alone(actor, rows) or _issued(actor, rows).first()
    if case is None:
        raise NotFound("这个待出件的办件", "请核对编号；还没有移交出件的，请联系办理部门。")
    arrived = HandoverItem.objects.filter(case=case, batch__direction="to_issuing", taken_over=True).exists()
    return Way(case, decision_of(case), issuing_of(case), arrived)


def _completed_alone(actor: Actor, rows: QuerySet[Case]) -> Case | None:
    """Return the case if a clerk without an issuing counter completed it himself under an instrument (no statement for others)."""
    if actor.may("case.hand_out") or not actor.may("case.complete_instantly"):
        return None
    return rows.filter(case_type=SINGLE_CLERK, decision__decided_by=actor.id).exclude(decision__delegation="").first()


def issuing_of(case: Case) -> Issuing | None:
    """Return how the result of a case is issued, if that has begun."""
    return getattr(case, "issuing", None)


def decision_of(case: Case) -> Decision | None:
    """Return the decision of a case, if there is one."""
    return getattr(case, "decision", None)


def result_words(decision: Decision | None) -> str:
    """Return in words what is handed out: the denial with its remedies, or the grant with the registered result."""
    if decision is not None and decision.outcome == "denied":
        return "不予决定书（附救济途径告知）"
    named = f"{decision.result_name} {decision.result_number}".strip() if decision is not None else ""
    return "、".join(filter(None, ("准予决定书", named)))


def latest_request(case: Case) -> SignatureRequest | None:
    """Return the newest signature page of a case that was not withdrawn."""
    return SignatureRequest.objects.filter(case=case, cancelled_at=None).order_by("-pk").first()


def latest_requests(case_ids: Sequence[int]) -> list[SignatureRequest]:
    """Return the newest signature page of each of these cases that was not withdrawn, in the order of the cases (one statement)."""
    rows = (
        SignatureRequest.objects.filter(case__in=case_ids, cancelled_at=None)
        .select_related("case", "file")
        .order_by("pk")
    )
    newest = {row.case_id: row for row in rows}
    return [newest[case] for case in case_ids if case in newest]


def requests_of(pks: Sequence[int]) -> list[SignatureRequest]:
    """Return signature pages by their ids, in that order, with their cases and decisions (one statement)."""
    rows = SignatureRequest.objects.filter(pk__in=pks).select_related("case__decision").in_bulk()
    return [rows[pk] for pk in pks if pk in rows]


def signature_token(request: SignatureRequest) -> str:
    """Return the token of a signature page."""
    return SIGNATURE.sign(str(request.pk))


def signature_address(request: SignatureRequest) -> str:
    """Return the one-time address of a signature page."""
    return f"/cases/{request.case.number}/signature/{signature_token(request)}/"


def request_of(number: str, token: str) -> SignatureRequest:
    """Return the signature page behind a token.

    :raises NotFound: for a token that this house did not give.
    """
    try:
        pk = SIGNATURE.unsign(token)
    except signing.BadSignature:
        pk = "0"
    row = SignatureRequest.objects.select_related("case").filter(pk=pk, case__number=number).first()
    if row is None:
        raise NotFound("这个签名页", "请让窗口工作人员重新打开签名页。")
    return row


def service_address(issuing: Issuing) -> str:
    """Return the address at which the applicant reads what is served electronically."""
    return f"/served/{SERVICE.sign(str(issuing.pk))}/"


def service_of(token: str) -> Issuing:
    """Return the electronic service behind a token.

    :raises NotFound: for a token that this house did not give, or when the service was replaced by another way.
    """
    try:
        pk = SERVICE.unsign(token)
    except signing.BadSignature:
        pk = "0"
    rows = Issuing.objects.select_related("case").filter(case__practice=False)
    row = rows.filter(pk=pk, method="electronic").first()
    if row is None:
        raise NotFound("这份电子送达", "请联系出件窗口核对送达方式。")
    return row


def decision_documents(case: Case) -> list[Document]:
    """Return the decision papers that are served."""
    return list(Document.objects.filter(case=case, kind__in=("grant_decision", "denial_decision"), revoked_at=None))


def minutes_left(request: SignatureRequest, now: datetime) -> int:
    """Return how many whole minutes a signature page still lives."""
    return max(0, int((request.expires_at - now).total_seconds() // 60))
