"""Whether a spec may be published: what can be told from the document alone."""

from collections.abc import Iterator

from yichuang.catalog.rules.own_form import faults_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.problems import Reason

KEPT = "没有发布，现行版本不变。"


def refusals(spec: MatterSpec) -> list[Reason]:
    """Return every reason why the spec may not be published."""
    return list(_reasons(spec))


def _reasons(spec: MatterSpec) -> Iterator[Reason]:
    promised, statutory = spec.promised_limit, spec.statutory_limit
    # Limits in different units are compared by the worst case of the calendar; that is the prover's, who has the calendar.
    if promised.unit == statutory.unit and promised.value > statutory.value:
        yield Reason(
            "promise",
            f"承诺期限 {promised.words()} 长于法定期限 {statutory.words()}。",
            field="promised_limit",
            rule="行政许可法 42",
            kept=KEPT,
            todo="请把承诺期限改为不长于法定期限。",
        )
    for fault in faults_of(spec.form):
        yield Reason("own_form", fault.message, "form", "S2-51", KEPT, "请改正申请表后再发布。")
    for material in spec.materials:
        if material.tolerable and material.tolerance_days <= 0:
            yield Reason(
                "tolerance",
                f"材料“{material.name}”标为可容缺，但没有写补交期限。",
                field=f"materials.{material.id}",
                rule="S2-14",
                kept=KEPT,
                todo="请写明补交的天数，或改为不可容缺。",
            )
