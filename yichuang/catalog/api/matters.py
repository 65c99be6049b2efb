"""The catalogue's doors: search, the spec, the guide, and the stateless navigator that counter, portal and kiosk share."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from yichuang.accounts.auth import staff_auth
from yichuang.catalog import schemas
from yichuang.catalog.operations.add_synonym import add_synonym
from yichuang.catalog.operations.remove_synonym import remove_synonym
from yichuang.catalog.operations.resume import resume
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.operations.withdraw import withdraw_matter
from yichuang.catalog.queries import matter_for, numbered_version, open_notice, published, search, synonyms
from yichuang.catalog.rules import guide, navigator
from yichuang.catalog.rules.comparison import compare_versions
from yichuang.catalog.rules.navigator import Arrived, Asked, ChecklistItem
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.schemas import AdvanceBody, AdvanceOut, GuideOut, MatterFound, MatterOut
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Reason, Refused

router = Router(tags=["事项"])
KEPT = "没有做任何改动。"
Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/matters", response={200: list[MatterFound], **PROBLEMS}, operation_id="search_matters", summary="查事项")
def get_matters(request: HttpRequest, q: str, limit: int = Query(10, ge=1, le=50)) -> list[MatterFound]:
    """Find matters by characters, pinyin, initials, codes or everyday words."""
    hits = search(q, limit)
    return [
        MatterFound(key=hit.key, name=hit.name, department=hit.department, because=hit.because, mark=hit.mark)
        for hit in hits
    ]


@router.get(
    "/matters/{key}", response={200: MatterOut, **PROBLEMS, **GONE}, operation_id="get_matter", summary="取事项"
)
def get_matter(request: HttpRequest, key: str) -> MatterOut:
    """Return the published spec of a matter, by key or code."""
    matter = published(key)
    spec = matter.spec.model_dump(mode="json", by_alias=True)
    digest = matter.spec.digest
    return MatterOut(
        key=matter.key, version=matter.number, department=matter.department_name, content_hash=digest, spec=spec
    )


@router.get(
    "/matters/{key}/guide", response={200: GuideOut, **PROBLEMS, **GONE}, operation_id="get_guide", summary="取办事指南"
)
def get_guide(request: HttpRequest, key: str) -> GuideOut:
    """Return the guide of a matter in words."""
    matter = published(key)
    sections = guide.sections(matter.spec, matter.department_name, matter.number)
    return GuideOut(
        key=matter.key,
        name=matter.spec.name,
        version=matter.number,
        sections=[schemas.GuideSection(title=part.title, rows=list(part.rows)) for part in sections],
        situations=[path for _, path in matter.spec.leaves],
        materials=[_guide_line(row) for row in guide.material_rows(matter.spec)],
    )


def _guide_line(row: guide.MaterialRow) -> schemas.GuideMaterial:
    return schemas.GuideMaterial(
        id=row.material.id,
        name=row.material.name,
        when=row.when,
        form=row.form,
        ways=list(row.ways),
        points=list(row.points),
    )


@router.post(
    "/matters/{key}/advance", response={200: AdvanceOut, **PROBLEMS, **GONE}, operation_id="advance", summary="情形导航"
)
def post_advance(request: HttpRequest, key: str, body: AdvanceBody) -> AdvanceOut:
    """Answer what comes next; keeps nothing."""
    spec = published(key).spec
    if body.applicant_kind and body.applicant_kind not in spec.applicant_kinds:
        said = "本事项不受理这类申报者。"
        todo = "请改选申报者类型。"
        reason = Reason("applicant_kind", said, field="applicant_kind", rule="S2-53", kept=KEPT, todo=todo)
        raise Refused(reason, status=422)
    return advance(spec, body)


def advance(spec: MatterSpec, body: AdvanceBody) -> AdvanceOut:
    """Translate one step of the navigator."""
    facts = _facts(spec, body.answers, body.applicant_kind)
    answered = [
        schemas.AnsweredOut(id=item.question.id, text=item.question.text, answer=item.text)
        for item in navigator.path(spec, facts)
    ]
    before = _facts(spec, body.before, body.applicant_kind) if body.before else facts
    common: dict[str, Any] = {"path": answered, "dropped": navigator.dropped(spec, before, facts).words()}
    if problems := navigator.validate_facts(spec, facts):
        return AdvanceOut(problems=problems, **common)
    step = navigator.advance(spec, facts)
    if isinstance(step, Asked):
        return AdvanceOut(question=_question(step), **common)
    if isinstance(step, Arrived):
        listed = navigator.checklist(spec, facts)
        materials = [_line(item) for item in listed.materials]
        return AdvanceOut(
            situation=listed.situation.id, situation_path=listed.situation_path, materials=materials, **common
        )
    outcome = step.outcome
    return AdvanceOut(outcome=outcome.kind, message=outcome.message, legal_basis=outcome.legal_basis, **common)


def _facts(spec: MatterSpec, answers: dict[str, Any], applicant_kind: str) -> navigator.Facts:
    return navigator.facts_with_known(spec, answers, applicant_kind=applicant_kind, on=day_of(clock.now()))


def _question(step: Asked) -> schemas.QuestionOut:
    options = [schemas.OptionOut(id=option.id, text=option.text, warning=option.warning) for option in step.options]
    asked = step.question
    return schemas.QuestionOut(id=asked.id, text=asked.text, help=asked.help, kind=asked.kind, options=options)


def _line(item: ChecklistItem) -> schemas.ChecklistLine:
    material = item.material
    return schemas.ChecklistLine(
        id=material.id,
        name=material.name,
        why=item.why,
        originals=material.original_count,
        copies=material.copy_count,
        tolerable=material.tolerable,
        exempt=material.shared.exempt,
        points=[{"id": point.id, "kind": point.kind, "text": point.text} for point in material.review_points],
    )


def _standing(key: str) -> schemas.StandingOut:
    matter = matter_for(key)
    told = open_notice(matter.pk)
    notice = None
    if told is not None and told.since is not None:
        notice = schemas.NoticeOut(
            kind=told.kind,
            text=told.text,
            since=told.since,
            until=told.until,
            instead=told.instead,
            legal_basis=told.legal_basis,
        )
    number, state = matter.version, matter.state  # type: ignore[attr-defined]
    return schemas.StandingOut(key=matter.key, number=number, state=state, revision=matter.chain_seq, notice=notice)


def _act(request: HttpRequest, operation: Callable[..., Any], key: str, body: Schema) -> Any:
    def act() -> schemas.StandingOut:
        operation(actor=request.actor, matter_key=key, now=clock.now(), **body.model_dump())  # type: ignore[attr-defined]
        return _standing(key)

    return write(request, act)


@router.get(
    "/matters/{key}/standing",
    response={200: schemas.StandingOut, **PROBLEMS},
    operation_id="get_standing",
    summary="事项状态和公告",
)
def get_standing(request: HttpRequest, key: str) -> schemas.StandingOut:
    """Return how a matter stands, and what the public is told."""
    return _standing(key)


@router.post(
    "/matters/{key}/suspend",
    auth=staff_auth,
    response={200: schemas.StandingOut, **PROBLEMS},
    operation_id="suspend_matter",
    summary="暂停事项",
)
def post_suspend(request: HttpRequest, key: str, body: schemas.SuspendBody) -> Any:
    """Suspend a matter with notice: nothing new is received, running cases go on."""
    return _act(request, suspend, key, body)


@router.post(
    "/matters/{key}/resume",
    auth=staff_auth,
    response={200: schemas.StandingOut, **PROBLEMS},
    operation_id="resume_matter",
    summary="恢复事项",
)
def post_resume(request: HttpRequest, key: str, body: schemas.ResumeBody) -> Any:
    """Receive a suspended matter again under the same version."""
    return _act(request, resume, key, body)


@router.post(
    "/matters/{key}/withdraw",
    auth=staff_auth,
    response={200: schemas.StandingOut, **PROBLEMS},
    operation_id="withdraw_matter",
    summary="取消事项",
)
def post_withdraw(request: HttpRequest, key: str, body: schemas.MatterWithdrawBody) -> Any:
    """Withdraw a matter on a legal ground; a newly published version brings it back."""
    return _act(request, withdraw_matter, key, body)


@router.get(
    "/matters/{key}/comparison",
    auth=staff_auth,
    response={200: schemas.ComparisonOut, **PROBLEMS},
    operation_id="compare_versions",
    summary="版本对照",
)
def get_comparison(request: HttpRequest, key: str, before: Number, after: Number) -> schemas.ComparisonOut:
    """Say in words what changed between two versions."""
    old, new = numbered_version(key, before), numbered_version(key, after)
    found = compare_versions(old.spec, new.spec)
    groups = [
        schemas.ChangesOut(title=group.title, lines=[change.text for change in group.changes]) for group in found.groups
    ]
    return schemas.ComparisonOut(before=old.number, after=new.number, burden=list(found.burden), groups=groups)


@router.get(
    "/synonyms",
    auth=staff_auth,
    response={200: schemas.SynonymPage, **PROBLEMS},
    operation_id="list_synonyms",
    summary="同义词列表",
)
def get_synonyms(request: HttpRequest, cursor: str = "") -> schemas.SynonymPage:
    """Return the everyday words in force, a page at a time."""
    page = page_of(synonyms(), ["everyday"], cursor, 50)
    rows = [schemas.SynonymOut(id=row.pk, everyday=row.everyday, official=row.official) for row in page.rows]
    return schemas.SynonymPage(rows=rows, next=page.next, previous=page.previous)


@router.post(
    "/synonyms",
    auth=staff_auth,
    response={200: schemas.SynonymOut, **PROBLEMS},
    operation_id="add_synonym",
    summary="添加同义词",
)
def post_synonym(request: HttpRequest, body: schemas.SynonymBody) -> Any:
    """Declare that an everyday word stands for an official one."""

    def act() -> schemas.SynonymOut:
        made = add_synonym(actor=request.actor, everyday=body.everyday, official=body.official, now=clock.now())  # type: ignore[attr-defined]
        return schemas.SynonymOut(id=made.pk, everyday=made.everyday, official=made.official)

    return write(request, act)


@router.delete(
    "/synonyms/{int:synonym_id}", auth=staff_auth, response={200: dict[str, str], **PROBLEMS}, operation_id="remove_synonym",
    summary="删除同义词",
)  # fmt: skip
def delete_synonym(request: HttpRequest, synonym_id: int) -> Any:
    """Remove an everyday word."""

    def act() -> dict[str, str]:
        remove_synonym(actor=request.actor, synonym_id=synonym_id, now=clock.now())  # type: ignore[attr-defined]
        return {"detail": "已删除。"}

    return write(request, act)
