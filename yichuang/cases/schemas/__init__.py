"""Shapes of the API: what comes in for each move, what goes out of a case."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from yichuang.cases.models import Case
from yichuang.cases.rules.states import TEXTS, State
from yichuang.foundations.http import Shape
from yichuang.foundations.rules.identifiers import format_case_number


class DeclareBody(Shape):
    """A counter's declaration: matter, answers, applicant kind and base form (S2-53); `practice` is the key of an exercise (S0-26).

    `ticket` is the id of the ticket being served at the caller's own window (S2-31).
    """

    matter: str
    answers: dict[str, str | list[str]] = {}
    applicant_kind: str
    form: dict[str, str]
    own_form: dict[str, Any] = {}
    override_reason: str = ""
    practice: str = ""
    ticket: str = ""


class PointBody(Shape):
    """What was found on a review point: passed, failed or empty."""

    found: str
    how: str = "eye"
    confidence: int = 0
    note: str = ""


class MaterialBody(Shape):
    """What changed on a material; absent things stay as they were."""

    material: str
    received_as: str | None = None
    originals: int | None = None
    copies: int | None = None
    original_verified: bool | None = None
    note: str | None = None
    points: dict[str, PointBody] = {}


class Revised(Shape):
    """`revision` of the case as the client last saw it; a change meanwhile refuses the move."""

    revision: int | None = None


class MaterialsBody(Revised):
    """Everything that changed since the last save."""

    items: list[MaterialBody]


class SharedBody(Revised):
    """That the applicant consents to the query: asked at the counter, and kept in the call log with its purpose, the case."""

    consent: bool = False


class SituationBody(Revised):
    """New answers."""

    answers: dict[str, str | list[str]]


class SpotBody(Revised):
    """What was corrected on the spot, and the corrected fields; of the matter's own form null clears a field."""

    what: str
    form: dict[str, str] = {}
    own_form: dict[str, Any] = {}


class CorrectionLineBody(Shape):
    """One thing to correct."""

    id: str
    name: str
    what: str
    todo: str = ""


class CorrectionBody(Revised):
    """The complete list of the one-time notice."""

    items: list[CorrectionLineBody]
    repeat_reason: str = ""


class SuppliedBody(Revised):
    """What came in, by id."""

    supplied: list[str]


class GroundsBody(Revised):
    """Reasons, legal basis, competent authority."""

    reasons: str
    legal_basis: str = ""
    authority: str = ""


class ReviewBody(Revised):
    """Material id to point id to passed or failed."""

    points: dict[str, dict[str, str]]


class ProcedureBody(Revised):
    """A special procedure (行政许可法 45)."""

    kind: str
    legal_basis: str
    expected_days: int
    notice_served_on: date | None = None
    served_how: str = ""
    reason: str = ""


class OutcomeBody(Revised):
    """How the special procedure ended."""

    outcome: str = ""


class ExtensionBody(Revised):
    """The one extension (行政许可法 42)."""

    days: int
    reasons: str


class OpinionBody(Revised):
    """The second officer's confirmation of the shared check: `grant` or `deny`."""

    opinion: str
    note: str = ""


class RulingBody(Revised):
    """A decision: `grant` or `deny`; the second officer is whoever confirmed the check, or the one named among them."""

    verb: str
    reasons: str = ""
    legal_basis: str = ""
    second_officer: str = ""


class ResultBody(Revised):
    """Name and number of the result."""

    result_name: str = ""
    result_number: str = ""


class HandOutBody(Revised):
    """Who took the result: `relation` self, representative or agent (with `authorisation`); the signature as a PNG in base64."""

    identity_checked: str
    receiver_name: str = ""
    receiver_paper: str = "id_card"
    receiver_number: str = ""
    relation: str = "self"
    authorisation: str = ""
    signature: str = ""


class CourierBody(Revised):
    """Carrier and waybill."""

    carrier: str
    waybill: str


class ReceiverBody(Revised):
    """Who signed for the courier's delivery, and what proves it."""

    receiver_name: str = ""
    proof: str = ""


class ReturnBody(Revised):
    """Why the courier brought the result back."""

    reasons: str


class ConsentBody(Revised):
    """On what the applicant's consent to electronic service rests."""

    consent: str


class SuccessorBody(Revised):
    """Who takes over the first-handler responsibility, by id, and why."""

    successor: str
    reason: str = ""


class WithdrawBody(Revised):
    """The applicant's request."""

    reasons: str = ""
    in_writing: bool


class CaseOut(Shape):
    """A case as lists show it."""

    number: str
    number_shown: str
    state: str
    state_name: str
    matter_name: str
    situation: str
    applicant_name: str
    department_name: str
    site_name: str
    received_at: datetime
    accepted_on: date | None
    notice_due: date | None
    promised_due: date | None
    statutory_due: date | None
    service_due: date | None
    due_provisional: bool
    deemed: bool
    tolerated_open: int
    practice: bool
    ticket_number: str
    revision: int


class ListFilter(Schema):
    """What a list is called and narrowed by; everything may be left out. `sort`: due, received or number, with - turned round."""

    list: str = ""
    state: str = ""
    matter: str = ""
    since: str = ""
    until: str = ""
    q: str = ""
    tolerated: bool = False
    sort: str = ""

    def words(self) -> dict[str, str]:
        """Return the conditions as a page's address would carry them."""
        return {name: str(value) for name, value in self.model_dump(exclude={"list", "sort"}).items() if value}


class CasePage(Schema):
    """One page of cases with the cursors to its neighbours."""

    cases: list[CaseOut]
    next: str
    previous: str


def case_out(case: Case) -> CaseOut:
    """Translate a case."""
    return CaseOut(
        number=case.number,
        number_shown=format_case_number(case.number),
        state=case.state,
        state_name=TEXTS[State(case.state)].name,
        matter_name=case.matter_name,
        situation=case.situation_name,
        applicant_name=case.applicant_name,
        department_name=case.department_name,
        site_name=case.site_name,
        received_at=case.received_at,
        accepted_on=case.accepted_on,
        notice_due=case.notice_due,
        promised_due=case.promised_due,
        statutory_due=case.statutory_due,
        service_due=case.service_due,
        due_provisional=case.due_provisional,
        deemed=case.deemed,
        tolerated_open=case.tolerated_open,
        practice=case.practice,
        ticket_number=case.ticket_number,
        revision=case.chain_seq,
    )
