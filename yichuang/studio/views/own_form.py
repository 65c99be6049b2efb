"""The page 申请表 of a draft (S2-51): its fields picked and put in order, and beside them the very form that the counter shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.catalog.rules.node_words import DocumentWords
from yichuang.catalog.rules.own_form import PATTERN_NAMES, PATTERNS, SHARED, faults_of
from yichuang.catalog.rules.own_form_page import page_of_form
from yichuang.foundations.http import in_problem_details
from yichuang.foundations.speech import say
from yichuang.studio.policies import place_of
from yichuang.studio.queries import draft_for
from yichuang.studio.rules.own_form_palette import palette
from yichuang.studio.rules.states import DRAFT, STATE_NAMES, TONES
from yichuang.studio.texts import texts
from yichuang.studio.views.editor import read_json
from yichuang.studio.views.places import draft_places


@require_safe
@signed_in
def edit_form(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show the form of a draft; who may not write it, and everybody while it is examined, only looks."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = draft_for(actor, draft_id)
    writable = draft.state == DRAFT and actor.may("draft.write", place_of(draft.department))
    given = {
        "document": draft.document,
        "revision": draft.revision,
        # What is shown, beside the label that a new field is named by.
        "palette": [{**one, "shown": say(one["label"])} for one in palette()],
        "patterns": [[PATTERNS[name], say(label)] for name, label in PATTERN_NAMES.items()],
        "shared": {key: say(label) for key, label in SHARED.items()},
        "written_kinds": list(APPLICANT_KIND_NAMES.items()),
        "urls": {
            "save": reverse("studio:studio-save", args=[draft.pk]),
            "preview": reverse("studio:studio-own_form-preview", args=[draft.pk]),
        },
    }
    context = {
        "draft": draft,
        "state": (STATE_NAMES[draft.state], TONES[draft.state]),
        "writable": writable,
        "given": given,
        "texts": texts(),
        "places": draft_places(actor, draft),
        **_preview(draft.document.get("form") or {}, draft.document),
    }
    return render(request, "studio/own_form.html", context)


def _preview(form: Any, document: Any) -> dict[str, Any]:
    """Return what a form looks like at the counter, or what is wrong with it; `document` has the questions that conditions speak of."""
    faults = faults_of(form)
    words = DocumentWords(document if isinstance(document, dict) else {})
    return {"faults": faults, "own_form": [] if faults else page_of_form(form, say=words.condition), "shared": True}


@require_POST
@signed_in
@in_problem_details
def preview_form(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Answer with the form as the counter would show it; nothing is saved."""
    draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    form, asked = (read_json(request.POST.get(name) or "{}") for name in ("form", "asked"))
    return render(request, "studio/parts/own_form_preview.html", _preview(form, asked))
