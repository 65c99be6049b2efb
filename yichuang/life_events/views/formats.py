"""A life event in other formats: the guide as a Word document, the life event with its public services as CPSV-AP JSON-LD."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalog.guide_paper import WORD
from yichuang.catalog.queries import authorities
from yichuang.catalog.rules import cpsv as matters_cpsv
from yichuang.foundations.problems import NotFound
from yichuang.life_events.guide_paper import guide_paper
from yichuang.life_events.queries.public import Shown, shown_life_event
from yichuang.life_events.rules import cpsv

JSON_LD = "application/ld+json"


def _in_force(key: str) -> Shown:
    """Return a life event that is received now. :raises NotFound: when it is not, with the way to its page."""
    shown = shown_life_event(key)
    if not shown.open:
        raise NotFound("这件“一件事”的现行指南", "它现在不能一起办理；请打开它的页面，看各项怎么单独办理。")
    return shown


@require_safe
def guide_document(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the guide of a life event as a Word document."""
    shown = _in_force(key)
    answer = HttpResponse(guide_paper(shown), content_type=WORD)
    name = quote(f"{shown.event.name}（办事指南）.docx")
    answer["Content-Disposition"] = f"attachment; filename=\"guide.docx\"; filename*=UTF-8''{name}"
    return answer


@require_safe
def show_cpsv(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a life event in the EU's vocabulary, with its matters in full."""
    shown, site = _in_force(key), settings.PUBLIC_URL
    units = authorities({matter.department_id for matter in shown.matters.values()})
    services = [
        matters_cpsv.service(
            matter.spec,
            matters_cpsv.Published(
                address=f"{site}{reverse('catalog:guide', args=[matter.key])}",
                site=site,
                authority=units[matter.department_id],
                events=[(shown.event.key, shown.event.name)],
            ),
        )
        for matter in shown.matters.values()
    ]
    page = f"{site}{reverse('life-event-guide', args=[shown.event.key])}"
    body = cpsv.life_event(shown.spec, services, site=site, page=page)
    return JsonResponse(body, content_type=JSON_LD, json_dumps_params={"ensure_ascii": False})
