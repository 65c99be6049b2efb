"""Correct the application form at the counter, field by field (当场更正; 行政许可法 32(一)3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.correct_on_the_spot import correct_on_the_spot
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.form_lines import asked_of, is_personal, masked, own_masked
from yichuang.cases.rules import base_form
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.own_form_filling import read, said
from yichuang.catalog.rules.own_form_page import PREFIX, page_of_form, texts_of, typed_of
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused

GROUPS = (("matter", "申报"), ("applicant", "申请人"), ("contact", "联系"), ("courier", "送达"))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form as it stands; personal data stays masked, and a masked field left empty stays as it was."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    policies.demand(actor, "case.correct_on_the_spot", case, "当场更正")
    typed = request.POST.dict() if request.method == "POST" else {}
    refused: Refused | None = None
    if request.method == "POST":
        revision = typed.get("revision", "")
        try:
            correct_on_the_spot(
                actor=actor,
                number=case.number,
                what=typed.get("what", ""),
                form=_changed(case, typed),
                own_form=_own_changed(case, request.POST),
                now=clock.now(),
                revision=int(revision) if revision.isdecimal() else None,
                override_reason=typed.get("override_reason", ""),
            )
        except Refused as error:
            refused = error
        else:
            messages.success(request, "申请表已更正，更正的栏目记入本件经过。")
            return HttpResponseRedirect(f"/cases/{case.number}/")
    context = {
        "case": case,
        "groups": [(label, _rows(case, group, typed)) for group, label in GROUPS],
        "own_form": _own_rows(case, request.POST, refused),
        "open": case.state == State.RECEIVED,
        "revision": typed.get("revision", case.chain_seq),
        "what": typed.get("what", ""),
        "override_reason": typed.get("override_reason", ""),
        "refused": refused,
    }
    return render(request, "cases/correct.html", context, status=refused.status if refused else 200)


def _changed(case: Case, typed: dict[str, str]) -> dict[str, str]:
    """Return what was typed into the form's fields; a masked one left empty is not a change."""
    fields = {field.name: field for field in base_form.fields_for(case.applicant_kind)}
    cleared = {name.removeprefix("clear.") for name in typed if name.startswith("clear.")}
    given = {name: value for name, value in typed.items() if name in fields}
    kept = {name for name, value in given.items() if is_personal(fields[name]) and not value.strip()}
    return {name: value for name, value in given.items() if name not in kept or name in cleared}


def _own_hidden(case: Case) -> dict[str, str]:
    """Return the fields of the matter's own form that are masked, each as it is shown: declared or by the look of the value."""
    filled = [(field, said(case.own_form.get(field.name))) for field in fields_of(spec_of(case.version_id).form)]
    shown = {field.name: (own_masked(field, text), text) for field, text in filled if text}
    return {name: masked_text for name, (masked_text, text) in shown.items() if masked_text != text}


def _own_changed(case: Case, posted: Any) -> dict[str, Any]:
    """Return the fields of the matter's own form that were on the page; a masked one left empty is not a change."""
    form = spec_of(case.version_id).form
    shown = {
        name for name in typed_of(form, posted) if f"{PREFIX}{name}" in posted or f"there.{PREFIX}{name}" in posted
    }
    hidden = _own_hidden(case)
    given = {name: value for name, value in read(form, typed_of(form, posted)).items() if name in shown}
    return {name: value for name, value in given.items() if value != "" or name not in hidden}


def _own_rows(case: Case, posted: Any, refused: Refused | None) -> Any:
    form = spec_of(case.version_id).form
    hidden = _own_hidden(case)
    kept = {name: text for name, text in texts_of(case.own_form).items() if name not in hidden}
    typed = typed_of(form, posted) if posted else kept
    return page_of_form(form, typed, refused.reasons if refused else (), masked=hidden, asked=asked_of(case))


def _rows(case: Case, group: str, typed: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for field in base_form.fields_for(case.applicant_kind):
        if field.group != group:
            continue
        kept = str(case.form.get(field.name) or "")
        hidden = is_personal(field) and bool(kept)
        required = case.applicant_kind in field.required
        rows.append(
            {
                "field": field,
                "value": typed.get(field.name, "" if hidden else kept),
                "now": masked(field, kept) if hidden else "",
                "required": required,
                "may_clear": hidden and not required,
                "clear": f"clear.{field.name}" in typed,
            }
        )
    return rows
