"""Take a material from shared data instead of from the applicant (共享获取，免提交; S2-14, 716号令 7)."""

from datetime import datetime

from yichuang.cases import policies
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.operations.record_materials import MaterialInput, record_materials
from yichuang.cases.ports import Asking, Licence, shared_data
from yichuang.cases.queries.access import case_for
from yichuang.cases.queries.facts import materials_of
from yichuang.cases.rules.facts import SHARED
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.queries.dictionary import dictionary
from yichuang.catalog.rules.cuts import type_of
from yichuang.catalog.rules.spec import Material
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.sealed import mask_id_number


def licence_names(stated: Material) -> frozenset[str]:
    """Return what the licence of a material's type may be called at its source."""
    known = type_of(stated, dictionary())
    return frozenset({stated.name, *((known.standard_name, *known.aliases) if known else ())})


def take_shared(
    *,
    actor: Actor,
    number: str,
    material: str,
    consent: bool,
    now: datetime,
    wall: datetime,
    revision: int | None = None,
) -> Case:
    """Get the applicant's licence of a material's type and record the material as shared; return the case.

    :raises NotFound, NotAllowed, Refused: as `ask_for_shared` and `record_materials`.
    """
    item = ask_for_shared(actor=actor, number=number, material=material, consent=consent, now=now, wall=wall)
    return record_materials(actor=actor, number=number, items=[item], now=now, revision=revision)


def ask_for_shared(
    *, actor: Actor, number: str, material: str, consent: bool, now: datetime, wall: datetime
) -> MaterialInput:
    """Get the applicant's licence of a material's type and return how the material is recorded with it.

    The source is asked outside any transaction; when it cannot answer, nothing was changed and the material is received on paper.

    :raises NotFound, NotAllowed: as for recording materials. :raises Refused: 409 in another state, 422 for a material that must be
        brought or without the applicant's consent, 404 or 503 when no valid licence can be got.
    """
    case = case_for(actor, number)
    policies.demand(actor, "case.receive", case, "共享获取")
    row = next((row for row in materials_of(case) if row.material_id == material), None)
    if row is None:
        raise NotFound("这份材料", "请刷新办件页：情形可能已更改。")
    stated = spec_of(case.version_id).material(material)
    _refuse_unfit(case, row, stated, consent)
    asking = Asking(f"办理“{case.matter_name}”"[:200], consent, now, wall, case.number, material)
    found = shared_data().licence(actor, case.form["id_number"], licence_names(stated), asking)
    return MaterialInput(material, received_as=SHARED, note=note_of(found, case.form["id_number"]))


def note_of(found: Licence, id_number: str) -> str:
    """Return what stands beside the material: licence, number, source, time; a person's own number masked (个人信息保护法 51)."""
    number = mask_id_number(found.number) if found.number == id_number else found.number
    return f"{found.name} {number}，有效期至 {found.valid_until}，{found.source}，{found.at:%Y-%m-%d %H:%M} 取得"[:300]


def _refuse_unfit(case: Case, row: CaseMaterial, stated: Material, consent: bool) -> None:
    if case.state != State.RECEIVED:
        raise _refused("state", "本件已不在登记材料的阶段。", "请刷新办件页。", 409)
    if not stated.shared.fetchable:
        raise _refused("not_shared", f"“{row.name}”不能由数据共享免提交。", "请收取纸质或扫描件。", 422)
    if case.practice:
        raise _refused("practice", "练习件不查询真实数据。", "请按纸质收取。", 422)
    if not case.form.get("id_number"):
        raise _refused("no_number", "本件没有申请人的身份证号，不能查询电子证照。", "请收取纸质或扫描件。", 422)
    if not consent:
        raise _refused("consent", "还没有勾选“申请人同意查询”。", "请征得申请人同意后勾选，再共享获取。", 422)


def _refused(code: str, message: str, todo: str, status: int) -> Refused:
    reason = Reason(code, message, rule="S2-14；个人信息保护法 13", kept="本件没有改动。", todo=todo)
    return Refused(reason, status=status, title="没有共享获取")
