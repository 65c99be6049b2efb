"""The editor of a draft, part by part: members, questions, merged form, materials, terms; a form each, usable by keyboard (S2-24)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import matter_names
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.save_draft import save_life_event_draft
from yichuang.life_events.queries.composing import (
    life_event_draft_for,
    life_event_revision,
    matters_to_compose,
    newest_matter,
    spec_of_draft,
    specs_in,
)
from yichuang.life_events.rules import editing, posted
from yichuang.life_events.rules.acts import done
from yichuang.life_events.rules.editing import Unusable
from yichuang.life_events.rules.merging import member_ids
from yichuang.life_events.texts import texts
from yichuang.life_events.views.composing_frame import SECTIONS, beside, frame
from yichuang.life_events.views.composing_rows import ROWS


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section(request: HttpRequest, draft_id: str, section: str) -> HttpResponse:
    """Show one part of a draft, or write it."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = life_event_draft_for(actor, draft_id)
    if section not in SECTIONS:
        raise NotFound("这一部分", "请从页面上方选择。")
    if request.method != "POST":
        return _page(request, draft, section, draft.document)
    document = draft.document
    base = _base(request, draft)
    try:
        document = posted.WRITERS[section](_document(draft, base), request.POST)
        document = acted(request, section, document, specs_in(spec_of_draft(draft)))
        saved = save_life_event_draft(
            actor=actor, draft_id=draft_id, document=document, base_revision=base, now=clock.now()
        )
    except Unusable as unusable:
        reason = Reason("act", str(unusable), kept="页面上填的还在，没有保存。", todo="请改正后再试。")
        return _page(request, draft, section, document, Refused(reason, status=422, title="没有保存"))
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, draft, section, document, refused)
    messages.success(
        request, f"已保存第 {saved.draft.revision} 稿" + ("，并合并了同事的修改。" if saved.merged else "。")
    )
    return HttpResponseRedirect(reverse("life-event-draft-section", args=[draft.pk, section]) + _where(request))


def _where(request: HttpRequest) -> str:
    """Return the row to come back to after a button beside it."""
    verb, _, rest = request.POST.get("act", "").partition(":")
    return f"#row-{rest.partition(':')[0]}" if rest and verb in ("up", "down", "like", "join") else ""


def _base(request: HttpRequest, draft: LifeEventDraft) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 8 else draft.revision


def _document(draft: LifeEventDraft, base: int) -> dict[str, Any]:
    """Return the document that the page was made from."""
    found = draft.document if base == draft.revision else life_event_revision(draft, base).document
    return dict(found)


def acted(
    request: HttpRequest, section: str, document: dict[str, Any], specs: Mapping[str, MatterSpec]
) -> dict[str, Any]:
    """Return the document after the button that was pressed.

    :raises Unusable: with a sentence when it cannot be done; Refused for a matter that cannot be composed.
    """
    act = request.POST.get("act", "")
    if act == "add":
        key = request.POST.get("matter", "")
        if not key:
            raise Unusable("请先选择要加入的事项。")
        found = matters_to_compose([key])[key]
        taken = [one["id"] for one in document["members"]]
        name = list(member_ids([*taken, key]).values())[-1]
        return editing.with_matter(document, name, found.number, found.spec)
    verb, _, member = act.partition(":")
    if verb == "update":
        row = next((one for one in document["members"] if one["id"] == member), None)
        if row is None:
            raise Unusable("这个事项已经不在了。请刷新页面。")
        return editing.updated_member(document, member, newest_matter(row["matter"]).number)
    return done(document, section, act, specs, request.POST)


def _page(
    request: HttpRequest, draft: LifeEventDraft, section: str, document: Any, refused: Refused | None = None
) -> HttpResponse:
    conflict = refused.more if refused and refused.more.get("conflicts") else None
    context = {
        **part_context(request, draft, section, document, specs_in(spec_of_draft(draft))),
        "refused": refused,
        "conflict": conflict,
        # Who has seen both sides and saves again means his own.
        "revision": conflict["revision"] if conflict else _base(request, draft) if refused else draft.revision,
    }
    if context["writable"] and not refused:
        context |= {"live": live_given(draft, section), "texts": texts()}
    status = refused.status if refused else 200
    return render(request, f"life_events/compose/{section}.html", context, status=status)


def part_context(
    request: HttpRequest, draft: LifeEventDraft, section: str, document: Any, specs: Mapping[str, MatterSpec]
) -> dict[str, Any]:
    """Return what the page of a part shows of a document, saved or not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = beside(document, draft, section, clock.now())
    rows = ROWS[section](document, specs, actor)
    for row in rows.get("rows", ()):
        row["findings"] = found["by_row"].get(f"row-{row['id']}", [])
    context = {
        **frame(request, draft, section),
        **rows,
        "section": section,
        "title": SECTIONS[section][0],
        "others": found["others"],
        "revision": draft.revision,
    }
    if section == "members":
        there = {one["matter"] for one in document["members"]}
        context["matters"] = [(key, name) for key, name in matter_names() if key not in there]
    return context


def live_given(draft: LifeEventDraft, section: str) -> dict[str, Any]:
    """Return what the script of the page starts from: the document and where each part is shown, drawn and saved."""

    def addresses(route: str) -> dict[str, str]:
        return {name: reverse(route, args=[draft.pk, name]) for name in SECTIONS}

    urls = {
        "page": addresses("life-event-draft-section"),
        "draw": addresses("life-event-draft-draw"),
        "saves": addresses("life-event-draft-save"),
        "save": reverse("life-event-draft-save", args=[draft.pk, section]),
        "steps": reverse("life-event-draft-steps", args=[draft.pk]),
    }
    return {"document": draft.document, "revision": draft.revision, "section": section, "urls": urls}
