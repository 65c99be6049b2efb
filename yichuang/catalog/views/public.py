"""The public's pages: find a matter, read its guide, be led by questions to the checklist."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalog.ports import bundles
from yichuang.catalog.queries import open_notice, published, published_matters, search, withdrawn_named
from yichuang.catalog.rules import guide
from yichuang.catalog.rules.compiled import SpecGap
from yichuang.catalog.rules.notices import NotInForce
from yichuang.catalog.rules.shown_samples import shown_samples
from yichuang.catalog.serving import Journey, ask_page, checklist_page, file_url
from yichuang.foundations.pages import page_of

Page = Callable[[HttpRequest, str], HttpResponse]
GONE = 410


def told_why(page: Page) -> Page:
    """Let a page that cannot go on say why, what to do next and where: a suspended or withdrawn matter, answers the guide forgot."""

    @wraps(page)
    def shown(request: HttpRequest, key: str) -> HttpResponse:
        try:
            return page(request, key)
        except NotInForce as stopped:
            context = {"notice": stopped.notice, "back_url": reverse("catalog:find")}
            status = GONE if stopped.status == GONE else 200
            return render(request, "catalog/not_in_force.html", context, status=status)
        except SpecGap as gap:
            return render(request, "catalog/gap.html", {"matter": published(key), "gap": gap}, status=gap.status)

    return shown


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a matter by what people type; without a query, browse all of them."""
    typed = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"typed": typed}
    if typed:
        context |= {"hits": search(typed, 20), "bundles": bundles().found(typed), "gone": withdrawn_named(typed)}
    else:
        context["page"] = page_of(published_matters(), ["name"], request.GET.get("cursor", ""), 30)
    return render(request, "catalog/find.html", context)


@require_safe
@told_why
def show_guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show the guide of a matter (办事指南)."""
    matter = published(key)
    spec = matter.spec
    context = {
        "matter": matter,
        "spec": spec,
        "sections": guide.sections(spec, matter.department_name, matter.number),
        "materials": guide.material_rows(spec),
        "situations": spec.situations,
        "leaves": spec.leaves,
        "announced": open_notice(matter.matter_id),
        "bundles": bundles().of_matter(matter.key),
        "files_url": _files_url(key),
        "samples": shown_samples(spec.materials, partial(file_url, _files_url(key))),
        "back_url": reverse("catalog:find"),
    }
    return render(request, "catalog/guide.html", context)


@require_safe
@told_why
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question at a time until the situation is known; the answers travel in the address, nothing is kept."""
    return ask_page(request, _journey(key))


@require_safe
@told_why
def print_checklist(request: HttpRequest, key: str) -> HttpResponse:
    """Show the one-time notice of everything to bring (一次性告知单), made to be printed; its QR code reopens the answers."""
    return checklist_page(request, _journey(key))


def _journey(key: str) -> Journey:
    ask_url, checklist_url, guide_url = (
        reverse(f"catalog:{page}", args=[key]) for page in ("ask", "checklist", "guide")
    )
    return Journey(published(key), ask_url, checklist_url, guide_url, files_url=_files_url(key))


def _files_url(key: str) -> str:
    return f"{reverse('catalog:guide', args=[key])}files/"
