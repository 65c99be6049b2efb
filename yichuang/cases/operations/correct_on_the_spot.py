"""Let the applicant correct something at the counter (当场更正; 行政许可法 32(一)3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.events import CorrectedOnTheSpot
from yichuang.cases.models import Case
from yichuang.cases.operations import beats
from yichuang.cases.operations.receive import remember
from yichuang.cases.queries import access, facts
from yichuang.cases.queries.form_lines import asked_of
from yichuang.cases.rules import base_form, origins
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.origins import Origin
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.own_form_filling import Filled, judge, place
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of, in_china
from yichuang.foundations.problems import Refused
from yichuang.foundations.transactions import unit_of_work

COLUMNS = ["form", "own_form", "origins", "applicant", "applicant_name", "courier"]


@unit_of_work()
def correct_on_the_spot(
    *,
    actor: Actor,
    number: str,
    what: str,
    form: Mapping[str, Any],
    now: datetime,
    revision: int | None = None,
    override_reason: str = "",
    own_form: Mapping[str, Any] | None = None,
) -> Case:
    """Record what was corrected and the corrected form fields, and return the case.

    `own_form` holds the fields of the matter's own form that change, None where one is cleared (S2-51).

    :raises Refused: without saying what was corrected, or 422 when the corrected form has faults.
    """
    case = access.lock_case(actor, number, "correct_on_the_spot", revision)
    spec = spec_of(case.version_id)
    beats.decide("correct_on_the_spot", facts.facts_of(case, spec), MoveInput(actor_id=actor.id, what=what))
    merged = {**case.form, **{key: value for key, value in form.items() if key in base_form.BY_NAME}}
    judged = base_form.judge(case.applicant_kind, merged, on=day_of(now), override_reason=override_reason)
    own = _own(case, spec, own_form or {}, now)
    if reasons := (*judged.errors, *own.errors):
        raise Refused(*reasons, status=422, title="更正没有保存")
    changed = sorted(key for key, value in judged.values.items() if case.form.get(key, "") != value)
    names = {*case.own_form, *own.values}
    changed += sorted(place(name) for name in names if case.own_form.get(name) != own.values.get(name))
    case.form, case.own_form = judged.values, own.values
    case.origins = origins.changed(case.origins, changed, Origin(origins.TYPED, "当场更正", in_china(now)))
    case.applicant_id = None if case.practice else remember(case.applicant_kind, judged.values, now)
    case.applicant_name = base_form.applicant_name(case.applicant_kind, judged.values)
    case.courier = judged.values["courier"] == "yes"
    event = CorrectedOnTheSpot(what=what.strip(), fields=changed)
    ledger.write(case, event, actor=actor, at=now, update_fields=COLUMNS)
    return case


def _own(case: Case, spec: MatterSpec, changes: Mapping[str, Any], now: datetime) -> Filled:
    """Judge the matter's own form with its changes; what nobody touches stays, also what a department's own form brought or an
    earlier situation asked for.
    """
    if not changes:
        return Filled(dict(case.own_form), ())
    asked = asked_of(case)
    aside = {name: value for name, value in case.own_form.items() if name not in asked}
    kept = {name: value for name, value in case.own_form.items() if name in asked}
    judged = judge(spec.form, {**kept, **changes}, on=day_of(now), asked=asked)
    return Filled({**aside, **judged.values}, judged.errors)
