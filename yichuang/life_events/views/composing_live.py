"""What the script of a draft's editor asks for: save a document, draw a part after a button's act, one's own steps so far (S2-24)."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.http import in_problem_details
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.save_draft import (
    TITLE,
    demand_writable,
    read_document,
    save_life_event_draft,
)
from yichuang.life_events.queries.composing import kept_states, life_event_draft_for, specs_in
from yichuang.life_events.rules.editing import Unusable
from yichuang.life_events.rules.steps import steps_of
from yichuang.life_events.schemas_composing import LifeEventSaveBody
from yichuang.life_events.views.composing_frame import SECTIONS
from yichuang.life_events.views.composing_parts import acted, part_context

KEPT = "您的修改还在页面上。"


@require_POST
@signed_in
@in_problem_details
def save(request: HttpRequest, draft_id: str, section: str) -> HttpResponse:
    """Save what the script sends, merged where a colleague saved meanwhile, and answer with the part drawn anew."""
    actor = request.actor  # type: ignore[attr-defined]
    demand_writable(actor, life_event_draft_for(actor, draft_id))
    body = _body(request)
    saved = save_life_event_draft(
        actor=actor,
        draft_id=draft_id,
        document=body.document,
        base_revision=body.base_revision,
        explicit=request.POST.get("explicit") == "true",
        merging=body.merging(),
        now=clock.now(),
    )
    draft = saved.draft
    answer = {
        "revision": draft.revision,
        "merged": saved.merged,
        "document": draft.document if saved.merged else None,
        "section": section,
        "html": _drawn(request, draft, section, draft.document),
    }
    return JsonResponse(answer)


@require_POST
@signed_in
@in_problem_details
def draw(request: HttpRequest, draft_id: str, section: str) -> HttpResponse:
    """Answer with a document after a button's act, and a part of it drawn; nothing is saved: the script takes it as a step to undo."""
    draft = life_event_draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    document = _json(request.POST.get("document") or "null")
    spec = read_document(document)
    document = spec.model_dump(mode="json", by_alias=True)
    try:
        document = acted(request, section, document, specs_in(spec))
    except Unusable as unusable:
        reason = Reason("act", str(unusable), kept="页面上填的还在，没有改动。", todo="请改正后再试。")
        raise Refused(reason, status=422, title="没有改动") from unusable
    return JsonResponse({"document": document, "html": _drawn(request, draft, section, document)})


@require_safe
@signed_in
@in_problem_details
@never_cache
def steps(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Answer with the author's own steps in the kept states, so that he takes them back after he came again; documents by number."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = life_event_draft_for(actor, draft_id)
    demand_writable(actor, draft)
    past, future = steps_of(kept_states(draft), actor.id)
    documents = {one.number: one.document for step in (*past, *future) for one in (step.before, step.after)}
    told = {
        name: [[one.before.number, one.after.number, one.section] for one in found]
        for name, found in (("past", past), ("future", future))
    }
    return JsonResponse({"documents": documents, **told})


def _drawn(request: HttpRequest, draft: LifeEventDraft, section: str, document: dict[str, Any]) -> str:
    """Return a part as its page shows it, without the page around it.

    :raises NotFound: for no part of the editor.
    """
    if section not in SECTIONS:
        raise NotFound("这一部分", "请从页面上方选择。")
    specs = specs_in(read_document(document))
    context = {
        **part_context(request, draft, section, document, specs),
        "live": True,
        "around": "life_events/compose/fragment.html",
    }
    return render_to_string(f"life_events/compose/{section}.html", context, request)


def _body(request: HttpRequest) -> LifeEventSaveBody:
    """Return the save that a form describes; its documents and choices are JSON.

    :raises Refused: 422 when it cannot be read.
    """
    given = request.POST
    fields: dict[str, Any] = {name: given[name] for name in ("base_revision", "against") if given.get(name)}
    for name in ("document", "choices", "grown_from"):
        if given.get(name):
            fields[name] = _json(given[name])
    try:
        return LifeEventSaveBody.model_validate(fields)
    except ValidationError as error:
        raise _unreadable() from error


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error


def _unreadable() -> Refused:
    said = "提交的文稿无法读取：不是合法的 JSON，或层次过深。"
    reason = Reason("unreadable", said, "document", kept=KEPT, todo="请刷新页面后重试。")
    return Refused(reason, status=422, title=TITLE)
