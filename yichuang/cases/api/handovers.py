"""Hand-over of paper and results, over /api/handovers (S2-42, S2-44)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.cases.operations.sign_handover import cancel_handover, sign_in, sign_out
from yichuang.cases.queries import handovers
from yichuang.cases.rules.handover import DIRECTIONS, Taken
from yichuang.cases.schemas import handovers as s
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Reason, Refused

router = Router(tags=["材料交接"], auth=staff_auth)
ANSWERS: dict[int, Any] = {200: s.BatchOut, **PROBLEMS}


@router.get(
    "/handovers", response={200: s.BatchPage, **PROBLEMS}, operation_id="list_handovers", summary="移交清单列表"
)
def list_batches(request: HttpRequest, state: str = "", cursor: str = "", size: int = 20) -> s.BatchPage:
    """Return the lists of the actor's counter, department or division, the newest first."""
    rows = handovers.visible_batches(request.actor)  # type: ignore[attr-defined]
    page = page_of(rows.filter(state=state) if state else rows, ["-id"], cursor, size)
    return s.BatchPage(batches=[s.batch_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/handovers/waiting",
    response={200: s.WaitingOut, **PROBLEMS},
    operation_id="list_waiting_paper",
    summary="待交接的件",
)
def list_waiting(request: HttpRequest, direction: str = "to_department") -> s.WaitingOut:
    """Return the cases whose paper (to_department) or result (to_issuing) the actor has still to hand over."""
    if direction not in DIRECTIONS:
        said, todo = "移交方向应为 to_department 或 to_issuing。", "请改用其中一个。"
        raise Refused(Reason("direction", said, field="direction", todo=todo), status=422)
    waiting = handovers.waiting(request.actor, direction, clock.now())  # type: ignore[attr-defined]
    cases = list(waiting.order_by("received_at")[: handovers.SHOWN])
    read = handovers.papers_waiting if direction == "to_department" else handovers.results_waiting
    lines = read(cases)
    return s.WaitingOut(
        cases=[
            s.WaitingCase(
                number=case.number,
                department=case.department_name,
                site=case.site_name,
                papers=[s.PaperLine(**line) for line in lines[case.pk]],
            )
            for case in cases
        ]
    )


@router.get("/handovers/{number}", response=ANSWERS, operation_id="get_handover", summary="取移交清单")
def get_batch(request: HttpRequest, number: str) -> s.BatchOut:
    """Return one list with its cases."""
    return s.batch_out(handovers.batch_for(request.actor, number), items=True)  # type: ignore[attr-defined]


@router.post(
    "/handovers", response={201: s.BatchOut, **PROBLEMS}, operation_id="prepare_handover", summary="生成移交清单"
)
def post_batch(request: HttpRequest, body: s.BundleBody) -> Status[Any]:
    """Make a list of waiting cases of one department."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    bundle = Bundle(body.direction, tuple(body.cases), body.slot, body.way, body.contact)
    return write(
        request, lambda: s.batch_out(prepare_handover(actor=actor, bundle=bundle, now=now), items=True), status=201
    )


@router.post("/handovers/{number}/sign-out", response=ANSWERS, operation_id="sign_out_handover", summary="签字移交")
def post_sign_out(request: HttpRequest, number: str) -> Status[Any]:
    """Sign for the giving side."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.batch_out(sign_out(actor=actor, number=number, now=now)))


@router.post("/handovers/{number}/sign-in", response=ANSWERS, operation_id="sign_in_handover", summary="清点签收")
def post_sign_in(request: HttpRequest, number: str, body: s.FoundBody) -> Status[Any]:
    """Sign for the taking side, every case counted and every difference said."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    found = {item.case: Taken(item.taken_over, item.difference) for item in body.found}
    return write(request, lambda: s.batch_out(sign_in(actor=actor, number=number, found=found, now=now), items=True))


@router.post("/handovers/{number}/cancel", response=ANSWERS, operation_id="cancel_handover", summary="取消移交清单")
def post_cancel(request: HttpRequest, number: str, body: s.CancelBody) -> Status[Any]:
    """Take back a list that nobody has signed."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.batch_out(cancel_handover(actor=actor, number=number, reason=body.reason, now=now)))
