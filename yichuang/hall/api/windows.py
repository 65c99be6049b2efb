"""A window over /api/hall/window/ and tickets over /api/hall/tickets/: the same verbs as the calling page (S2-28, S2-32)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.hall import policies
from yichuang.hall.models import Ticket
from yichuang.hall.operations import call, change, hold, pass_by, seats, serve, transfer
from yichuang.hall.operations.correct_ticket import Correction, correct_ticket
from yichuang.hall.queries.calling import open_seat_of, ticket_of_seat, waiting_for
from yichuang.hall.schemas import windows as s

router = Router(tags=["大厅"], auth=staff_auth)
TICKET: dict[int, Any] = {200: s.HallTicketOut, **PROBLEMS}
SEAT: dict[int, Any] = {200: s.SeatOut, **PROBLEMS}
AT: dict[int, Any] = {200: s.AtWindowOut, **PROBLEMS}


def officer(request: HttpRequest) -> Actor:
    """Return who serves. :raises NotAllowed: without a post at a counter."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.SERVE, None, "叫号")
    return actor


def _guide(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.GUIDE, None, "导办")
    return actor


def _here(actor: Actor) -> s.AtWindowOut:
    seat = open_seat_of(actor)
    if seat is None:
        return s.AtWindowOut(seat=None, ticket=None)
    ticket = ticket_of_seat(seat)
    there = s.ticket_out(ticket) if ticket else None
    return s.AtWindowOut(seat=s.seat_out(seat), ticket=there, waiting=waiting_for(seat, clock.now()))


def _ticket(request: HttpRequest, actor: Actor, act: Callable[..., Ticket], **given: Any) -> Any:
    return write(request, lambda: s.ticket_out(act(actor=actor, now=clock.now(), **given)))


def _seat(request: HttpRequest, act: Callable[..., Any], **given: Any) -> Any:
    actor = officer(request)
    return write(request, lambda: s.seat_out(act(actor=actor, now=clock.now(), **given)))


@router.get("/hall/window", response=AT, operation_id="my_window", summary="我的窗口")
def my_window(request: HttpRequest) -> s.AtWindowOut:
    """Return the caller's seat, who is there and how many wait for it."""
    return _here(officer(request))


@router.post("/hall/window/open", response=SEAT, operation_id="open_seat", summary="窗口签入")
def post_open(request: HttpRequest, body: s.SeatBody) -> Any:
    """Sit down at a window."""
    return _seat(request, seats.open_seat, window_id=body.window)


@router.post("/hall/window/pause", response=SEAT, operation_id="pause_seat", summary="暂停服务")
def post_pause(request: HttpRequest, body: s.TicketWhyBody) -> Any:
    """Pause with a reason."""
    return _seat(request, seats.pause_seat, why=body.why)


@router.post("/hall/window/resume", response=SEAT, operation_id="resume_seat", summary="恢复服务")
def post_resume(request: HttpRequest) -> Any:
    """Go on."""
    return _seat(request, seats.resume_seat)


@router.post("/hall/window/close", response=SEAT, operation_id="close_seat", summary="窗口签出")
def post_close(request: HttpRequest) -> Any:
    """Leave the window."""
    return _seat(request, seats.close_seat)


@router.post("/hall/window/next", response=AT, operation_id="call_next", summary="叫下一位")
def post_next(request: HttpRequest) -> Any:
    """Call whom the rule chooses; `ticket` is null when nobody waits for this window."""
    actor = officer(request)

    def act() -> s.AtWindowOut:
        call.call_next(actor=actor, now=clock.now())
        return _here(actor)

    return write(request, act)


@router.post("/hall/window/call", response=TICKET, operation_id="call_named", summary="请指定的人")
def post_named(request: HttpRequest, body: s.NamedTicketBody) -> Any:
    """Invite a named person out of turn, for a reason that is kept."""
    return _ticket(request, officer(request), call.call_named, ticket_id=body.ticket, why=body.why)


@router.post("/hall/window/recall", response=TICKET, operation_id="recall_ticket", summary="重呼")
def post_recall(request: HttpRequest) -> Any:
    """Call again, counted."""
    return _ticket(request, officer(request), call.recall)


@router.post("/hall/window/start", response=TICKET, operation_id="start_ticket", summary="开始办理")
def post_start(request: HttpRequest) -> Any:
    """Begin to serve."""
    return _ticket(request, officer(request), serve.start)


@router.post("/hall/window/no-show", response=TICKET, operation_id="no_show_ticket", summary="未到")
def post_no_show(request: HttpRequest) -> Any:
    """Note that the called person did not come."""
    return _ticket(request, officer(request), pass_by.no_show)


@router.post("/hall/window/hold", response=TICKET, operation_id="hold_ticket", summary="暂留取材料")
def post_hold(request: HttpRequest, body: s.TicketWhyBody) -> Any:
    """Let the person fetch what is missing."""
    return _ticket(request, officer(request), hold.hold, why=body.why)


@router.post("/hall/window/transfer", response=TICKET, operation_id="transfer_ticket", summary="转出")
def post_transfer(request: HttpRequest, body: s.TargetBody) -> Any:
    """Send the person elsewhere with his seniority."""
    return _ticket(request, officer(request), transfer.transfer, target=body.target(), comment=body.comment)


@router.post(
    "/hall/window/items/{position}/finish", response=TICKET, operation_id="finish_ticket_item", summary="办完一项"
)
def post_finish_item(request: HttpRequest, position: int) -> Any:
    """One of several things is done."""
    return _ticket(request, officer(request), serve.finish_item, position=position)


@router.post("/hall/window/items", response=TICKET, operation_id="add_ticket_item", summary="办理中增加一项")
def post_item(request: HttpRequest, body: s.WantedBody) -> Any:
    """Add what the person also needs."""
    return _ticket(request, officer(request), serve.add_item, wanted=body.wanted())


@router.post("/hall/window/finish", response=TICKET, operation_id="finish_ticket", summary="办理完毕")
def post_finish(request: HttpRequest) -> Any:
    """Finish here; what this window does not serve waits again with the ticket's seniority."""
    return _ticket(request, officer(request), serve.finish)


@router.post(
    "/hall/window/contacts",
    response={201: s.ContactOut, **PROBLEMS},
    operation_id="log_contact",
    summary="记窗口外的工作",
)
def post_contact(request: HttpRequest, body: s.ContactBody) -> Any:
    """Note work outside the queue."""
    actor = officer(request)

    def act() -> s.ContactOut:
        row = change.log_contact(actor=actor, now=clock.now(), **body.model_dump())
        return s.ContactOut(id=row.pk, channel=row.channel, about=row.about, minutes=row.minutes, at=row.at)

    return write(request, act, 201)


@router.post("/hall/tickets/{ticket_id}/leave", response=TICKET, operation_id="leave_ticket", summary="已离开")
def post_leave(request: HttpRequest, ticket_id: str, body: s.TicketWhyBody) -> Any:
    """The person went of his own will."""
    return _ticket(request, _guide(request), pass_by.leave, ticket_id=ticket_id, why=body.why)


@router.post("/hall/tickets/{ticket_id}/return", response=TICKET, operation_id="return_ticket", summary="重新排队")
def post_return(request: HttpRequest, ticket_id: str, body: s.TicketWhyBody) -> Any:
    """Who did not come or had left waits again."""
    return _ticket(request, _guide(request), pass_by.bring_back, ticket_id=ticket_id, why=body.why)


@router.post("/hall/tickets/{ticket_id}/resume", response=TICKET, operation_id="resume_ticket", summary="结束暂留")
def post_resume_ticket(request: HttpRequest, ticket_id: str) -> Any:
    """Who fetched materials waits again with his seniority."""
    return _ticket(request, _guide(request), hold.resume, ticket_id=ticket_id)


@router.post("/hall/tickets/{ticket_id}/move", response=TICKET, operation_id="move_ticket", summary="改排")
def post_move(request: HttpRequest, ticket_id: str, body: s.TargetBody) -> Any:
    """Lead a waiting person elsewhere."""
    given = {"ticket_id": ticket_id, "target": body.target(), "comment": body.comment}
    return _ticket(request, _guide(request), transfer.move_waiting, **given)


@router.post("/hall/tickets/{ticket_id}/correct", response=TICKET, operation_id="correct_ticket", summary="更正")
def post_correct(request: HttpRequest, ticket_id: str, body: s.CorrectTicketBody) -> Any:
    """Correct green channel, telephone, comment."""
    return _ticket(
        request, _guide(request), correct_ticket, ticket_id=ticket_id, correction=Correction(**body.model_dump())
    )


@router.post(
    "/hall/tickets/{ticket_id}/inaccurate", response=TICKET, operation_id="mark_ticket_inaccurate", summary="时间不准"
)
def post_inaccurate(request: HttpRequest, ticket_id: str, body: s.TicketWhyBody) -> Any:
    """Leave the visit's time out of what is measured."""
    return _ticket(request, officer(request), change.mark_inaccurate, ticket_id=ticket_id, why=body.why)
