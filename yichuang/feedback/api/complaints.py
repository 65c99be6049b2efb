"""Complaints and agency over /api/feedback/complaints (S2-27③)."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.feedback import policies
from yichuang.feedback import schemas as s
from yichuang.feedback.operations.complain import take_complaint
from yichuang.feedback.operations.move_complaint import move_complaint
from yichuang.feedback.queries import complaints as reads
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import find_site

router = Router(tags=["评价与投诉"], auth=staff_auth)
ONE: dict[int, Any] = {200: s.ComplaintOut, **PROBLEMS}


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.COMPLAINT_VIEW, None, "查看投诉代办")
    return actor


def _one(actor: Actor, number: str) -> s.ComplaintOut:
    row = reads.complaint_for(actor, number)
    return s.complaint_out(row, [move.verb for move in reads.moves_of(actor, row)])


@router.get(
    "/feedback/complaints",
    response={200: s.ComplaintPage, **PROBLEMS},
    operation_id="list_complaints",
    summary="投诉代办",
)
def list_complaints(
    request: HttpRequest,
    q: str = "",
    list: Literal["", "open", "mine", "late", "agency", "answered"] = "",
    kind: str = "",
    cursor: str = "",
    size: int = 20,
) -> s.ComplaintPage:
    """Return the complaints that concern the actor, the latest first."""
    actor = _viewer(request)
    rows = reads.narrowed(reads.visible_complaints(actor), actor, list, q.strip(), kind, day_of(clock.now()))
    page = page_of(rows, ["-taken_at"], cursor, size)
    return s.ComplaintPage(rows=[s.complaint_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get("/feedback/complaints/{number}", response=ONE, operation_id="get_complaint", summary="取投诉代办件")
def get_complaint(request: HttpRequest, number: str) -> s.ComplaintOut:
    """Return one complaint with what the actor may do to it."""
    return _one(_viewer(request), number)


@router.post(
    "/feedback/complaints",
    response={201: s.ComplaintReceipt, **PROBLEMS},
    operation_id="take_complaint",
    summary="登记投诉代办",
)
def post_complaint(request: HttpRequest, body: s.ComplaintTakeBody) -> Any:
    """Take what somebody says at the window or by telephone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.COMPLAINT_TAKE, None, "登记投诉代办")

    def act() -> s.ComplaintReceipt:
        site = find_site(body.site)
        if site is None:
            raise NotFound("这个服务点")
        row = take_complaint(actor=actor, site=site, saying=body.saying(body.source), now=clock.now())
        return s.ComplaintReceipt(number=row.number, password=row.query_password, due=row.due)

    return write(request, act, 201)


@router.post("/feedback/complaints/{number}/moves", response=ONE, operation_id="move_complaint", summary="办理投诉代办")
def post_move(request: HttpRequest, number: str, body: s.ComplaintMoveBody) -> Any:
    """Make a move: handle, route, send_back, take_agency, note, extend, answer, suggest_change."""
    actor = _viewer(request)

    def act() -> s.ComplaintOut:
        move_complaint(actor=actor, number=number, verb=body.verb, said=body.said(), now=clock.now())
        return _one(actor, number)

    return write(request, act)
