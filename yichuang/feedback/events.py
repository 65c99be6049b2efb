"""What this room records. What a person said, and who he is, is never in an event: only that it was said, and how it went on."""

from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class RatingAsked:
    """A service may be rated, once."""

    type: ClassVar[str] = "rating.asked"
    kind: str
    number: str
    mode: str
    until: str


@dataclass(frozen=True)
class RatingGiven:
    """A rating was given; the grade is told when it is sealed, so that the ledger's readers cannot tell before."""

    type: ClassVar[str] = "rating.given"
    channel: str
    supplementary: bool


@dataclass(frozen=True)
class RatingSealed:
    """A rating was sealed and counts from now on."""

    type: ClassVar[str] = "rating.sealed"
    number: str
    grade: int
    reasons: list[str]
    site: int
    officer_id: str
    matter: str


@dataclass(frozen=True)
class RatingLapsed:
    """Nobody rated within the days."""

    type: ClassVar[str] = "rating.lapsed"


@dataclass(frozen=True)
class RatingOrderOpened:
    """A bad rating became a work order (差评工单)."""

    type: ClassVar[str] = "rating_order.opened"
    number: str
    grade: int
    reasons: list[str]
    handler: str
    review_due: str
    due: str


@dataclass(frozen=True)
class RatingOrderMoved:
    """A work order went on: `verb` is one of rules.orders.MOVES; `said` what the officer wrote."""

    type: ClassVar[str] = "rating_order.moved"
    number: str
    verb: str
    before: str
    after: str
    said: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RatingOrderLate:
    """A work order is over its follow-up or mending day."""

    type: ClassVar[str] = "rating_order.late"
    number: str
    what: str
    due: str


@dataclass(frozen=True)
class RatingAuthorShown:
    """Somebody named to call the author saw how to reach him, for a reason."""

    type: ClassVar[str] = "rating_order.author_shown"
    number: str
    reason: str


@dataclass(frozen=True)
class ComplaintTaken:
    """A complaint, suggestion or request for agency was taken (S2-27③)."""

    type: ClassVar[str] = "complaint.taken"
    number: str
    kind: str
    source: str
    site: int
    matter: str
    due: str


@dataclass(frozen=True)
class ComplaintMoved:
    """A complaint went on: `verb` is one of rules.complaints.MOVES."""

    type: ClassVar[str] = "complaint.moved"
    number: str
    verb: str
    before: str
    after: str
    said: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ComplaintLate:
    """A complaint is over its day."""

    type: ClassVar[str] = "complaint.late"
    number: str
    due: str


@dataclass(frozen=True)
class ComplainantShown:
    """Somebody who deals with a complaint saw the person's name and telephone, for a reason."""

    type: ClassVar[str] = "complaint.person_shown"
    number: str
    reason: str


@dataclass(frozen=True)
class FeedbackArranged:
    """A district's parameters were changed: name → [before, after]."""

    type: ClassVar[str] = "feedback.arranged"
    division: str
    fields: dict[str, list[Any]]
