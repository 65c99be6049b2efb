"""Put a delegation instrument on record (委托授权书), under which a centre's clerk may decide on the spot (S2-45②)."""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.events import DelegationRecorded
from yichuang.cases.models import Delegation
from yichuang.catalog.queries import published
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.foundations.transactions import unit_of_work


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
    """Record an instrument of the actor's own department and return it.

    :raises NotAllowed: for another department's matter.
    """
    matter = published(instrument.matter)
    if not actor.may("delegation.manage", Place(department_id=matter.department_id)):
        raise NotAllowed("delegation.manage", "只有办理部门的负责人可以登记委托授权书。")
    row = Delegation(
        number=instrument.number,
        department_id=matter.department_id,
        site_id=instrument.site_id,
        matter_id=matter.matter_id,
        staff_id=instrument.staff_id,
        staff_name=instrument.staff_name,
        duties=instrument.duties,
        valid_from=instrument.valid_from,
        valid_to=instrument.valid_to,
        recorded_at=now,
        recorded_by_name=actor.name,
    )
    event = DelegationRecorded(number=instrument.number, matter=matter.key, site=str(instrument.site_id))
    ledger.write(row, event, actor=actor, at=now)
    return row
