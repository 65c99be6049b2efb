"""The editor of a draft (S2-24): the page, and what its script asks for: save, judge by saving, repair, settle a remark."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries.choices import choices_of
from yichuang.catalog.queries.type_proposals import PROPOSE
from yichuang.catalog.rules.field_names import KIND_NAMES
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import in_problem_details
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.speech import say
from yichuang.studio.models import Draft
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.operations.settle_remark import settle_remark
from yichuang.studio.policies import place_of
from yichuang.studio.queries import draft_for, remarks_on
from yichuang.studio.queries.judging import judge, judged_unsaved, repaired
from yichuang.studio.rules.properties import PROPERTIES
from yichuang.studio.rules.states import DRAFT, MOVES, STATE_NAMES, TONES
from yichuang.studio.schemas import drafts as shapes
from yichuang.studio.texts import texts
from yichuang.studio.views.places import draft_places

View = Any
LABELS = ("label", "help", "title", "message", "example", "rule", *KIND_NAMES)


@require_safe
@signed_in
def edit(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show a draft in the editor; who may not write it, and everybody while it is examined, only looks."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = draft_for(actor, draft_id)
    own = actor.may("draft.write", place_of(draft.department))
    context = {
        "draft": draft,
        "state": (STATE_NAMES[draft.state], TONES[draft.state]),
        "writable": own and draft.state == DRAFT,
        "may_discard": own and draft.state == DRAFT,
        "may_recall": own and "recall" in MOVES[draft.state],
        "editor": _given(actor, draft, own and draft.state == DRAFT),
        "texts": texts(),
        "places": draft_places(actor, draft),
    }
    return render(request, "studio/editor.html", context)


def _given(actor: Actor, draft: Draft, writable: bool) -> dict[str, Any]:
    """Return what the script starts from."""
    judgement = judge(draft.document)
    remarks = [shapes.remark_out(remark).model_dump(mode="json") for remark in remarks_on(draft)]
    root = reverse("studio:studio-draft", args=[draft.pk])
    return {
        "document": draft.document,
        "revision": draft.revision,
        "writable": writable,
        "findings": _json(judgement.findings),
        "remarks": remarks,
        "properties": _translated([[kind, [asdict(part) for part in parts]] for kind, parts in PROPERTIES.items()]),
        "written_kinds": list(APPLICANT_KIND_NAMES.items()),
        "kinds": _translated({**KIND_NAMES, "field": "申请表栏目"}),
        "types": {key: asdict(choice) for key, choice in choices_of(_types_in(draft.document)).items()},
        "urls": {
            name: f"{root}{name}/" for name in ("save", "repair", "remarks", "samples", "forms", "files", "restore")
        }
        | {"types": reverse("catalog:dictionary_choices")}
        | ({"propose": reverse("catalog:type_propose")} if actor.may(PROPOSE) else {}),
    }


def _types_in(document: Any) -> list[str]:
    """Return the keys of the dictionary that the materials of a draft name; a draft may be anything, so nothing is taken for granted."""
    materials = document.get("materials")
    rows = [row for row in materials if isinstance(row, dict)] if isinstance(materials, list) else []
    return list(dict.fromkeys(key for row in rows if isinstance(key := row.get("standard_type"), str) and key))


def _json(findings: Any) -> list[dict[str, Any]]:
    """Return what the prover found, said to the reader; places and the arguments of repairs are for the script."""
    return [_translated(shapes.finding_out(finding).model_dump(mode="json")) for finding in findings]


def _translated(value: Any) -> Any:
    """Return the table with every label in the reader's language; what is no label has no translation."""
    if isinstance(value, dict):
        return {name: _label(name, one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_translated(one) for one in value]
    return value


def _label(name: str, value: Any) -> Any:
    """Return a part of a table: a label is said, of a choice what a person reads; what repairs write into the draft stays Chinese."""
    if name == "arguments":
        return value
    if name == "choices":
        return [[code, say(label)] for code, label in value]
    return say(value) if name in LABELS and isinstance(value, str) else _translated(value)


@require_POST
@signed_in
@in_problem_details
def save(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Save what the script sends, and answer with what is wrong with it."""
    body = shapes_of(request)
    saved = save_draft(
        actor=request.actor,  # type: ignore[attr-defined]
        draft_id=draft_id,
        document=body.document,
        base_revision=body.base_revision,
        explicit=body.explicit,
        note=body.note,
        merging=body.merging(),
        now=clock.now(),
    )
    answer = shapes.saved_out(saved).model_dump(mode="json", exclude={"findings"})
    return JsonResponse(answer | {"findings": _json(saved.judgement.findings)})


def shapes_of(request: HttpRequest) -> shapes.SaveBody:
    """Return the save that a form describes; its documents and choices are JSON.

    :raises Refused: 422 when it cannot be read.
    """
    given = request.POST
    fields: dict[str, Any] = {
        name: given[name] for name in ("base_revision", "explicit", "note", "against") if given.get(name)
    }
    for name in ("document", "choices", "grown_from"):
        if given.get(name):
            fields[name] = read_json(given[name])
    try:
        return shapes.SaveBody.model_validate(fields)
    except ValidationError as error:
        raise unreadable() from error


def read_json(text: str) -> Any:
    """Return what a JSON text says.

    :raises Refused: 422 when it is none, or nested beyond reading.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable() from error


def unreadable() -> Refused:
    """Return the refusal of what is no readable document."""
    said = "提交的文稿无法读取：不是合法的 JSON，或层次过深。"
    reason = Reason("unreadable", said, "document", kept="您的修改还在页面上。", todo="请刷新页面后重试。")
    return Refused(reason, status=422, title="没有保存")


@require_POST
@signed_in
@in_problem_details
def repair(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Answer with the document put right by one repair, not saved: the script takes it as an edit that can be undone."""
    draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    given = request.POST
    arguments = read_json(given.get("arguments") or "{}")
    document = repaired(read_json(given.get("document") or "null"), given.get("code", ""), arguments)
    return JsonResponse({"document": document, "findings": _json(judged_unsaved(document).findings)})


@require_POST
@signed_in
@in_problem_details
def settle(request: HttpRequest, draft_id: str, remark_id: int) -> HttpResponse:
    """Say how a remark was dealt with."""
    note = request.POST.get("note", "")
    remark = settle_remark(actor=request.actor, draft_id=draft_id, remark_id=remark_id, note=note, now=clock.now())  # type: ignore[attr-defined]
    return JsonResponse(shapes.remark_out(remark).model_dump(mode="json"))
