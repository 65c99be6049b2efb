"""All of one case on one page: application, clocks, materials, moves, documents, history."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.forms import MoveForm
from yichuang.cases.forms.moves import TypedLine
from yichuang.cases.models import Case
from yichuang.cases.operations.record_materials import WAYS
from yichuang.cases.ports import exercise_of, panels_of
from yichuang.cases.queries import facts, timing
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.queries.form_lines import form_lines, own_form_lines
from yichuang.cases.queries.scans import pages_of
from yichuang.cases.queries.whole import CLOCKS
from yichuang.cases.rules import base_form
from yichuang.cases.rules.clocks import ClockFacts
from yichuang.cases.rules.facts import NOT_RECEIVED
from yichuang.cases.rules.ledger_words import told
from yichuang.cases.rules.states import TEXTS, State
from yichuang.cases.serving.card_at_hand import card_at_hand
from yichuang.cases.views.move_panel import moves_panel
from yichuang.cases.views.panels import materials_panel, places_of, with_typed
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.notifications.queries.opt_outs import told_about
from yichuang.notifications.rules.opt_outs import names_of

# A clock that runs or stands tells its reason at once; of one that has not begun or is over it is one press away.
TOLD_AT_ONCE = ("running", "standing")


@signed_in
@require_http_methods(["GET", "HEAD"])
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show all of one case."""
    case = case_for(request.actor, clean_number(number))  # type: ignore[attr-defined]
    return show_case(request, case)


def show_case(
    request: HttpRequest,
    case: Case,
    refused: Refused | None = None,
    bound: MoveForm | None = None,
    lines: Sequence[TypedLine] = (),
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show all of one case; after a refusal with the reasons and with what was typed: a move's form, or the materials (`typed`)."""
    actor = request.actor  # type: ignore[attr-defined]
    spec = spec_of(case.version_id)
    corrections = list(case.corrections.all())
    extension = getattr(case, "extension", None)  # fetched with the case; a case without one has no such attribute
    rows = facts.materials_of(case)
    sent, stopped = told_about(case.stream)
    panel = moves_panel(actor, case, rows, corrections, bound, lines)
    context: dict[str, Any] = {
        "case": case,
        "exercise": exercise_of(case.number) if case.practice else None,
        "number_shown": format_case_number(case.number),
        "kind": base_form.KINDS.get(case.applicant_kind, ""),
        "form_lines": form_lines(case),
        "own_form_lines": own_form_lines(case),
        "origins_kept": case.origins is not None,
        "may_correct": case.state == State.RECEIVED and policies.may(actor, "case.correct_on_the_spot", case),
        "waiting": TEXTS[State(case.state)].waiting,
        **_clocks(case, spec, timing.clock_facts(case, list(case.suspensions.all()), extension, corrections)),
        "materials": materials_panel(case, rows, spec, pages_of(case), card_at_hand(request.session, case.number)),
        "ways": WAYS.items(),
        "may_record": case.state == State.RECEIVED and policies.may(actor, "case.receive", case),
        "may_accept": panel["may_accept"],
        "may_reveal": policies.may(actor, "case.reveal", case),
        "may_print": policies.may(actor, "case.receive", case),
        "may_review": case.state == State.REVIEWING and policies.may(actor, "case.take_up", case),
        "panel": panel,
        "may_issue": policies.may(actor, "case.hand_out", case),
        "issuing_url": f"/issuing/{case.number}/",
        "may_commit": any(row.received_as == NOT_RECEIVED and spec.material(row.material_id).tolerable for row in rows),
        **_question(actor, case, spec, [row.material_id for row in rows]),
        "documents": list(case.documents.select_related("file")),
        "messages_sent": sent,
        "stopped": names_of(stopped),
        "upper_panels": panels_of(actor, case),
        "history": [(event, told(event.type, event.payload)) for event in ledger.history(case.stream)],
        "refused": refused,
    }
    with_typed(context["materials"], (typed or {}) if context["may_record"] or context["may_review"] else {})
    status = refused.status if refused else 422 if bound is not None and bound.errors else 200
    return render(request, "cases/case.html", context, status=status)


def _question(actor: Actor, case: Case, spec: MatterSpec, material_ids: list[str]) -> dict[str, Any]:
    """Return what the dialog “this point is wrong” needs."""
    return {
        "may_question": actor.may("adjustment.request") and not case.practice,
        "question_url": f"/cases/{case.number}/question/",
        "question_places": places_of(spec, material_ids),
    }


def _clocks(case: Case, spec: MatterSpec, known: ClockFacts) -> dict[str, Any]:
    """Return the pressing clock for the page's head, and each clock with whether its reason is told at once."""
    rules, today = timing.rules_of(spec), day_of(clock.now())
    read = timing.readings(known, rules, calendar(), today)
    each = [(name, getattr(read, kind)) for kind, name in CLOCKS.items()]
    return {
        "pressing": timing.at_a_glance(case, rules, calendar(), today),
        "readings": [(name, one, one.state in TOLD_AT_ONCE) for name, one in each],
    }
