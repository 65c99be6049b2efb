"""Files of a draft or of a published matter, handed out."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import latest_version
from yichuang.foundations.problems import NotAllowed
from yichuang.studio.papers.exports import KIND_NAMES, Paper, export
from yichuang.studio.queries import VIEW, draft_for
from yichuang.studio.views.places import draft_places


@require_safe
@signed_in
def choose(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show in which forms a draft can be taken out."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    places = draft_places(request.actor, draft)  # type: ignore[attr-defined]
    return render(request, "studio/export.html", {"draft": draft, "kinds": KIND_NAMES.items(), "places": places})


@require_safe
@signed_in
def export_draft(request: HttpRequest, draft_id: str, kind: str) -> HttpResponse:
    """Hand out a draft as a file."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    return handed_out(export(kind, draft.document, department=draft.department.name, version=0))


@require_safe
@signed_in
def export_matter(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Hand out the newest published version of a matter as a file."""
    if not request.actor.may(VIEW):  # type: ignore[attr-defined]
        raise NotAllowed(VIEW, "您没有导出事项的权限。")
    matter = latest_version(key)
    document = matter.spec.model_dump(mode="json", by_alias=True)
    return handed_out(export(kind, document, department=matter.department_name, version=matter.number))


def handed_out(paper: Paper) -> HttpResponse:
    """Return the answer that lets a browser keep a file under its Chinese name."""
    answer = HttpResponse(paper.data, content_type=paper.media_type)
    extension = paper.name.rpartition(".")[2]
    answer["Content-Disposition"] = f"attachment; filename=\"matter.{extension}\"; filename*=UTF-8''{quote(paper.name)}"
    return answer
