"""What officers and the public send and get over the API of feedback."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from yichuang.feedback.models import Complaint, Rating, RatingOrder, RatingRequest
from yichuang.feedback.operations.complain import Saying
from yichuang.feedback.operations.move_complaint import ComplaintSaid, masked
from yichuang.feedback.operations.move_order import OrderSaid
from yichuang.feedback.operations.rate import Said
from yichuang.feedback.rules.clocks import Days
from yichuang.feedback.rules.figures import FollowUp, Shares
from yichuang.feedback.rules.grades import GRADES, INDICATORS, REASONS


class RatingToGive(Schema):
    """A service that may be rated, and what may be said of it."""

    title: str
    site: str
    window: str
    state: str
    until: date
    grades: dict[int, str]
    reasons: dict[int, dict[str, str]]
    indicators: dict[str, str]


class RatingBody(Schema):
    """A rating: a grade of five, or the key (1 good, 2 fair, 3 bad) of an old device with three; the rest is voluntary."""

    grade: int = 0
    three_key: int = 0
    reasons: list[str] = Field(default_factory=list, max_length=20)
    indicators: dict[str, int] = Field(default_factory=dict)
    words: str = Field(default="", max_length=500)
    channel: Literal["window", "code", "message", "online", "kiosk"] = "code"
    name: str = Field(default="", max_length=40)
    mobile: str = Field(default="", max_length=20)
    call_me: bool = False

    def said(self) -> Said:
        """Return what was said."""
        return Said(**{name: getattr(self, name) for name in Said.__dataclass_fields__})


class RatingReceived(Schema):
    """Thanks: the grade is not repeated to whoever stands at the device."""

    received: bool = True


class RatingToldBody(Schema):
    """A rating told by telephone or on paper, of a ticket (with its day) or a closed case."""

    number: str = Field(max_length=40)
    day: date | None = None
    channel: Literal["phone", "paper"] = "phone"
    grade: int
    words: str = Field(default="", max_length=500)
    name: str = Field(default="", max_length=40)
    mobile: str = Field(default="", max_length=20)
    call_me: bool = False

    def said(self) -> Said:
        """Return what was said."""
        names = ("grade", "words", "channel", "name", "mobile", "call_me")
        return Said(**{name: getattr(self, name) for name in names})


class SealedRatingOut(Schema):
    """A sealed rating as those who lead read it; its author is in no answer."""

    grade: int
    reasons: list[str]
    indicators: dict[str, int]
    words: str
    channel: str
    supplementary: bool
    named: bool
    excluded: bool
    title: str
    number: str
    site: str
    window: str
    department: str
    sealed_at: datetime
    order: str = ""


class SealedRatingPage(Schema):
    """Ratings, and cursors to the neighbouring pages."""

    rows: list[SealedRatingOut]
    next: str = ""
    previous: str = ""


class RatingSharesOut(Schema):
    """How many gave each grade, the satisfied share and the mean."""

    name: str
    total: int
    grades: dict[int, int]
    bad: int
    satisfied: str
    average: str


class FollowUpOut(Schema):
    """What became of the bad ratings."""

    orders: int
    followed_up_rate: str
    in_time_rate: str
    settled_rate: str
    named_rate: str
    excluded: int
    late: int


class RatingFiguresOut(Schema):
    """The figures of a period."""

    whole: RatingSharesOut
    months: list[RatingSharesOut]
    groups: dict[str, list[RatingSharesOut]]
    follow_up: FollowUpOut


class RatingOrderOut(Schema):
    """A work order; who gave the rating is never in it."""

    number: str
    state: str
    state_name: str
    grade: int
    named: bool
    title: str
    site: str
    department: str
    handler: str
    assignee: str
    opened_at: datetime
    review_due: date
    followed_up_at: datetime | None
    due: date
    late: str
    plan: str
    planned_for: date | None
    settled_as: str
    rerated: int | None
    public_text: str
    moves: list[str] = Field(default_factory=list)


class RatingOrderPage(Schema):
    """Work orders, and cursors to the neighbouring pages."""

    rows: list[RatingOrderOut]
    next: str = ""
    previous: str = ""


class RatingOrderMove(Schema):
    """A move of a work order: the verb, and what it needs."""

    verb: str = Field(max_length=20)
    text: str = Field(default="", max_length=500)
    day: date | None = None
    assignee: str = Field(default="", max_length=64)
    reached: bool = False

    def said(self) -> OrderSaid:
        """Return what was said."""
        return OrderSaid(self.text, self.day, self.assignee, self.reached)


class ComplaintBody(Schema):
    """What somebody brings to the “办不成事”反映窗口."""

    site: int
    kind: Literal["not_done", "trips", "attitude", "delay", "fee", "corrupt", "suggest", "agency", "other"]
    text: str = Field(max_length=2000)
    matter: str = Field(default="", max_length=60)
    case_number: str = Field(default="", max_length=24)
    name: str = Field(default="", max_length=40)
    mobile: str = Field(default="", max_length=20)

    def saying(self, source: str) -> Saying:
        """Return what was brought."""
        names = ("kind", "text", "matter", "case_number", "name", "mobile")
        return Saying(source=source, **{name: getattr(self, name) for name in names})


class ComplaintTakeBody(ComplaintBody):
    """The same as an officer writes it down."""

    source: Literal["window", "phone"] = "window"


class ComplaintReceipt(Schema):
    """Number and query password, shown once."""

    number: str
    password: str
    due: date


class ComplaintOut(Schema):
    """A complaint as officers see it; the person is masked."""

    number: str
    state: str
    state_name: str
    kind: str
    source: str
    person: str
    text: str
    site: str
    department: str
    matter: str
    case_number: str
    taken_at: datetime
    due: date
    answer: str
    answered_at: datetime | None
    agency: bool
    rounds: int
    satisfied: int | None
    moves: list[str] = Field(default_factory=list)


class ComplaintPage(Schema):
    """Complaints, and cursors to the neighbouring pages."""

    rows: list[ComplaintOut]
    next: str = ""
    previous: str = ""


class ComplaintMoveBody(Schema):
    """A move of a complaint: the verb, and what it needs."""

    verb: str = Field(max_length=20)
    text: str = Field(default="", max_length=2000)
    day: date | None = None
    department: int | None = None

    def said(self) -> ComplaintSaid:
        """Return what was said."""
        return ComplaintSaid(self.text, self.day, self.department)


class FeedbackDays(Schema):
    """A district's parameters, in working days but for `seal_after`."""

    seal_after: int = 5
    rate: int = 5
    review: int = 1
    mend: int = 15
    complaint: int = 5
    extend: int = 10

    def days(self) -> Days:
        """Return the parameters."""
        return Days(**{name: getattr(self, name) for name in Days.__dataclass_fields__})


def to_give(row: RatingRequest) -> RatingToGive:
    """Return a request as its holder sees it."""
    return RatingToGive(
        title=row.title,
        site=row.site.name,
        window=row.window,
        state=row.state,
        until=row.expires_on,
        grades=GRADES,
        reasons=REASONS,
        indicators=INDICATORS[row.mode],
    )


def sealed_out(row: Rating) -> SealedRatingOut:
    """Return a sealed rating."""
    request, order = row.request, getattr(row, "order", None)
    return SealedRatingOut(
        **{
            name: getattr(row, name) for name in ("grade", "reasons", "indicators", "words", "channel", "supplementary")
        },
        named=row.named,
        excluded=row.excluded,
        title=request.title,
        number=request.number,
        site=request.site.name,
        window=request.window,
        department=request.department.name if request.department else "",
        sealed_at=row.sealed_at or row.rated_at,
        order=order.number if order else "",
    )


def shares_out(name: str, one: Shares) -> RatingSharesOut:
    """Return shares under a name."""
    grades = {grade: one.of(grade) for grade in GRADES}
    return RatingSharesOut(
        name=name, total=one.total, grades=grades, bad=one.bad, satisfied=one.satisfied, average=one.average
    )


def follow_up_out(one: FollowUp) -> FollowUpOut:
    """Return what became of bad ratings."""
    return FollowUpOut(**{name: getattr(one, name) for name in FollowUpOut.model_fields})


ORDER_FIELDS = (
    *("number", "state", "grade", "named", "title", "opened_at", "review_due", "followed_up_at", "due", "plan"),
    *("planned_for", "settled_as", "rerated", "public_text"),
)


def order_out(row: RatingOrder, late: str, moves: list[str] | None = None) -> RatingOrderOut:
    """Return a work order."""
    return RatingOrderOut(
        **{name: getattr(row, name) for name in ORDER_FIELDS},
        state_name=row.get_state_display(),
        site=row.site.name,
        department=row.department.name if row.department else "",
        handler=row.handler_name,
        assignee=row.assignee_name,
        late=late,
        moves=moves or [],
    )


COMPLAINT_FIELDS = (
    *("number", "state", "kind", "source", "text", "case_number", "taken_at", "due", "answer", "answered_at", "agency"),
    *("rounds", "satisfied", "matter"),
)


def complaint_out(row: Complaint, moves: list[str] | None = None) -> ComplaintOut:
    """Return a complaint."""
    return ComplaintOut(
        **{name: getattr(row, name) for name in COMPLAINT_FIELDS},
        state_name=row.get_state_display(),
        person=masked(row),
        site=row.site.name,
        department=row.department.name if row.department else "",
        moves=moves or [],
    )
