"""Sit down at a window, pause with a reason, go on, leave (S2-28; hall.md “Which window”)."""

from datetime import datetime
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import SeatClosed, SeatOpened, SeatPaused, SeatResumed
from yichuang.hall.models import Seat
from yichuang.hall.operations.halls import lock_hall, seat_of, ticket_at
from yichuang.hall.operations.moves import back_to_queue, demand_why
from yichuang.hall.operations.roll_over import roll_over
from yichuang.hall.queries.floor import seat_for
from yichuang.organizations.queries import Window, find_window

KEPT, LONGEST_WHY = "没有改动。", 60


@unit_of_work()
def open_seat(*, actor: Actor, window_id: int, now: datetime) -> Seat:
    """Sit down at a window and return the seat; sitting down again where one sits already returns it.

    :raises NotFound: without such a window; NotAllowed; Refused 409 when somebody sits there, or the actor sits elsewhere.
    """
    window = find_window(window_id)
    if window is None or policies.hall_of(actor, policies.SERVE) is None:
        raise NotFound("这个窗口", "请从本服务点的窗口中选择。")
    policies.demand(actor, policies.SERVE, window.site, "在这个窗口签入")
    roll_over(site=window.site, now=now)
    for seat in Seat.objects.exclude(state=Seat.CLOSED).filter(site=window.site).select_related("window", "site"):
        if str(seat.staff_id) == actor.id and seat.window_id == window.pk:
            return seat
        if str(seat.staff_id) == actor.id:
            raise _refused("elsewhere", f"您已在 {seat.window.number} 号窗口签入。", "请先在那里签出。")
        if seat.window_id == window.pk:
            raise _refused("taken", f"{window.number} 号窗口由{seat.staff_name}签入。", "请选择别的窗口，或请其签出。")
    return _opened(actor, window, now)


def _opened(actor: Actor, window: Window, now: datetime) -> Seat:
    seat = Seat(
        site=window.site,
        window=window,
        staff_id=actor.id,
        staff_name=actor.name,
        opened_at=now,
        changed_at=now,
    )
    event = SeatOpened(site=window.site_id, window=window.number, officer=actor.name)
    ledger.write(seat, event, actor=actor, at=now)
    return seat


@unit_of_work()
def pause_seat(*, actor: Actor, why: str, now: datetime) -> Seat:
    """Pause a window with a reason that its screen shows, and return the seat.

    :raises Refused: 409 without a seat or with a person called or being served, 422 without a reason.
    """
    seat = seat_of(actor)
    if not why.strip():
        raise _refused("why", "没有写明暂停原因。", "请选择或填写原因，窗口屏会显示。", status=422, field="why")
    _nobody_there(seat, "暂停")
    seat.state, seat.paused_why, seat.changed_at = Seat.PAUSED, why.strip()[:LONGEST_WHY], now
    event = SeatPaused(site=seat.site_id, window=seat.window.number, why=seat.paused_why)
    ledger.write(seat, event, actor=actor, at=now, update_fields=["state", "paused_why", "changed_at"])
    return seat


@unit_of_work()
def resume_seat(*, actor: Actor, now: datetime) -> Seat:
    """Go on after a pause and return the seat; nothing happens when it is not paused."""
    seat = seat_of(actor)
    if seat.state != Seat.PAUSED:
        return seat
    seat.state, seat.paused_why, seat.changed_at = Seat.OPEN, "", now
    event = SeatResumed(site=seat.site_id, window=seat.window.number)
    ledger.write(seat, event, actor=actor, at=now, update_fields=["state", "paused_why", "changed_at"])
    return seat


@unit_of_work()
def close_forgotten(*, actor: Actor, seat_id: UUID | str, why: str, now: datetime) -> Seat:
    """Close somebody's forgotten seat and return it; who was there waits again with his seniority.

    :raises NotFound: without such a seat, or where the actor may not look on; NotAllowed; Refused 422 without a reason.
    """
    found = seat_for(actor, seat_id)
    policies.demand(actor, policies.ARRANGE, found.site, "收回坐席")
    said = demand_why(why, "收回坐席的原因")
    lock_hall(found.site)
    rows = Seat.objects.select_for_update(of=("self",)).exclude(state=Seat.CLOSED).select_related("site", "window")
    seat = rows.filter(pk=found.pk).first()
    if seat is None:
        return found
    ticket = ticket_at(seat)
    if ticket is not None:
        back_to_queue(ticket, "release", actor=actor, now=now, why=said)
    return close(seat, actor, said, now)


@unit_of_work()
def close_seat(*, actor: Actor, now: datetime, why: str = "签出") -> Seat:
    """Leave the window and return the seat.

    :raises Refused: 409 without a seat or with a person called or being served: finish or transfer first.
    """
    seat = seat_of(actor)
    _nobody_there(seat, "签出")
    return close(seat, actor, why, now)


def close(seat: Seat, actor: Actor, why: str, now: datetime) -> Seat:
    """Write that a seat, locked and with nobody there, is closed, and return it."""
    seat.state, seat.closed_at, seat.changed_at = Seat.CLOSED, now, now
    event = SeatClosed(site=seat.site_id, window=seat.window.number, why=why)
    ledger.write(seat, event, actor=actor, at=now, update_fields=["state", "closed_at", "changed_at"])
    return seat


def _nobody_there(seat: Seat, doing: str) -> None:
    ticket = ticket_at(seat)
    if ticket is not None:
        said = f"{ticket.number} 还在本窗口（{ticket.get_state_display()}），不能{doing}。"
        raise _refused("ticket_open", said, "请先办完、转出或记为未到。")


def _refused(code: str, said: str, todo: str, status: int = 409, field: str = "") -> Refused:
    return Refused(Reason(code, said, field=field, rule="S2-28", kept=KEPT, todo=todo), status=status, title="没有办成")
