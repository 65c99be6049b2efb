"""Keep what a site and a department agreed for their hand-overs: contacts, times of day, way (交接约定, S2-42)."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.events import HandoverArranged
from yichuang.cases.models import HandoverArrangement
from yichuang.cases.rules import handover
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@dataclass(frozen=True)
class Agreement:
    """Contacts of both sides, times of day (HH:MM) and way: post, van or other."""

    site_contact: str
    department_contact: str
    slots: tuple[str, ...]
    way: str


@unit_of_work()
def arrange_handover(
    *, actor: Actor, site_id: int, department_id: int, agreement: Agreement, now: datetime
) -> HandoverArrangement:
    """Record or replace the arrangement of a site with a department and return it.

    :raises NotAllowed: for another site. :raises Refused: 422 for contacts left out, times not HH:MM, or an unknown way.
    """
    if not actor.may("handover.arrange", Place(site_id=site_id)):
        raise NotAllowed("handover.arrange", "只有本服务点的窗口主管可以维护交接约定。")
    _refuse(agreement)
    row = HandoverArrangement.objects.select_for_update().filter(
        site=site_id, department=department_id
    ).first() or HandoverArrangement(site_id=site_id, department_id=department_id)
    row.site_contact, row.department_contact = agreement.site_contact, agreement.department_contact
    row.slots, row.way = sorted(set(agreement.slots)), agreement.way
    event = HandoverArranged(
        site=str(site_id),
        department=str(department_id),
        site_contact=row.site_contact,
        department_contact=row.department_contact,
        slots=row.slots,
        way=row.way,
    )
    columns = ["site_contact", "department_contact", "slots", "way"]
    ledger.write(row, event, actor=actor, at=now, update_fields=columns if row.pk else None)
    return row


def _refuse(agreement: Agreement) -> None:
    kept = "已填内容都在，没有保存。"
    reasons = handover.slot_faults(agreement.slots)
    for name, label in (("site_contact", "中心交接联络人"), ("department_contact", "部门交接联络人")):
        if not getattr(agreement, name).strip():
            reasons.append(Reason(name, f"没有填写{label}。", field=name, rule="S2-42", kept=kept, todo="请填写姓名。"))
    if not agreement.slots:
        reasons.append(
            Reason(
                "slots",
                "没有填写交接时段。",
                field="slots",
                rule="S2-42",
                kept=kept,
                todo="请至少填写一个时段，例如 16:30。",
            )
        )
    if agreement.way not in handover.WAYS:
        reasons.append(Reason("way", "交接方式无法识别。", field="way", rule="S2-42", kept=kept, todo="请重新选择。"))
    if reasons:
        raise Refused(*reasons, status=422, title="不能保存交接约定")
