"""JSON shapes of accounts; numbers of people go out masked only."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from yichuang.accounts.models import Posting, SignIn, Staff, StaffSession
from yichuang.accounts.permissions import TIERS
from yichuang.accounts.queries import staff as reads
from yichuang.accounts.rules.administration import Appointment
from yichuang.accounts.rules.devices import device_name
from yichuang.foundations.sealed import mask_id_number, mask_phone


class PostingBody(Schema):
    """A post to be given; exactly one of department_id, site_id, division says where."""

    role: str = Field(max_length=24)
    department_id: int | None = Field(default=None, ge=1, le=2**31 - 1)
    site_id: int | None = Field(default=None, ge=1, le=2**31 - 1)
    division: str = Field(default="", max_length=12)
    window: str = Field(default="", max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None

    def appointment(self) -> Appointment:
        """Return it as the operations take it."""
        return Appointment(**self.model_dump())


class RegisterBody(Schema):
    """A person with his posts."""

    name: str = Field(max_length=80)
    mobile: str = Field(max_length=20)
    id_number: str = Field(default="", max_length=20)
    employment: str = Field(default="", max_length=20)
    posts: list[PostingBody] = Field(min_length=1, max_length=10)


class CorrectBody(Schema):
    """What to correct; what is left out stays."""

    name: str = Field(default="", max_length=80)
    mobile: str = Field(default="", max_length=20)
    id_number: str = Field(default="", max_length=20)
    employment: str | None = Field(default=None, max_length=20)


class WhyBody(Schema):
    """The reason of an act."""

    why: str = Field(max_length=200)


class EndBody(Schema):
    """On which day a post ends (today unless given), and why."""

    ends_on: date | None = None
    why: str = Field(default="", max_length=200)


class PasswordBody(Schema):
    """The old password and the new one."""

    old: str = Field(max_length=128)
    password: str = Field(max_length=128)


class AskBody(Schema):
    """The mobile number of an account."""

    mobile: str = Field(max_length=20)


class ResetBody(Schema):
    """The code from the telephone and the new password."""

    mobile: str = Field(max_length=20)
    code: str = Field(max_length=6)
    password: str = Field(max_length=128)


class PostingOut(Schema):
    """A post held, once held or to be held."""

    id: int
    role: str
    place: str
    department_id: int | None
    site_id: int | None
    division: str
    window: str
    valid_from: date
    valid_to: date | None


class StaffOut(Schema):
    """An account as administrators see it."""

    id: str
    name: str
    mobile: str
    id_number: str
    employment: str
    tier: str
    keeper: str
    state: str
    authorised_on: date
    left_on: date | None
    postings: list[PostingOut]


class StaffPage(Schema):
    """One page of accounts."""

    staff: list[StaffOut]
    next: str = ""
    previous: str = ""


class CountOut(Schema):
    """How many were ended."""

    count: int


class SaidOut(Schema):
    """What was done, in words; the same for every number."""

    said: str


class SessionOut(Schema):
    """One of one's own sessions."""

    id: int
    kind: str
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    here: bool


class SignInOut(Schema):
    """One attempt to sign in."""

    at: datetime
    succeeded: bool
    why: str
    device: str
    address: str


class AccountOut(Schema):
    """One's own sessions and the newest sign-ins."""

    sessions: list[SessionOut]
    sign_ins: list[SignInOut]
    next: str = ""
    previous: str = ""


def posting_out(row: Posting, divisions: dict[str, str]) -> PostingOut:
    """Return a post with its place in words."""
    return PostingOut(
        id=row.pk,
        role=row.role,
        place=reads.place_name(row, divisions),
        department_id=row.department_id,
        site_id=row.site_id,
        division=row.division,
        window=row.window,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def staff_out(person: Staff, postings: list[Posting], divisions: dict[str, str], today: date) -> StaffOut:
    """Return an account with its numbers masked."""
    return StaffOut(
        id=str(person.pk),
        name=person.name,
        mobile=mask_phone(person.mobile),
        id_number=mask_id_number(person.id_number) if person.id_number else "",
        employment=person.employment,
        tier=person.tier,
        keeper=TIERS[person.tier][1] if person.tier in TIERS else "平台管理员",
        state=reads.state_of(person, today),
        authorised_on=person.authorised_on,
        left_on=person.left_on,
        postings=[posting_out(row, divisions) for row in postings],
    )


def session_out(row: StaffSession, here: str) -> SessionOut:
    """Return a session; `here` is the key of the one that asks."""
    return SessionOut(
        id=row.pk,
        kind=row.kind,
        device=device_name(row.device),
        address=row.address,
        started_at=row.started_at,
        seen_at=row.seen_at,
        here=str(row.pk) == here,
    )


def sign_in_out(row: SignIn) -> SignInOut:
    """Return one attempt."""
    return SignInOut(
        at=row.at, succeeded=row.succeeded, why=row.why, device=device_name(row.device), address=row.address
    )
