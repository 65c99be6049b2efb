"""The catalogue's doors: search, the spec, and the stateless navigator that counter, portal and kiosk share."""

from django.http import HttpRequest
from ninja import Router

from yichuang.catalog.queries import published, search
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Asked, ChecklistItem
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.schemas import (
    AdvanceBody,
    AdvanceOut,
    ChecklistLine,
    MatterFound,
    MatterOut,
    OptionOut,
    QuestionOut,
)
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS
from yichuang.foundations.problems import Reason, Refused

router = Router(tags=["事项"])


@router.get("/matters", response={200: list[MatterFound], **PROBLEMS}, operation_id="search_matters", summary="查事项")
def get_matters(request: HttpRequest, q: str, limit: int = 10) -> list[MatterFound]:
    """Find matters by characters, pinyin, initials, codes or everyday words."""
    hits = search(q, max(1, min(limit, 50)))
    return [MatterFound(key=hit.key, name=hit.name, because=hit.because) for hit in hits]


@router.get("/matters/{key}", response={200: MatterOut, **PROBLEMS}, operation_id="get_matter", summary="取事项")
def get_matter(request: HttpRequest, key: str) -> MatterOut:
    """Return the published spec of a matter."""
    matter = published(key)
    spec = matter.spec.model_dump(mode="json", by_alias=True)
    return MatterOut(key=matter.key, version=matter.number, department=matter.department_name, spec=spec)


@router.post(
    "/matters/{key}/advance", response={200: AdvanceOut, **PROBLEMS}, operation_id="advance", summary="情形导航"
)
def post_advance(request: HttpRequest, key: str, body: AdvanceBody) -> AdvanceOut:
    """Answer what comes next; keeps nothing."""
    spec = published(key).spec
    if body.applicant_kind not in spec.applicant_kinds:
        raise Refused(
            Reason("applicant_kind", "本事项不受理这类申报者。", field="applicant_kind", rule="S2-53"), status=422
        )
    return advance(spec, body)


def advance(spec: MatterSpec, body: AdvanceBody) -> AdvanceOut:
    """Translate one step of the navigator."""
    try:
        facts = navigator.facts_with_known(
            spec, body.answers, applicant_kind=body.applicant_kind, on=day_of(clock.now())
        )
    except ValueError as error:
        return AdvanceOut(problems=[str(error)])
    if problems := navigator.validate_facts(spec, facts):
        return AdvanceOut(problems=problems)
    step = navigator.advance(spec, facts)
    if isinstance(step, Asked):
        return AdvanceOut(question=_question(step))
    if isinstance(step, Arrived):
        listed = navigator.checklist(spec, facts)
        return AdvanceOut(
            situation=listed.situation.id,
            situation_path=listed.situation_path,
            materials=[_line(item) for item in listed.materials],
        )
    return AdvanceOut(outcome=step.outcome.kind, message=step.outcome.message)


def _question(step: Asked) -> QuestionOut:
    options = [OptionOut(id=option.id, text=option.text, warning=option.warning) for option in step.options]
    asked = step.question
    return QuestionOut(id=asked.id, text=asked.text, help=asked.help, kind=asked.kind, options=options)


def _line(item: ChecklistItem) -> ChecklistLine:
    material = item.material
    return ChecklistLine(
        id=material.id,
        name=material.name,
        why=item.why,
        originals=material.original_count,
        copies=material.copy_count,
        tolerable=material.tolerable,
        exempt=material.shared.exempt,
        points=[{"id": point.id, "kind": point.kind, "text": point.text} for point in material.review_points],
    )
