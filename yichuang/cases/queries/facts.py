"""From rows to the facts that the rules look at; each aggregate is read in one statement."""

from collections.abc import Iterable, Sequence

from yichuang.cases.models import Case, CaseMaterial, Correction, CoSignature
from yichuang.cases.ports import shared_data
from yichuang.cases.queries.form_lines import asked_of
from yichuang.cases.rules.facts import NOT_RECEIVED, Awaited, CaseFacts, CoSigned, MaterialFacts, PointFacts
from yichuang.cases.rules.states import State
from yichuang.catalog.rules.own_form_asked import open_fields
from yichuang.catalog.rules.spec import Material, MatterSpec
from yichuang.foundations.ready import Ready
from yichuang.foundations.rows import made
from yichuang.foundations.transactions import held, hold

_MATERIALS: Ready[CaseMaterial] = Ready(
    lambda case: CaseMaterial.objects.filter(case=case, needed=True).order_by("position"), case=int
)


def materials_of(case: Case) -> list[CaseMaterial]:
    """Return the materials the case needs now, in order: one statement, none when this unit of work has them already."""
    rows: list[CaseMaterial] | None = held(("materials", case.pk), list)
    if rows is None:
        rows = _MATERIALS.rows(case=case.pk)
    return hold(("materials", case.pk), rows)


def co_signatures_of(case: Case) -> list[CoSignature]:
    """Return the confirmations of second officers that still hold (one statement)."""
    return list(CoSignature.objects.filter(case=case, lapsed_at=None))


def may_be_shared(case: Case, stated: Material, row: CaseMaterial) -> bool:
    """Tell whether shared data may stand in for a material that has not come in: joined here, of a known person, no exercise (S2-14)."""
    open_still = stated.shared.fetchable and row.received_as == NOT_RECEIVED and shared_data().ready
    return open_still and not case.practice and bool(case.form.get("id_number"))


def material_facts(case: Case, row: CaseMaterial, spec: MatterSpec) -> MaterialFacts:
    """Return the facts of one material, its points as the case's own spec states them."""
    stated = spec.material(row.material_id)
    points = tuple(
        PointFacts(id=point.id, kind=point.kind, text=point.text, found=row.points.get(point.id, {}).get("found", ""))
        for point in stated.review_points
    )
    return MaterialFacts(
        id=row.material_id,
        name=row.name,
        received_as=row.received_as,
        tolerable=stated.tolerable,
        tolerance_days=stated.tolerance_days,
        shareable=may_be_shared(case, stated, row),
        originals_needed=stated.original_count,
        copies_needed=stated.copy_count,
        originals=row.originals,
        copies=row.copies,
        tolerated_until=row.tolerated_until,
        commitment_signed=row.commitment_id is not None,
        points=points,
    )


def facts_of(
    case: Case,
    spec: MatterSpec,
    materials: Iterable[CaseMaterial] = (),
    corrections: Sequence[Correction] = (),
    *,
    extended: bool = False,
    delegation: str = "",
    sent_by_courier: bool = False,
    offered_electronically: bool = False,
    denied: bool = False,
    co_signatures: Iterable[CoSignature] = (),
    awaited: Awaited | None = None,
) -> CaseFacts:
    """Return the facts of a case from rows already read; costs no statement (a denial is a PDF and can be e-served)."""
    rows = list(materials)
    open_items = [item["id"] for correction in corrections for item in correction.items if not item["supplied_at"]]
    return CaseFacts(
        number=case.number,
        state=State(case.state),
        acceptance_role=case.acceptance_role,
        case_type=case.case_type,
        received_by=case.received_by,
        officer=case.officer,
        department_id=case.department_id,
        materials=tuple(material_facts(case, row, spec) for row in rows),
        corrections=len(corrections),
        outstanding=tuple(open_items),
        extended=extended,
        max_extension=spec.max_extension,
        substance_checked=has_content_points(spec, rows),
        courier_wanted=case.courier,
        sent_by_courier=sent_by_courier,
        delegation=delegation,
        received_at=case.received_at,
        accepted_on=case.accepted_on,
        co_signatures=tuple(CoSigned(row.staff_id, row.staff_name, row.opinion) for row in co_signatures),
        e_licence=denied or any(result.e_licence for result in spec.results),
        offered_electronically=offered_electronically,
        form_open=open_fields(spec, asked_of(case), case.own_form) if spec.form_conditions else (),
        awaited=awaited,
    )


def has_content_points(spec: MatterSpec, rows: Iterable[CaseMaterial]) -> bool:
    """Tell whether the substance is to be checked: licences always, other matters when a needed material has a content point."""
    if spec.matter_type == "行政许可":
        return True
    return any(point.kind == "content" for row in rows for point in spec.material(row.material_id).review_points)


def new_material(case: Case, position: int, stated: Material) -> CaseMaterial:
    """Return an unsaved row for a material that the situation needs."""
    return made(
        CaseMaterial, case=case, material_id=stated.id, position=position, name=stated.name, received_as=NOT_RECEIVED
    )
