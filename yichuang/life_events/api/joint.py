"""Joint cases over /api/joint-cases: the whole intake in one call, and everything that can be done to it (S2-25)."""

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.rules.receivers import Receiver
from yichuang.files.operations.prepare import prepare
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.life_events import policies
from yichuang.life_events.api.joint_shared import papers_given
from yichuang.life_events.models import JointCase
from yichuang.life_events.operations.joint_extend import joint_extend
from yichuang.life_events.operations.joint_hand_out import JointReceipt, joint_hand_out
from yichuang.life_events.operations.joint_receive import JointDeclaration, joint_receive
from yichuang.life_events.operations.joint_reopen import joint_reopen
from yichuang.life_events.operations.joint_urge import joint_urge
from yichuang.life_events.operations.joint_withdraw import joint_withdraw
from yichuang.life_events.queries.joint import SORTS, joint_for, narrowed, visible_joint, whole_of
from yichuang.life_events.schemas import joint as s

router = Router(tags=["一件事联办"], auth=staff_auth)
ONE: dict[int, Any] = {200: s.JointOut, **PROBLEMS}
PATH = "/joint-cases"


def _moved(request: HttpRequest, number: str, operation: Callable[..., JointCase], **given: Any) -> Status[Any]:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.JointOut:
        return s.joint_out(whole_of(operation(actor=actor, number=number, now=now, **given), day_of(now)))

    return write(request, act)


@router.get(PATH, response={200: s.JointPage, **PROBLEMS}, operation_id="list_joint_cases", summary="联办件列表")
def list_joint_cases(
    request: HttpRequest,
    q: str = "",
    list: Literal["", "running", "late", "held", "issuing", "over"] = "",
    life_event: str = "",
    sort: Literal["", "received", "-received", "due", "-due", "number", "-number"] = "",
    cursor: str = "",
    size: int = 20,
) -> s.JointPage:
    """Return the joint cases that the actor may see, the latest first unless sorted otherwise."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "joint.view", None, "查看联办件")
    asked = {"q": q, "list": list, "life_event": life_event}
    rows = narrowed(visible_joint(actor), asked, day_of(clock.now()))
    chosen = sort or "-received"
    order = f"{'-' if chosen.startswith('-') else ''}{SORTS[chosen.removeprefix('-')]}"
    page = page_of(rows, [order], cursor, size)
    return s.JointPage(rows=[s.joint_line_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(f"{PATH}/{{number}}", response=ONE, operation_id="get_joint_case", summary="取联办件")
def get_joint_case(request: HttpRequest, number: str) -> s.JointOut:
    """Return one joint case with its members and the clock over all."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "joint.view", None, "查看联办件")
    return s.joint_out(whole_of(joint_for(actor, number), day_of(clock.now())))


@router.post(
    PATH,
    response={201: s.JointReceiptOut, **PROBLEMS, **GONE},
    operation_id="receive_joint_case",
    summary="联办收件（一次提交）",
)
def post_joint_case(request: HttpRequest, body: s.JointBody) -> Status[Any]:
    """Receive one application for a life event: judged whole, every reason at once, the first stage's cases opened."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    given = body.model_dump(exclude={"papers", "commitment"})
    papers, given["calls"] = papers_given(body)
    if body.commitment is not None:
        picture = picture_of(body.commitment.signature)
        given["commitment"] = prepare(picture, name="容缺承诺签名.png", declared_type="image/png")
        given["on_paper"] = body.commitment.on_paper

    def act() -> s.JointReceiptOut:
        joint = joint_receive(actor=actor, declaration=JointDeclaration(**given, papers=papers), now=now)
        return s.joint_receipt_out(whole_of(joint, day_of(now)))

    return write(request, act, 201)


@router.post(
    f"{PATH}/{{number}}/withdraw", response=ONE, operation_id="withdraw_joint_case", summary="撤回联办件或其中事项"
)
def post_withdraw(request: HttpRequest, number: str, body: s.JointWithdrawBody) -> Status[Any]:
    """Withdraw the members named, or all that are not decided."""
    return _moved(request, number, joint_withdraw, **body.model_dump())


@router.post(f"{PATH}/{{number}}/extend", response=ONE, operation_id="extend_joint_case", summary="延长联办期限")
def post_extend(request: HttpRequest, number: str, body: s.JointExtendBody) -> Status[Any]:
    """Extend the statutory period once, at most 15 working days."""
    return _moved(request, number, joint_extend, **body.model_dump())


@router.post(f"{PATH}/{{number}}/reopen", response=ONE, operation_id="reopen_joint_member", summary="重新开办联办事项")
def post_reopen(request: HttpRequest, number: str, body: s.JointMemberBody) -> Status[Any]:
    """Open by hand a member that could not open by itself."""
    return _moved(request, number, joint_reopen, member=body.member)


@router.post(f"{PATH}/{{number}}/urge", response=ONE, operation_id="urge_joint_case", summary="催办联办件")
def post_urge(request: HttpRequest, number: str, body: s.JointUrgeBody) -> Status[Any]:
    """Write to the heads of the departments that have not decided."""
    return _moved(request, number, joint_urge, note=body.note)


@router.post(f"{PATH}/{{number}}/hand-out", response=ONE, operation_id="hand_out_joint_case", summary="联办件一次出件")
def post_hand_out(request: HttpRequest, number: str, body: s.JointHandOutBody) -> Status[Any]:
    """Hand out every result that is at the counter against one identity check and one signature."""
    signed = prepare(picture_of(body.signature), name="签名.png", declared_type="image/png") if body.signature else None
    receiver = Receiver(
        body.relation, body.receiver_name, body.receiver_paper, body.receiver_number, body.authorisation
    )
    return _moved(request, number, joint_hand_out, receipt=JointReceipt(body.identity_checked, receiver, signed))
