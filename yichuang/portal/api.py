"""The public's API: progress by number and query password, and the standing of a document; no sign-in."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema

from yichuang.cases.operations.look_up_progress import look_up_progress
from yichuang.cases.queries.progress import progress_of, verdict_of_code
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, ProblemOut

router = Router(tags=["公众"])


class ProgressBody(Schema):
    """Number and query password, as on the receipt."""

    number: str
    password: str


class StepOut(Schema):
    """One step of the way."""

    at: datetime
    what: str


class DueOut(Schema):
    """One running limit; a provisional date waits for the year's holidays to be published."""

    name: str
    due: date | None
    why: str
    provisional: bool


class ProgressOut(Schema):
    """A case as its applicant sees it; the name is masked."""

    number: str
    matter: str
    applicant: str
    department: str
    state: str
    state_name: str
    plain: str
    todo: str
    steps: list[StepOut]
    dues: list[DueOut]
    corrections: list[str]


class VerdictOut(Schema):
    """The standing of a document: valid, revoked, pending or unknown."""

    outcome: str
    why: str
    title: str = ""
    number: str = ""
    authority: str = ""
    issued_on: date | None = None


@router.post(
    "/public/progress",
    response={200: ProgressOut, **PROBLEMS, 429: ProblemOut},
    operation_id="public_progress",
    summary="查进度",
)
def post_progress(request: HttpRequest, body: ProgressBody) -> ProgressOut:
    """Return the progress of a case; a wrong pair counts, and after five the case is locked for fifteen minutes."""
    now = clock.now()
    address = request.META.get("REMOTE_ADDR", "")
    case = look_up_progress(number=body.number, password=body.password, address=address, now=now)
    found = progress_of(case, day_of(now))
    return ProgressOut(
        number=found.number_shown,
        matter=found.matter,
        applicant=found.applicant,
        department=found.department,
        state=found.state.value,
        state_name=found.state_name,
        plain=found.plain,
        todo=found.todo,
        steps=[StepOut(at=at, what=what) for at, what in found.steps],
        dues=[
            DueOut(name=name, due=reading.due, why=reading.why, provisional=reading.provisional)
            for name, reading in found.dues
        ],
        corrections=[f"{item['name']}：{item['what']}" for item in found.corrections],
    )


@router.get(
    "/public/documents/{code}",
    response={200: VerdictOut, **PROBLEMS},
    operation_id="public_document",
    summary="验文书",
)
def get_document(request: HttpRequest, code: str) -> VerdictOut:
    """Return the standing of a document by the code printed on it; an unknown code is an answer, not an error."""
    verdict = verdict_of_code(code)
    found = verdict.document
    if found is None:
        return VerdictOut(outcome=verdict.outcome, why=verdict.why)
    return VerdictOut(
        outcome=verdict.outcome,
        why=verdict.why,
        title=found.title,
        number=found.number,
        authority=found.authority_name,
        issued_on=day_of(found.issued_at),
    )
