"""Answer the situation questions anew after receipt: what stays, what falls away and what is new is shown before it is saved (S2-11)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.change_situation import change_situation
from yichuang.cases.operations.record_materials import WAYS
from yichuang.cases.queries import facts
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.form_lines import asked_of
from yichuang.cases.rules.posted_answers import answers_of, pairs_of
from yichuang.cases.rules.states import State
from yichuang.cases.views.answers import ask_again, step_of
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.own_form_asked import asked_under
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Refused


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def situation_page(request: HttpRequest, number: str) -> HttpResponse:
    """Ask again from the answers as they stand; nothing changes before 确认更改."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    policies.demand(actor, "case.receive", case, "更改情形")
    spec = spec_of(case.version_id)
    act = request.POST.get("act", "")
    given = request.POST.copy()
    if act.startswith("again."):
        ask_again(given, act.removeprefix("again."))
    answers = answers_of(spec.questions, given) if request.method == "POST" else dict(case.answers)
    revision = request.POST.get("revision", "") or str(case.chain_seq)
    refused: Refused | None = None
    if act == "save":
        try:
            change_situation(
                actor=actor,
                number=case.number,
                answers=answers,
                now=clock.now(),
                revision=int(revision) if revision.isdigit() else None,
            )
        except Refused as error:
            refused = error
        else:
            messages.success(request, "情形已更改；已收的材料都在，请核对新的材料清单。")
            return HttpResponseRedirect(f"/cases/{case.number}/")
    step = step_of(spec, case.applicant_kind, answers, day_of(case.received_at))
    context = {
        "case": case,
        "answers": pairs_of(answers),
        "changed": answers != case.answers,
        "revision": revision,
        "open": case.state == State.RECEIVED,
        "refused": refused,
        **step,
        **_difference(case, step, answers),
    }
    return render(request, "cases/situation.html", context, status=refused.status if refused else 200)


def _difference(case: Case, step: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    if "checklist" not in step:
        return {}
    rows = {row.material_id: row for row in facts.materials_of(case)}
    wanted = [item.material for item in step["checklist"].materials]
    ids = {material.id for material in wanted}
    return {
        "stays": [
            (rows[material.id].name, WAYS[rows[material.id].received_as]) for material in wanted if material.id in rows
        ],
        "new": [material.name for material in wanted if material.id not in rows],
        "falls": [(row.name, WAYS[row.received_as]) for row in rows.values() if row.material_id not in ids],
        **_form_difference(case, answers),
    }


def _form_difference(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Return which fields of the matter's own form the new situation asks for besides, and which no more (S2-51)."""
    spec, before = spec_of(case.version_id), asked_of(case)
    after = asked_under(spec, answers, applicant_kind=case.applicant_kind, on=day_of(case.received_at))
    fields = fields_of(spec.form)
    return {
        "form_new": [field.label for field in fields if field.name in after - before],
        "form_falls": [field.label for field in fields if field.name in before - after],
    }
