"""Put a delegation instrument on record (委托授权书), under which a centre's clerk may decide on the spot (S2-45②)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from yichuang.accounts.queries import clerks_by_site
from yichuang.cases.events import DelegationRecorded
from yichuang.cases.models import Delegation, Document
from yichuang.cases.operations import papers
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.catalog.queries import PublishedMatter, published
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import site

RULE = "S2-45②"
KEPT = "没有登记。"


@dataclass(frozen=True)
class Instrument:
    """An instrument: number, matter, site, the clerk it names (empty: every clerk of the site), duties, validity."""

    number: str
    matter: str
    site_id: int
    duties: str
    valid_from: date
    valid_to: date | None = None
    staff_id: str = ""
    staff_name: str = ""


@unit_of_work()
def record_delegation(*, actor: Actor, instrument: Instrument, now: datetime) -> Delegation:
    """Record an instrument of the actor's own department and return it; its paper, to be sealed by both sides, is being made.

    :raises NotAllowed: for another department's matter. :raises Refused: for a number used before, a matter that is not for a
        single clerk, a clerk who is not at the site, or a validity that ends before it begins or has ended.
    """
    matter = published(instrument.matter)
    if not actor.may("delegation.manage", Place(department_id=matter.department_id)):
        raise NotAllowed("delegation.manage", "只有办理部门的负责人可以登记委托授权书。")
    named = _named(instrument, now)
    if reasons := _reasons(named, matter, now):
        raise Refused(*reasons, title="不能登记委托授权书")
    document = _paper(named, matter, actor, now)
    row = Delegation(
        number=named.number,
        department_id=matter.department_id,
        site_id=named.site_id,
        matter_id=matter.matter_id,
        staff_id=named.staff_id,
        staff_name=named.staff_name,
        duties=named.duties,
        valid_from=named.valid_from,
        valid_to=named.valid_to,
        document=document,
        recorded_at=now,
        recorded_by_name=actor.name,
    )
    event = DelegationRecorded(number=named.number, matter=matter.key, site=str(named.site_id))
    ledger.write(row, event, papers.issued(document), actor=actor, at=now, later=[papers.render(document)])
    return row


def _named(instrument: Instrument, now: datetime) -> Instrument:
    """Return the instrument with the clerk's name as it is on record; an unknown clerk has none."""
    clerks = {pk: name for at, _, pk, name in clerks_by_site(day_of(now)) if at == instrument.site_id}
    return replace(instrument, number=instrument.number.strip(), staff_name=clerks.get(instrument.staff_id, ""))


def _reasons(instrument: Instrument, matter: PublishedMatter, now: datetime) -> list[Reason]:
    reasons = []
    if not instrument.number or Delegation.objects.filter(number=instrument.number).exists():
        reasons.append(_reason("number", "文号为空，或者已经登记过。", "请核对委托授权书的文号。"))
    if matter.spec.case_type != SINGLE_CLERK:
        reasons.append(
            _reason("matter", "本事项不是前台一人通办的即办件。", "请选择一人通办的事项，或先调整事项的办件类型。")
        )
    if instrument.staff_id and not instrument.staff_name:
        reasons.append(
            _reason("staff_id", "受托人员不在所选服务点的窗口。", "请选择该服务点的窗口人员，或不选（全体窗口人员）。")
        )
    if instrument.valid_to and instrument.valid_to < max(instrument.valid_from, day_of(now)):
        reasons.append(_reason("valid_to", "委托期限的止期早于起期，或者已经过去。", "请更正委托期限。"))
    if not instrument.duties.strip():
        reasons.append(_reason("duties", "没有写明权责约定。", "请写明受托办理哪些环节、责任由谁承担。"))
    return reasons


def _reason(field: str, message: str, todo: str) -> Reason:
    return Reason(f"delegation_{field}", message, field=field, rule=RULE, kept=KEPT, todo=todo)


def _paper(instrument: Instrument, matter: PublishedMatter, actor: Actor, now: datetime) -> Document:
    kind = KINDS["delegation"]
    return Document.objects.create(
        kind=kind.code,
        title=kind.title_for(matter.spec.matter_type),
        authority_key=f"department:{matter.department_id}",
        authority_name=matter.department_name,
        data={
            "matter_name": matter.spec.name,
            "matter_type": matter.spec.matter_type,
            "department_name": matter.department_name,
            "delegate_name": site(instrument.site_id).name,
            "delegate_staff": instrument.staff_name,
            "duties": instrument.duties,
            "valid_from": instrument.valid_from.isoformat(),
            "valid_to": instrument.valid_to.isoformat() if instrument.valid_to else None,
        },
        issued_at=now,
        issued_by_name=actor.name,
    )
