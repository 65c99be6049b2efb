"""The public's API: progress by number and query password, the standing of a document, and filling in beforehand (网上预填); no sign-in."""

import base64
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from yichuang.cases.operations.look_up_prefill import look_up_prefill
from yichuang.cases.operations.look_up_progress import look_up
from yichuang.cases.operations.prefill import discard_prefill, keep_prefill
from yichuang.cases.queries import Case
from yichuang.cases.queries.prefilled import shown_lines
from yichuang.cases.queries.progress import progress_of, verdict_of_code
from yichuang.cases.rules.prefill_codes import shown_code
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import published
from yichuang.foundations import clock, idempotency, ledger
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, sent_body
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_name, seal, unseal
from yichuang.life_events.queries.joint import JointCase
from yichuang.life_events.queries.joint_progress import JointProgress, joint_progress
from yichuang.online.queries import OnlineApplication
from yichuang.online.rules.ledger_words import STEPS, in_words
from yichuang.online.rules.standing import state_name, told
from yichuang.portal.prefilling import prefilled

router = Router(tags=["公众"])
TOO_MANY: dict[int, Any] = {429: None}


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


class MemberProgressOut(Schema):
    """One member of a joint case (一件事) as its applicant sees it."""

    matter: str
    department: str
    state: str
    state_name: str
    plain: str
    todo: str
    number: str = ""


class ProgressOut(Schema):
    """A case as its applicant sees it, or a joint case with its members; the name is masked."""

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
    members: list[MemberProgressOut] = []


class VerdictOut(Schema):
    """The standing of a document: valid, revoked, pending or unknown."""

    outcome: str
    why: str
    title: str = ""
    number: str = ""
    authority: str = ""
    issued_on: date | None = None


class PrefillBody(Schema):
    """What somebody fills in before he comes: matter, who applies, the answers that lead to his situation, and both forms.

    `agreed`: he was told what is kept, for how long and for what, and agrees (个人信息保护法 13, 29).
    """

    matter: str = Field(max_length=60)
    applicant_kind: str = Field(max_length=30)
    answers: dict[str, str | list[str]] = {}
    form: dict[str, str] = {}
    own_form: dict[str, Any] = {}
    agreed: bool


class PrefillOut(Schema):
    """Kept: the code to bring to the counter, and until when."""

    code: str
    matter: str
    matter_name: str
    expires_at: datetime


class PrefillCodeBody(Schema):
    """The code that was given, however it is typed."""

    code: str = Field(max_length=40)


class PrefillLineOut(Schema):
    """One filled field, personal data masked."""

    label: str
    value: str


class PrefilledOut(Schema):
    """What was filled in, for who has its code; once a counter received it, the number of the case and nothing else of it."""

    matter: str
    matter_name: str
    filled_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    number: str
    lines: list[PrefillLineOut]


class PrefillDiscardedOut(Schema):
    """Whether there was something to throw away."""

    discarded: bool


@router.post(
    "/public/progress",
    response={200: ProgressOut, **PROBLEMS, **TOO_MANY},
    operation_id="public_progress",
    summary="查进度",
)
def post_progress(request: HttpRequest, body: ProgressBody) -> ProgressOut:
    """Return the progress of a case; a wrong pair counts, and after five the case is locked for fifteen minutes."""
    now = clock.now()
    address = request.META.get("REMOTE_ADDR", "")
    case = look_up(number=body.number, password=body.password, address=address, now=now)
    if isinstance(case, JointCase):
        return _joint_out(joint_progress(case, day_of(now)))
    if isinstance(case, OnlineApplication):
        return _online_out(case)
    assert isinstance(case, Case)
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


def _online_out(row: OnlineApplication) -> ProgressOut:
    """Return an online application as the API tells its applicant; what the department wants changed stands in `corrections`."""
    said = told(State(row.state), row.depth, row.ended_why)
    return ProgressOut(
        number=format_case_number(row.number),
        matter=row.matter_name,
        applicant=mask_name(row.applicant_name),
        department=row.department_name,
        state=row.state,
        state_name=state_name(row.state),
        plain=said.plain,
        todo=said.todo,
        steps=[
            StepOut(at=event.at, what=in_words(event.type, event.payload))
            for event in ledger.history(row.stream)
            if event.type in STEPS
        ],
        dues=[DueOut(name="网上预审", due=row.due, why="部门规定的预审时间（S2-46）", provisional=False)]
        if row.due
        else [],
        corrections=[row.opinion] if row.state == State.RETURNED else [],
    )


def _joint_out(found: JointProgress) -> ProgressOut:
    """Return a joint case as the API tells its applicant: the whole, and every member in plain words."""
    return ProgressOut(
        number=found.number_shown,
        matter=found.name,
        applicant=found.applicant,
        department="、".join(dict.fromkeys(one.department for one in found.members)),
        state=found.state,
        state_name=found.state_name,
        plain=found.plain,
        todo=found.todo,
        steps=[StepOut(at=at, what=what) for at, what in found.steps],
        dues=[DueOut(name=name, due=one.due, why=one.why, provisional=one.provisional) for name, one in found.dues],
        corrections=[
            f"{one.matter}：{item['name']}：{item['what']}" for one in found.members for item in one.corrections
        ],
        members=[
            MemberProgressOut(
                matter=one.matter,
                department=one.department,
                state=one.state,
                state_name=one.state_name,
                plain=one.plain,
                todo=one.todo,
                number=one.number_shown,
            )
            for one in found.members
        ],
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


@router.post(
    "/public/prefills",
    response={201: PrefillOut, **PROBLEMS, **GONE, **TOO_MANY},
    operation_id="public_prefill",
    summary="网上预填",
)
def post_prefill(request: HttpRequest, body: PrefillBody) -> Any:
    """Keep what was filled in and answer with its code, once in effect; it is no application yet (行政许可法 32)."""
    now = clock.now()

    def act() -> idempotency.Answer:
        if not body.agreed:
            reason = Reason(
                "agreed",
                "还没有同意保存所填的个人信息。",
                field="agreed",
                rule="个人信息保护法 13",
                kept="没有保存任何内容。",
                todo="请告知申请人保存的内容、期限和用途，同意后再提交；不同意的，请直接到窗口办理。",
            )
            raise Refused(reason, status=422, title="还没有预填成功")
        given = prefilled(published(body.matter), body.applicant_kind, body.answers, body.form, body.own_form)
        code, row = keep_prefill(given=given, address=request.META.get("REMOTE_ADDR", ""), now=now)
        # The answer is kept for a repetition; the code, of which the house keeps only a mark, is kept in it sealed.
        sealed = base64.b64encode(seal(code)).decode()
        answer = {"code": sealed, "matter": row.key, "matter_name": row.matter_name}
        return idempotency.Answer(201, {**answer, "expires_at": row.expires_at.isoformat()})

    answer = _once(request, act, now)
    return Status(201, {**answer.body, "code": shown_code(unseal(base64.b64decode(answer.body["code"])))})


@router.post(
    "/public/prefills/read",
    response={200: PrefilledOut, **PROBLEMS, **TOO_MANY},
    operation_id="public_prefill_read",
    summary="凭预填码查看",
)
def post_read_prefill(request: HttpRequest, body: PrefillCodeBody) -> PrefilledOut:
    """Answer what was filled in under a code; after thirty wrong codes from an address, no more for fifteen minutes."""
    row = look_up_prefill(code=body.code, address=request.META.get("REMOTE_ADDR", ""), now=clock.now())
    return PrefilledOut(
        matter=row.key,
        matter_name=row.matter_name,
        filled_at=row.created_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        number=row.number,
        lines=[PrefillLineOut(label=label, value=value) for label, value in shown_lines(row)],
    )


@router.post(
    "/public/prefills/discard",
    response={200: PrefillDiscardedOut, **PROBLEMS},
    operation_id="public_prefill_discard",
    summary="凭预填码删除",
)
def post_discard_prefill(request: HttpRequest, body: PrefillCodeBody) -> Any:
    """Throw away what was filled in under a code (个人信息保护法 47); what a counter received already is the case's."""

    def act() -> idempotency.Answer:
        return idempotency.Answer(200, {"discarded": discard_prefill(code=body.code)})

    answer = _once(request, act, clock.now())
    return Status(200, answer.body)


def _once(request: HttpRequest, act: Callable[[], idempotency.Answer], now: datetime) -> idempotency.Answer:
    """Run a write of somebody without a name once in effect for its Idempotency-Key."""
    key = request.headers.get(idempotency.HEADER, "")
    sent = f"{request.method} {request.path}\n".encode() + sent_body(request)
    return idempotency.once(PUBLIC, key, sent, now, act)
