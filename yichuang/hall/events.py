"""What this room records: each ticket's, seat's and hall's history is a stream of its own. Numbers are never in an event in the clear."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class TicketTaken:
    """A ticket was taken (取号)."""

    type: ClassVar[str] = "ticket.taken"
    number: str
    site: int
    purpose: str
    board: str
    matter: str
    source: str
    green: str
    slot: str = ""


@dataclass(frozen=True)
class TicketCalled:
    """A ticket was called to a window (叫号), with the reason why this one."""

    type: ClassVar[str] = "ticket.called"
    number: str
    site: int
    window: str
    officer: str
    why: str
    reason: str
    again: bool = False
    calls: int = 1


@dataclass(frozen=True)
class TicketMoved:
    """A ticket went on: `verb` is one of rules.tickets.MOVES other than call and recall."""

    type: ClassVar[str] = "ticket.moved"
    number: str
    site: int
    verb: str
    before: str
    after: str
    window: str = ""
    officer: str = ""
    why: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TicketFinished:
    """A ticket was served to its end; `cases` are the numbers of what was received, `seconds` how long it was served."""

    type: ClassVar[str] = "ticket.finished"
    number: str
    site: int
    window: str
    officer: str
    officer_id: str
    purpose: str
    matters: list[str]
    cases: list[str]
    seconds: int
    inaccurate: str = ""


@dataclass(frozen=True)
class TicketChanged:
    """What a ticket says was corrected or added to: field → [before, after]."""

    type: ClassVar[str] = "ticket.changed"
    number: str
    site: int
    fields: dict[str, list[Any]]


@dataclass(frozen=True)
class SeatOpened:
    """An officer sat down at a window (坐席签入)."""

    type: ClassVar[str] = "seat.opened"
    site: int
    window: str
    officer: str


@dataclass(frozen=True)
class SeatPaused:
    """A window pauses, with the reason on its screen."""

    type: ClassVar[str] = "seat.paused"
    site: int
    window: str
    why: str


@dataclass(frozen=True)
class SeatResumed:
    """A paused window goes on."""

    type: ClassVar[str] = "seat.resumed"
    site: int
    window: str


@dataclass(frozen=True)
class SeatClosed:
    """An officer left a window (坐席签出)."""

    type: ClassVar[str] = "seat.closed"
    site: int
    window: str
    why: str


@dataclass(frozen=True)
class HallChanged:
    """A hall's settings or the skills of a window or officer were changed: what of whom, field → [before, after]."""

    type: ClassVar[str] = "hall.changed"
    site: int
    what: str
    of: str
    fields: dict[str, list[Any]]


@dataclass(frozen=True)
class DeviceRegistered:
    """A device was set up and waits to be paired (设备登记)."""

    type: ClassVar[str] = "device.registered"
    site: int
    kind: str
    name: str
    window: str
    board: str


@dataclass(frozen=True)
class DevicePairingOffered:
    """A device got another pairing code; the browser paired before, if any, is no longer it."""

    type: ClassVar[str] = "device.pairing_offered"
    site: int


@dataclass(frozen=True)
class DevicePaired:
    """A browser typed the code and is the device from now on."""

    type: ClassVar[str] = "device.paired"
    site: int


@dataclass(frozen=True)
class DeviceChanged:
    """A device was renamed or moved: field → [before, after]."""

    type: ClassVar[str] = "device.changed"
    site: int
    fields: dict[str, list[Any]]


@dataclass(frozen=True)
class DeviceRevoked:
    """A device was taken out of use, with the reason (停用)."""

    type: ClassVar[str] = "device.revoked"
    site: int
    why: str


@dataclass(frozen=True)
class AppointmentBooked:
    """Somebody booked (预约): where, for what and when; by whom it was entered."""

    type: ClassVar[str] = "appointment.booked"
    site: int
    purpose: str
    board: str
    matter: str
    starts: str
    source: str


@dataclass(frozen=True)
class AppointmentMoved:
    """An appointment was moved (改期), by the person or because the hall closes."""

    type: ClassVar[str] = "appointment.moved"
    site: int
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class AppointmentCancelled:
    """An appointment was cancelled (取消), by the person or because the hall closes."""

    type: ClassVar[str] = "appointment.cancelled"
    site: int
    starts: str
    why: str


@dataclass(frozen=True)
class AppointmentCheckedIn:
    """Somebody came and got a ticket (签到); late: without precedence."""

    type: ClassVar[str] = "appointment.checked_in"
    site: int
    starts: str
    ticket: str
    late: bool


@dataclass(frozen=True)
class AppointmentMissed:
    """Nobody came by the slot and its grace (爽约)."""

    type: ClassVar[str] = "appointment.missed"
    site: int
    starts: str


@dataclass(frozen=True)
class AppointmentReminded:
    """The person was reminded of tomorrow's appointment."""

    type: ClassVar[str] = "appointment.reminded"
    site: int
    starts: str


@dataclass(frozen=True)
class AppointmentExcused:
    """A no-show that was no fault of the person was struck out by an officer (爽约更正)."""

    type: ClassVar[str] = "appointment.excused"
    site: int
    starts: str
    why: str


@dataclass(frozen=True)
class OpeningChanged:
    """A site's opening or booking rules were changed: field → [before, after]."""

    type: ClassVar[str] = "opening.changed"
    site: int
    fields: dict[str, list[Any]]


@dataclass(frozen=True)
class OpeningDayDeclared:
    """An exceptional day was declared, or taken back (`spans` None)."""

    type: ClassVar[str] = "opening.day_declared"
    site: int
    day: str
    board: str
    spans: list[list[int]] | None
    reason: str


@dataclass(frozen=True)
class SlotsChanged:
    """A plan of slots was made or changed: field → [before, after]."""

    type: ClassVar[str] = "slots.changed"
    site: int
    plan: str
    fields: dict[str, list[Any]]


@dataclass(frozen=True)
class ContactLogged:
    """Work outside the queue was noted: by which channel, about what, how many minutes."""

    type: ClassVar[str] = "hall.contact"
    site: int
    channel: str
    about: str
    minutes: int


@dataclass(frozen=True)
class TwinAsked:
    """A question was put to the hall's twin (大厅推演)."""

    type: ClassVar[str] = "twin.asked"
    site: int
    name: str
    days: list[str]
    changes: dict[str, Any]


@dataclass(frozen=True)
class TwinAnswered:
    """The twin answered, or could not: then `trouble` says why."""

    type: ClassVar[str] = "twin.answered"
    site: int
    trouble: str = ""


@dataclass(frozen=True)
class TwinForgotten:
    """A scenario was deleted."""

    type: ClassVar[str] = "twin.forgotten"
    site: int
    name: str
