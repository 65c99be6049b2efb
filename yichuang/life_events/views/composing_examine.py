"""Drafts of life events under examination on screen: preview, history, review by departments (S2-21)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.review_draft import review_life_event_draft
from yichuang.life_events.queries.composing import (
    earlier_reviews,
    life_event_draft_for,
    life_event_revision,
    life_event_revisions,
    reviewable,
    reviews_of,
    spec_of_draft,
    specs_in,
)
from yichuang.life_events.rules.changes import changes
from yichuang.life_events.rules.spec import WAY_NAMES, LifeEventSpec
from yichuang.life_events.rules.together import fields_asked, next_question, questions_asked, reach, stages
from yichuang.life_events.rules.whole.ground import said
from yichuang.life_events.views.composing_frame import frame, overview_of
from yichuang.studio.rules.review_items import GRADE_MEANINGS, GRADES
from yichuang.studio.rules.review_items import TONES as GRADE_TONES


@require_safe
@signed_in
def preview(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show the real questions one after the other and the checklist they lead to, as an applicant will; answers are in the address."""
    draft = life_event_draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    spec = spec_of_draft(draft)
    answers = _answers(spec, request)
    specs = specs_in(spec)
    asked = next_question(spec, answers)
    path = [(one.text, said(spec, {one.id: _tuple(answers[one.id])}).partition("：")[2])
            for one in questions_asked(spec, answers) if one.id in answers]  # fmt: skip
    context = {
        **frame(request, draft, "preview"),
        "spec": spec,
        "asked": asked,
        "answers": [
            (name, value)
            for name, given in answers.items()
            for value in (given if isinstance(given, list) else [given])
        ],
        "told": [name for name, given in answers.items() if given == []],
        "path": path,
    }
    if asked is None:
        found = reach(spec, specs, answers, applicant_kind=spec.applicant_kinds[0], on=day_of(clock.now()))
        context |= checklist_of(spec, specs, found)
    return render(request, "life_events/compose/preview.html", context)


def checklist_of(spec: LifeEventSpec, specs: Any, found: Any) -> dict[str, Any]:
    """Return where answers led, for the page: members by stage with their situations, lines to bring, fields to fill."""
    needed = frozenset(one.id for one in found.members)
    titles = {one.id: str(one.row.get("title", one.id)) for one in spec.fields}
    return {
        "arrived": found.arrived,
        "stages": [
            [(specs[one].name if one in specs else one, found.situations.get(one, "")) for one in stage]
            for stage in stages(spec, needed)
        ],
        "lines": [
            (line, WAY_NAMES.get(line.way, ""), [(specs[member].name, one) for member, one in line.asked],
             specs[line.original_for].name if line.original_for in specs else "")
            for line in found.lines
        ],
        "fields": [titles[one] for one in fields_asked(spec, needed)],
        "problems": [
            *(f"“{specs[one].name}”：{text}" for one, text in found.ended.items()),
            *(f"“{specs[one].name}”的问题“{text}”没有人回答。" for one, text in found.unsettled.items()),
        ],
    }  # fmt: skip


def _tuple(given: Any) -> Any:
    return given if isinstance(given, str) else tuple(given)


def _answers(spec: LifeEventSpec, request: HttpRequest) -> dict[str, Any]:
    """Return the answers in the address that are answers; a multi-choice question without a tick is answered by `told`."""
    told, found = request.GET.getlist("told"), dict[str, Any]()
    for question in spec.questions:
        known = {one.id for one in question.options}
        given = [one for one in request.GET.getlist(f"a-{question.id}") if one in known]
        if question.kind == "multi" and (given or question.id in told):
            found[question.id] = given
        elif question.kind == "single" and given:
            found[question.id] = given[-1]
    return found


@require_safe
@signed_in
def history(request: HttpRequest, draft_id: str) -> HttpResponse:
    """List the saved states of a draft, the newest first."""
    draft = life_event_draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    page = page_of(life_event_revisions(draft), ["-number"], request.GET.get("cursor", ""), 30)
    return render(request, "life_events/compose/history.html", {**frame(request, draft, "history"), "page": page})


@require_safe
@signed_in
def revision(request: HttpRequest, draft_id: str, number: int) -> HttpResponse:
    """Show what one saved state changed in the one before it, in words."""
    draft = life_event_draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    chosen = life_event_revision(draft, number)
    after = LifeEventSpec.model_validate(chosen.document)
    said_: list[str] = []
    if number > 1:
        before = LifeEventSpec.model_validate(life_event_revision(draft, number - 1).document)
        names = {one: spec.name for one, spec in (specs_in(before) | specs_in(after)).items()}
        said_ = changes(before, after, names)
    context = {**frame(request, draft, "history"), "chosen": chosen, "changes": said_}
    return render(request, "life_events/compose/revision.html", context)


@require_safe
@signed_in
def review(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show what each department concerned says of a draft, and let those who may grade it."""
    return _review(request, life_event_draft_for(request.actor, draft_id))  # type: ignore[attr-defined]


def _review(request: HttpRequest, draft: LifeEventDraft, refused: Refused | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    mine = {row.pk for row in reviewable(actor, draft)} if draft.state == "in_review" else set[int]()
    rows = reviews_of(draft)
    given = request.POST if refused else None
    context = {
        **frame(request, draft, "review"),
        **overview_of(draft, clock.now()),
        "rows": [(row, GRADES.get(row.grade, ""), GRADE_TONES.get(row.grade, "grey"), row.pk in mine) for row in rows],
        "earlier": [(row, GRADES[row.grade], GRADE_TONES[row.grade]) for row in earlier_reviews(draft)],
        "may_grade": bool(mine),
        "grade_choices": [(key, name, GRADE_MEANINGS[key]) for key, name in GRADES.items()],
        "refused": refused,
        "given": {
            "department": given.get("department", ""),
            "grade": given.get("grade", ""),
            "reason": given.get("reason", ""),
        }
        if given
        else {},
    }
    return render(request, "life_events/compose/review.html", context, status=refused.status if refused else 200)


@require_POST
@signed_in
def grade(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Grade a draft for one department."""
    actor, post = request.actor, request.POST  # type: ignore[attr-defined]
    department = post.get("department", "")
    try:
        draft = review_life_event_draft(
            actor=actor,
            draft_id=draft_id,
            department_id=int(department)
            if department.isascii() and department.isdigit() and len(department) < 9
            else 0,
            grade=post.get("grade", ""),
            reason=post.get("reason", ""),
            now=clock.now(),
        )
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _review(request, life_event_draft_for(actor, draft_id), refused)
    ends = {"simulating": "各部门均评为高，进入模拟验收。", "draft": "各部门已评完，有中或低，已退回修改。"}
    messages.success(request, "已记录。" + ends.get(draft.state, ""))
    return HttpResponseRedirect(reverse("life-event-draft-review", args=[draft_id]))
