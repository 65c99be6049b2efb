"""Published matters in other formats: the guide as a Word document, the matter and the catalogue as CPSV-AP JSON-LD."""

import uuid
from collections.abc import Sequence
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalog.guide_paper import WORD, guide_paper
from yichuang.catalog.queries import (
    PublishedMatter,
    authorities,
    events_of,
    published,
    published_matters,
    versions_in_force,
)
from yichuang.catalog.rules import cpsv
from yichuang.files.queries import file_for
from yichuang.files.serving import file_response
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound

JSON_LD = "application/ld+json"
ON_A_PAGE = 50


@require_safe
def guide_document(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the guide of a matter as a Word document."""
    matter = published(key)
    answer = HttpResponse(guide_paper(matter.spec, matter.department_name, matter.number), content_type=WORD)
    name = quote(f"{matter.spec.name}（办事指南）.docx")
    answer["Content-Disposition"] = f"attachment; filename=\"guide.docx\"; filename*=UTF-8''{name}"
    return answer


@require_safe
def show_file(request: HttpRequest, key: str, file_id: uuid.UUID) -> HttpResponseBase:
    """Show a sample, or hand out a blank form, of the version in force: files of other versions and of drafts are not public (S2-18)."""
    matter, wanted = published(key), str(file_id)
    samples = {sample.file for material in matter.spec.materials for sample in material.samples}
    if wanted not in samples | {material.blank_file for material in matter.spec.materials}:
        raise NotFound("文件", "请从办事指南打开。")
    return file_response(
        request, file_for(file_id, owner_kind="matter", owner_key=matter.key), download=wanted not in samples
    )


@require_safe
def show_cpsv(request: HttpRequest, key: str) -> HttpResponse:
    """Answer one published matter in the EU's vocabulary."""
    (body,) = _services([published(key)])
    return _answer({"@context": cpsv.CONTEXT, **body})


@require_safe
def list_cpsv(request: HttpRequest) -> HttpResponse:
    """Answer the catalogue of published matters in the EU's vocabulary, a page at a time."""
    page = page_of(published_matters(), ["name"], request.GET.get("cursor", ""), ON_A_PAGE)
    base = f"{settings.PUBLIC_URL}{reverse('catalog:cpsv-list')}"
    cursor = request.GET.get("cursor", "")
    body = cpsv.catalogue(
        _services(versions_in_force([matter.pk for matter in page.rows])),
        address=f"{base}?cursor={quote(cursor)}" if cursor else base,
        title="一窗受理平台事项目录",
        following=f"{base}?cursor={page.next}" if page.next else "",
        before=f"{base}?cursor={page.previous}" if page.previous else "",
    )
    return _answer(body)


def _services(found: Sequence[PublishedMatter]) -> list[cpsv.Node]:
    units = authorities({matter.department_id for matter in found})
    events = events_of({matter.key for matter in found})
    return [
        cpsv.service(
            matter.spec,
            cpsv.Published(
                address=f"{settings.PUBLIC_URL}{reverse('catalog:guide', args=[matter.key])}",
                site=settings.PUBLIC_URL,
                authority=units[matter.department_id],
                events=events.get(matter.key, ()),
            ),
        )
        for matter in found
    ]


def _answer(body: cpsv.Node) -> JsonResponse:
    return JsonResponse(body, content_type=JSON_LD, json_dumps_params={"ensure_ascii": False})
