"""Filling in the form of a matter beforehand, without an account (网上预填, S2-51): the counter takes it over by its code.

The situation was chosen on the navigator's pages and travels in the address; nothing is an application before a counter receives it.
"""

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.cases.operations.prefill import LIVES, discard_prefill, keep_prefill
from yichuang.cases.queries.prefilled import COUNTERS_OWN
from yichuang.cases.rules import base_form
from yichuang.cases.rules.prefill_codes import shown_code
from yichuang.catalog.queries import PublishedMatter, published
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived
from yichuang.catalog.rules.own_form_asked import asked_fields
from yichuang.catalog.rules.own_form_filling import read
from yichuang.catalog.rules.own_form_page import page_of_form, typed_of
from yichuang.catalog.serving import answers_in, query_of
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import Refused
from yichuang.online.operations.begin import fill
from yichuang.online.queries import OnlineApplication, posted
from yichuang.online.serving import opened_in
from yichuang.portal.prefilling import prefilled

# How long the code is shown again to who has just got it, in seconds.
MARK, OPEN_FOR = "prefill", 30 * 60
PARTS = (("applicant", "申请人"), ("contact", "联系"), ("matter", "申报"), ("courier", "送达"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill_in(request: HttpRequest, key: str) -> HttpResponse:
    """Show base form and own form of the situation in the address; what is posted is judged, and kept under a code."""
    matter = published(key)
    answers = answers_in(request.GET)
    applied = _application(request, key)
    given = posted(applied) if applied and request.method != "POST" else request.POST
    kind = _kind(matter, answers, given.get("kind", "") or request.GET.get("kind", ""))
    facts = navigator.facts_with_known(matter.spec, answers, applicant_kind=kind, on=day_of(clock.now()))
    if kind and not isinstance(navigator.advance(matter.spec, facts), Arrived):
        return HttpResponseRedirect(f"{reverse('catalog:ask', args=[key])}?{query_of(answers)}")
    refused: Refused | None = None
    agreed, typed = given.get("agreed") == "1", typed_of(matter.spec.form, given)
    if request.method == "POST" and kind and (agreed or applied):
        whole = prefilled(matter, kind, answers, given, read(matter.spec.form, typed), typed)
        try:
            if applied:
                fill(pk=applied.pk, given=whole, now=clock.now())
                return HttpResponseRedirect("/apply/?said=filled")
            code, row = keep_prefill(given=whole, address=request.META.get("REMOTE_ADDR", ""), now=clock.now())
        except Refused as error:
            refused = error
        else:
            until = row.expires_at.astimezone(CHINA).date().isoformat()
            shown = {"code": code, "matter": row.matter_name, "until": until, "depth": matter.spec.channels.online}
            request.session[MARK] = {**shown, "open_until": clock.now().timestamp() + OPEN_FOR}
            return HttpResponseRedirect("/prefill/")
    form = matter.spec.form
    wrong = {reason.field: reason.message for reason in refused.reasons} if refused else {}
    context = {
        "matter": matter,
        "kind": kind,
        "kinds": [(one, base_form.KINDS[one]) for one in matter.spec.applicant_kinds],
        "query": query_of(answers),
        "situation": navigator.checklist(matter.spec, facts).situation_path if kind else "",
        "groups": [(label, _fields(kind, group, given, wrong)) for group, label in PARTS] if kind else [],
        "own_form": page_of_form(
            form, typed, refused.reasons if refused else (), asked=asked_fields(matter.spec, facts)
        ),
        "refused": refused,
        "applied": applied,
        "unagreed": request.method == "POST" and bool(kind) and not agreed and not applied,
        "days": LIVES.days,
    }
    status = refused.status if refused else 422 if context["unagreed"] else 200
    return render(request, "portal/prefill.html", context, status=status)


def _application(request: HttpRequest, key: str) -> OnlineApplication | None:
    """Return the online application whose forms are changed here: the one this browser has open, of the same matter."""
    found = opened_in(request) if request.GET.get("apply") == "1" else None
    return found if found is not None and found.matter_key == key and found.data else None


def _kind(matter: PublishedMatter, answers: dict[str, Any], said: str) -> str:
    """Return who applies: as he says, as he answered already, or the only kind that there is."""
    kinds = matter.spec.applicant_kinds
    facts = navigator.answers_to_facts(matter.spec, answers)
    known = next((facts.get(fact.id, "") for fact in matter.spec.facts if fact.source == "applicant_kind"), "")
    wanted = known or said or (kinds[0] if len(kinds) == 1 else "")
    return wanted if wanted in kinds else ""


def _fields(kind: str, group: str, given: Any, wrong: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "field": field,
            "value": given.get(field.name, ""),
            "required": kind in field.required,
            "wrong": wrong.get(field.name, ""),
            "length": max(field.length, 30),
            "digits": field.check in ("mobile", "courier_mobile", "postcode"),
        }
        for field in base_form.fields_for(kind)
        if field.group == group and field.name not in COUNTERS_OWN
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_code(request: HttpRequest) -> HttpResponse:
    """Show the code that was just given, to print or photograph; whoever holds it may throw away what he filled in."""
    kept: dict[str, Any] | None = request.session.get(MARK)
    if kept and kept["open_until"] < clock.now().timestamp():
        kept = None
    discarded = False
    if request.method == "POST" and kept:
        discarded = discard_prefill(code=kept["code"])
        request.session.pop(MARK, None)
        kept = None
    context: dict[str, Any] = {"kept": kept, "discarded": discarded}
    if kept:
        context |= {
            "code": shown_code(kept["code"]),
            "qr": segno.make(kept["code"], error="m").svg_data_uri(scale=5, border=2),
        }
    return render(request, "portal/prefilled.html", context)
