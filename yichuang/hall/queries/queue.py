"""Reads of the queue: who waits, which windows are open with which skills; plain values for the rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from yichuang.hall.models import Hall, OfficerSkill, Seat, Ticket, TicketItem, WindowSkill
from yichuang.hall.rules.dispatch import Policy, Waiting, WindowNow
from yichuang.hall.rules.skills import UNRESTRICTED, Need, Skill, is_quick, skill_from, usual_skill
from yichuang.hall.rules.tickets import AT_WINDOW, WAITING
from yichuang.organizations.queries import Site, Window


def waiting_at(site: Site, day: date, quick: Collection[str] = ()) -> list[Waiting]:
    """Return everybody who waits at a site today, by seniority; `quick` are the hall's quick transactions (two statements)."""
    columns = ("pk", "number", "queued_at", "green", "slot_at", "window_wanted_id", "staff_wanted", "passed")
    rows = Ticket.objects.filter(site=site, day=day, state=WAITING).order_by("queued_at", "pk")
    needs: dict[Any, list[Need]] = defaultdict(list)
    items = TicketItem.objects.filter(ticket__in=rows.order_by(), done_at=None).order_by("position")
    for pk, purpose, board, matter, grade in items.values_list("ticket_id", "purpose", "board", "matter", "grade"):
        needs[pk].append(Need(purpose, board, matter, grade))
    return [
        Waiting(
            id=str(pk),
            number=number,
            queued_at=queued_at,
            needs=tuple(needs[pk]),
            green=green,
            slot_at=slot_at,
            window_id=window_id,
            staff_id=staff_id,
            passed=passed > 0,
            quick=is_quick(needs[pk], quick),
        )
        for pk, number, queued_at, green, slot_at, window_id, staff_id, passed in rows.values_list(*columns)
    ]


def as_waiting(ticket: Ticket, quick: Collection[str] = ()) -> Waiting:
    """Return a ticket as the rule sees it; what is done of it is not needed any more."""
    needs = tuple(need_of(item) for item in ticket.items.all() if item.done_at is None)
    return Waiting(
        id=str(ticket.pk),
        number=ticket.number,
        queued_at=ticket.queued_at,
        needs=needs,
        green=ticket.green,
        slot_at=ticket.slot_at,
        window_id=ticket.window_wanted_id,
        staff_id=ticket.staff_wanted,
        passed=ticket.passed > 0,
        quick=is_quick(needs, quick),
    )


def need_of(item: TicketItem) -> Need:
    """Return what an item of a ticket needs."""
    return Need(purpose=item.purpose, board=item.board, matter=item.matter, grade=item.grade)


def windows_now(site: Site) -> list[WindowNow]:
    """Return the open windows of a site with their skills and whether they are free (four statements)."""
    seats = list(
        Seat.objects.filter(site=site, state=Seat.OPEN, window__closed_on=None).select_related("window__board")
    )
    busy = set(Ticket.objects.filter(seat__in=seats, state__in=AT_WINDOW).values_list("seat_id", flat=True))
    windows = skills_of_windows([seat.window for seat in seats])
    officers = skills_of_officers(site, [str(seat.staff_id) for seat in seats])
    return [
        WindowNow(
            id=seat.window_id,
            staff_id=str(seat.staff_id),
            skill=windows[seat.window_id],
            officer=officers.get(str(seat.staff_id), UNRESTRICTED),
            free=seat.pk not in busy,
        )
        for seat in seats
    ]


def window_now(seat: Seat) -> WindowNow:
    """Return one window with the officer at it (two statements)."""
    staff = str(seat.staff_id)
    officer = skills_of_officers(seat.site, [staff]).get(staff, UNRESTRICTED)
    return WindowNow(seat.window_id, staff, skills_of_windows([seat.window])[seat.window_id], officer)


def skills_of_windows(windows: Iterable[Window]) -> dict[int, Skill]:
    """Return what windows serve: as set, or as their kind and board say (one statement; boards must be fetched with them)."""
    windows = list(windows)
    rows = WindowSkill.objects.filter(window__in=windows).values_list("window_id", "skill")
    set_ = {window_id: skill_from(stored) for window_id, stored in rows}
    return {
        window.pk: set_.get(window.pk) or usual_skill(window.kind, window.board.letter if window.board else "")
        for window in windows
    }


def skills_of_officers(site: Site, staff: Iterable[str]) -> dict[str, Skill]:
    """Return what officers serve at a site, where it was set (one statement)."""
    rows = OfficerSkill.objects.filter(site=site, staff_id__in=list(staff)).values_list("staff_id", "skill")
    return {str(staff_id): skill_from(stored) for staff_id, stored in rows}


def ticket_by_token(token: str) -> Ticket | None:
    """Return the ticket of a slip's code, or None (one statement)."""
    return Ticket.objects.select_related("site").filter(token=token).first()


def ahead_of(ticket: Ticket) -> int:
    """Return how many wait at the ticket's site since before it was taken (one statement)."""
    rows = Ticket.objects.filter(site=ticket.site_id, day=ticket.day, state=WAITING, queued_at__lt=ticket.queued_at)
    return rows.count()


def policy_of(hall: Hall) -> Policy:
    """Return a hall's parameters as the rule takes them."""
    return Policy(
        timedelta(minutes=hall.bound_minutes),
        timedelta(minutes=hall.early_minutes),
        timedelta(minutes=hall.late_minutes),
    )
