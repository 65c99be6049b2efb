"""What the hall's API takes and gives: tickets at windows, seats, the floor, settings."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yichuang.foundations.sealed import mask_phone
from yichuang.hall.models import Hall, Seat, Ticket
from yichuang.hall.operations.transfer import Target
from yichuang.hall.queries.floor import BoardLine, InLine, WindowLine
from yichuang.hall.queries.needs import Wanted
from yichuang.hall.rules.skills import HIGHEST_GRADE, Skill, stored_skill


class TicketItemOut(Schema):
    """One thing that a ticket is for."""

    position: int
    purpose: str
    board: str
    matter: str
    name: str
    case_number: str
    done: bool


class HallTicketOut(Schema):
    """A ticket as officers see it; the telephone is masked."""

    id: str
    number: str
    state: str
    state_name: str
    purpose: str
    green: str
    mobile: str
    comment: str
    window: str
    officer: str
    calls: int
    passed: int
    taken_at: datetime
    queued_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    served_seconds: int
    inaccurate: str
    items: list[TicketItemOut]


class SeatOut(Schema):
    """An officer at a window."""

    id: str
    site: int
    window: str
    officer: str
    state: str
    paused_why: str


class AtWindowOut(Schema):
    """The caller's window: his seat, who is there, how many wait for it; null before he sits down or when nobody waits."""

    seat: SeatOut | None
    ticket: HallTicketOut | None
    waiting: int = 0


class SeatBody(Schema):
    """At which window to sit down."""

    window: int


class TicketWhyBody(Schema):
    """A reason, where one is asked for."""

    why: str = Field(default="", max_length=100)


class NamedTicketBody(TicketWhyBody):
    """Which ticket, and why."""

    ticket: str = Field(max_length=40)


class WantedBody(Schema):
    """What somebody needs: a matter's key, a board's letter, or another purpose; nothing is “don't know”."""

    purpose: Literal["receive", "issue", "complaint"] = "receive"
    matter: str = Field(default="", max_length=60)
    board: str = Field(default="", max_length=1)

    def wanted(self) -> Wanted:
        """Return it as the hall reads it."""
        return Wanted(self.purpose, self.matter, self.board)


class TargetBody(Schema):
    """Where somebody is sent; what is left out stays as it is. Seniority is kept."""

    wanted: WantedBody | None = None
    window: int | None = None
    officer: str = Field(default="", max_length=40)
    comment: str = Field(default="", max_length=100)

    def target(self) -> Target:
        """Return it as the operation takes it."""
        return Target(self.wanted.wanted() if self.wanted else None, self.window, self.officer)


class CorrectTicketBody(Schema):
    """What is corrected of a ticket; null stays as it is."""

    green: Literal["", "elderly", "ill", "disabled", "pregnant", "children", "military"] | None = None
    mobile: str | None = Field(default=None, max_length=20)
    comment: str | None = Field(default=None, max_length=300)


class ContactBody(Schema):
    """Work outside the queue."""

    channel: Literal["phone", "message", "mail", "visit", "back_office"]
    about: str = Field(max_length=200)
    minutes: int = Field(ge=1, le=480)


class ContactOut(Schema):
    """Work outside the queue, as it was noted."""

    id: int
    channel: str
    about: str
    minutes: int
    at: datetime


class SkillBody(Schema):
    """What a window or an officer serves (S2-28); up to which grade."""

    purposes: list[Literal["receive", "issue", "complaint"]] = ["receive"]
    everything: bool = False
    boards: list[str] = Field(default=[], max_length=26)
    matters: list[str] = Field(default=[], max_length=2000)
    unknown: bool = True
    grade: int = Field(default=HIGHEST_GRADE, ge=1, le=HIGHEST_GRADE)

    def skill(self) -> Skill:
        """Return it as the rule reads it."""
        sets: dict[str, Any] = {name: frozenset(getattr(self, name)) for name in ("purposes", "boards", "matters")}
        return Skill(everything=self.everything, unknown=self.unknown, grade=self.grade, **sets)


class SkillOut(SkillBody):
    """What is served."""


class HallSettingsBody(Schema):
    """A hall's parameters; null stays as it is."""

    bound_minutes: int | None = None
    early_minutes: int | None = None
    late_minutes: int | None = None
    calls_before_no_show: int | None = None
    behind: int | None = None
    near: int | None = None
    notice: str | None = Field(default=None, max_length=300)
    silent: bool | None = None
    shows_counts: bool | None = None
    frequent: list[str] | None = Field(default=None, max_length=60)
    quick: list[str] | None = Field(default=None, max_length=60)
    grades: dict[str, int] | None = None


class HallSettingsOut(Schema):
    """A hall's parameters."""

    site: int
    bound_minutes: int
    early_minutes: int
    late_minutes: int
    calls_before_no_show: int
    behind: int
    near: int
    notice: str
    silent: bool
    shows_counts: bool
    frequent: list[str]
    quick: list[str]
    grades: dict[str, int]


class FloorWindowOut(Schema):
    """A window of the floor: what it serves, who sits there, whom he serves and since how many minutes."""

    window: int
    number: str
    name: str
    serves: str
    seat: SeatOut | None
    ticket: str
    minutes: int


class InLineOut(Schema):
    """One who waits, in the order of calling."""

    id: str
    number: str
    what: str
    ahead: int
    minutes: int
    windows: list[str]


class WaitingBoardOut(Schema):
    """Who waits for a board: how many, the longest in minutes, how many nobody can serve now."""

    name: str
    count: int
    longest: int
    stranded: int


class FloorOut(Schema):
    """A hall as it is now."""

    site: int
    at: datetime
    windows: list[FloorWindowOut]
    boards: list[WaitingBoardOut]
    waiting: list[InLineOut]


def ticket_out(ticket: Ticket) -> HallTicketOut:
    """Translate a ticket."""
    same = ("number", "state", "purpose", "green", "comment", "calls", "passed", "served_seconds", "inaccurate")
    times = ("taken_at", "queued_at", "called_at", "started_at", "ended_at")
    items = [
        TicketItemOut(
            done=item.done_at is not None,
            **{name: getattr(item, name) for name in ("position", "purpose", "board", "matter", "name", "case_number")},
        )
        for item in ticket.items.all()
    ]
    return HallTicketOut(
        id=str(ticket.pk),
        state_name=ticket.get_state_display(),
        mobile=mask_phone(str(ticket.mobile)) if ticket.mobile else "",
        window=ticket.window_number,
        officer=ticket.officer_name,
        items=items,
        **{name: getattr(ticket, name) for name in (*same, *times)},
    )


def seat_out(seat: Seat) -> SeatOut:
    """Translate a seat."""
    return SeatOut(
        id=str(seat.pk),
        site=seat.site_id,
        window=seat.window.number,
        officer=seat.staff_name,
        state=seat.state,
        paused_why=seat.paused_why,
    )


def skill_out(skill: Skill) -> SkillOut:
    """Translate a skill."""
    return SkillOut(**stored_skill(skill))


def settings_out(hall: Hall) -> HallSettingsOut:
    """Translate a hall's parameters."""
    names = [name for name in HallSettingsOut.model_fields if name != "site"]
    return HallSettingsOut(site=hall.site_id, **{name: getattr(hall, name) for name in names})


def window_out(line: WindowLine) -> FloorWindowOut:
    """Translate a window of the floor."""
    return FloorWindowOut(
        window=line.window.pk,
        number=line.window.number,
        name=line.window.name,
        serves=line.serves,
        seat=seat_out(line.seat) if line.seat else None,
        ticket=line.ticket.number if line.ticket else "",
        minutes=line.minutes,
    )


def waiting_out(one: InLine) -> InLineOut:
    """Translate one who waits."""
    return InLineOut(
        id=one.waiting.id,
        number=one.waiting.number,
        what=one.what,
        ahead=one.ahead,
        minutes=one.minutes,
        windows=list(one.windows),
    )


def board_out(line: BoardLine) -> WaitingBoardOut:
    """Translate who waits for a board."""
    return WaitingBoardOut(name=line.name, count=line.count, longest=line.longest, stranded=line.stranded)
