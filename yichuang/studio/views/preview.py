"""The real navigator on a draft (S2-24, 预览): the public's own pages, saying that nothing of it is published."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import PublishedMatter
from yichuang.catalog.rules.compiled import SpecGap
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.catalog.serving import Journey, ask_page, checklist_page
from yichuang.studio.models import Draft
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.judging import judge


@require_safe
@signed_in
def preview(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Ask the draft's questions as the public would be asked."""
    return _shown(request, draft_id, ask_page)


@require_safe
@signed_in
def preview_checklist(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show the draft's checklist as it would be printed."""
    return _shown(request, draft_id, checklist_page)


def _shown(request: HttpRequest, draft_id: str, page: Callable[[HttpRequest, Journey], HttpResponse]) -> HttpResponse:
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    judgement = judge(draft.document)
    if judgement.spec is None or any(map(_hinders, judgement.errors)):
        return _unfinished(request, draft, judgement.errors)
    try:
        return page(request, _journey(draft, judgement.spec))
    except SpecGap as gap:
        return _unfinished(request, draft, judgement.errors, str(gap))


def _hinders(finding: Finding) -> bool:
    """Tell whether the journey would be shown with something that is not the author's; a code that is still missing does no harm."""
    asked = finding.place.kind != "matter" or finding.place.field in ("applicant_kinds", "situations")
    return asked and finding.code in ("structure", "missing_field")


def _journey(draft: Draft, spec: MatterSpec) -> Journey:
    department = draft.department
    matter = PublishedMatter(0, draft.key, 0, 0, department.pk, department.name, department.code2, spec)
    ask, checklist, editor = (
        reverse(f"studio:{name}", args=[draft.pk])
        for name in ("studio-preview", "studio-preview-checklist", "studio-draft")
    )

    more = {"preview": {"revision": draft.revision, "editor_url": editor}}
    return Journey(matter, ask, checklist, editor, more, f"{editor}files/")


def _unfinished(request: HttpRequest, draft: Draft, errors: object, gap: str = "") -> HttpResponse:
    return render(request, "studio/preview_unfinished.html", {"draft": draft, "errors": errors, "gap": gap})
