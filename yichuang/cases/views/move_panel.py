"""The moves of a case as its page shows them: open ones with their forms, others with the reasons why they are not open now."""

from collections.abc import Sequence
from typing import Any

from yichuang.accounts.queries import colleagues_at
from yichuang.cases import policies
from yichuang.cases.documents.citations import cite_or_keep
from yichuang.cases.forms import INPUTS, MoveForm
from yichuang.cases.forms.moves import PROCEDURES, WITH_FILES, Offered, TypedLine
from yichuang.cases.models import Case, CaseMaterial, Correction
from yichuang.cases.operations.decide import delegation_for
from yichuang.cases.ports import awaited_for
from yichuang.cases.queries import facts as reading
from yichuang.cases.queries.timing import extended
from yichuang.cases.rules import corrections as notice
from yichuang.cases.rules.facts import CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import MOVES, Move
from yichuang.cases.rules.requirements import refusals, standing_refusals
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of

BLANK_LINES = 2
# Moves whose document tells the remedies of its day.
ADVERSE = {
    "deny": "denial_decision",
    "refuse": "refusal_notice",
    "terminate": "termination_notice",
    "redirect": "redirect_notice",
    "declare_not_required": "not_required_notice",
}
# Moves that take a case on its way stand before those that leave it.
ONWARD = (
    "accept",
    "complete_instantly",
    "supplement",
    "take_up",
    "co_sign",
    "resume",
    "grant",
    "deny",
    "send_to_issuing",
)
ARTICLE_45 = "《中华人民共和国行政许可法》第四十五条"


def moves_panel(
    actor: Actor,
    case: Case,
    rows: Sequence[CaseMaterial],
    corrections: Sequence[Correction],
    bound: MoveForm | None,
    lines: Sequence[TypedLine] = (),
) -> dict[str, Any]:
    """Return `open`, `blocked` and `later`: moves with forms, with reasons, of other states; and `may_accept`, see there."""
    spec = spec_of(case.version_id)
    known = case_facts(actor, case, spec, rows, corrections)
    offered = offers(actor, case, spec, rows, corrections)
    panel: dict[str, Any] = {"open": [], "blocked": [], "later": [], "bases": offered.bases, "adverse": ADVERSE}
    for move in MOVES:
        if move.verb not in INPUTS or not policies.may(actor, move.act, case):
            continue
        given = _given(actor, case)
        if case.state not in move.sources or (move.verb == "supplement_tolerated" and not case.tolerated_open):
            panel["later"].append({"move": move, "reason": refusals(move.verb, known, given)[0]})
        elif move.verb == "complete_instantly" and case.case_type != SINGLE_CLERK:
            continue
        elif reasons := standing_refusals(move.verb, known, given):
            panel["blocked"].append({"move": move, "reasons": reasons, "open": _is(bound, move)})
        else:
            panel["open"].append(_entry(move, offered, bound))
            if move.verb == "request_correction" and not corrections:
                panel["open"][-1]["form"].fields.pop("repeat_reason", None)
    panel["open"].sort(key=lambda entry: entry["move"].verb not in ONWARD)
    panel["may_accept"] = _beside_materials(actor, case, known)
    panel["lines"] = lines or _lines(known) if case.state == State.RECEIVED else []
    return panel


def _beside_materials(actor: Actor, case: Case, known: CaseFacts) -> bool:
    """Tell whether acceptance is offered with the materials in one press; not while no entry there can bring what it waits for (S2-52②)."""
    awaits = any(one.code == "form_awaited" for one in refusals("accept", known, _given(actor, case)))
    return case.state == State.RECEIVED and policies.may(actor, "case.accept", case) and not awaits


def case_facts(
    actor: Actor, case: Case, spec: MatterSpec, rows: Sequence[CaseMaterial], corrections: Sequence[Correction]
) -> CaseFacts:
    """Return all facts that the moves look at; asks the database only for what the state makes matter."""
    reviewing = case.state == State.REVIEWING
    single = case.state == State.RECEIVED and case.case_type == SINGLE_CLERK
    return reading.facts_of(
        case,
        spec,
        rows,
        corrections,
        extended=reviewing and policies.may(actor, "case.extend", case) and extended(case),
        co_signatures=reading.co_signatures_of(case) if reviewing else (),
        delegation=delegation_for(case, actor, clock.now()) if single else "",
        awaited=awaited_for(case) if case.state == State.RECEIVED else None,
    )


def _given(actor: Actor, case: Case) -> MoveInput:
    repeat = policies.may(actor, "case.request_second_correction", case)
    return MoveInput(
        actor_id=actor.id,
        actor_department_ids=policies.departments_of(actor),
        actor_may_repeat_correction=repeat,
        repeat_reason="待填写" if repeat else "",
        today=day_of(clock.now()),
    )


def _is(bound: MoveForm | None, move: Move) -> bool:
    return bound is not None and bound.prefix == move.verb


def _entry(move: Move, offered: Offered, bound: MoveForm | None) -> dict[str, Any]:
    mine = bound if bound is not None and _is(bound, move) else None
    form = mine or MoveForm(None, move.verb, offered)
    return {
        "move": move,
        "onward": move.verb in ONWARD,
        "form": form,
        "open": mine is not None,
        "files": move.verb in WITH_FILES,
        "ask": f"ask-{move.verb}",
        "question": f"确认{move.name}？",
    }


def offers(
    actor: Actor, case: Case, spec: MatterSpec, rows: Sequence[CaseMaterial], corrections: Sequence[Correction]
) -> Offered:
    """Return the choices and first values that a case gives its forms."""
    bases = tuple(dict.fromkeys(cite_or_keep(basis.text) for basis in spec.legal_basis if basis.text))
    first = {"legal_basis": bases[0] if bases else ""}
    own = [(row.name, row.name) for row in spec.special_procedures]
    items = [
        (item["id"], f"{item['name']}：{item['what']}")
        for correction in corrections
        for item in correction.items
        if not item["supplied_at"]
    ]
    clerks: list[tuple[str, str]] = []
    if policies.may(actor, "case.hand_over_first_handler", case):
        there = colleagues_at(policies.counters_of(actor, case), day_of(clock.now()))
        clerks = [pair for pair in there if pair[0] != case.first_handler]
    return Offered(
        choices={
            "items": items,
            "tolerated": [(row.material_id, row.name) for row in rows if row.received_as == "tolerated"],
            "procedure": [*own, *((name, name) for name in PROCEDURES if (name, name) not in own)],
            "clerk": clerks,
        },
        initial={
            "refuse": first,
            "deny": first,
            "suspend": {
                "legal_basis": ARTICLE_45,
                "notice_served_on": day_of(clock.now()).isoformat(),
                "expected_days": spec.special_procedures[0].days if spec.special_procedures else None,
            },
            "extend": {"days": spec.max_extension},
            "send_to_issuing": {"result_name": spec.results[0].name if spec.results else ""},
        },
        bases=bases,
    )


def _lines(known: CaseFacts) -> list[TypedLine]:
    """Return the suggested lines of the one-time notice, and blank ones for what only a person can see."""
    found = [
        TypedLine(place, line.id, line.name, line.what, line.todo, True)
        for place, line in enumerate(notice.suggested(known), start=1)
    ]
    blanks = [TypedLine(len(found) + more, "", "", "", "", True) for more in range(1, BLANK_LINES + 1)]
    return found + blanks
