"""Reading a draft as an editor holds it: whatever can be used becomes a spec that the prover reads, the rest is named with its place.

Never raises on any JSON. A fact that was deleted, or is asked only later, has no value at that moment of the walk; a condition on it is
kept as “never”, which is just how the navigator would read it.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from yichuang.catalog.rules.findings import MATTER, Finding, Place
from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.prover.draft_links import Links
from yichuang.catalog.rules.prover.salvage import PLACEHOLDERS, Salvage, Unusable, structure
from yichuang.catalog.rules.spec import MatterSpec, canonical_json

KINDS = ("person", "enterprise", "other_organisation")


@dataclass(frozen=True)
class Draft:
    """What a document gave: the spec of all that could be used (None: nothing could), and what could not."""

    spec: MatterSpec | None
    findings: tuple[Finding, ...]


def read_draft(document: Mapping[str, Any]) -> Draft:
    """Return the spec that a draft amounts to, with a finding for each thing that is missing or could not be used."""
    salvage = Salvage()
    try:
        usable = salvage.model(MatterSpec, document, MATTER)
    except Unusable:
        return Draft(None, (*salvage.findings, structure(MATTER, "文件内容不是一个事项，无法读取。")))
    _read_form(usable, salvage)
    findings = list(salvage.findings)
    if not usable.get("applicant_kinds") or any(finding.place.field == "applicant_kinds" for finding in findings):
        usable["applicant_kinds"] = _kinds(usable)
    findings += _unspellable(usable)
    findings += Links(usable).mended()
    if not usable.get("situations"):
        place = Place("matter", field="situations")
        findings.append(Finding("missing_field", "S2-21", "error", place, "还没有任何可用的办理情形。请增加情形。"))
        usable["situations"] = deepcopy(PLACEHOLDERS["situations"])
    try:
        spec = MatterSpec.model_validate(usable)
        canonical_json(spec)
    except (ValidationError, TypeError, RecursionError, ValueError) as fault:
        return Draft(None, (*findings, structure(MATTER, f"事项内容还不能检查：{_first_line(fault)}")))
    return Draft(spec, tuple(findings))


def _read_form(usable: dict[str, Any], salvage: Salvage) -> None:
    """Keep of each field's situations what can be read; the document that was given stays as it is."""
    if not any("x-when" in one for _, one in rows_of(usable.get("form"))):
        return
    usable["form"] = deepcopy(usable["form"])
    for name, one in rows_of(usable["form"]):
        raw = one.pop("x-when", None)
        kept = None if raw is None else salvage.condition(raw, Place("matter", field=f"form.{name}"))
        if kept is not None:
            one["x-when"] = kept


def _kinds(usable: Mapping[str, Any]) -> list[str]:
    """Return the applicants that the facts speak of, while the draft does not say who may apply."""
    spoken = [
        value["id"]
        for fact in usable.get("facts", ())
        if fact.get("source") == "applicant_kind"
        for value in fact["values"]
    ]
    return [kind for kind in KINDS if kind in spoken] or list(PLACEHOLDERS["applicant_kinds"])


def _unspellable(usable: dict[str, Any]) -> list[Finding]:
    """Leave out a form that has no exact spelling (fractions) or no end."""
    waiting: list[tuple[Any, int]] = [(usable.get("form"), 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, float) or depth > 100:
            usable["form"] = {}
            said = "表单中不能有小数，没有唯一写法" if isinstance(value, float) else "表单层级过深"
            return [structure(Place("matter", field="form"), f"{said}，没有采用。请修改表单。")]
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(item, depth + 1) for item in items]
    return []


def _first_line(fault: Exception) -> str:
    return str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__
