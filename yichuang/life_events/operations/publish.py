"""Put a spec of a life event in force as its next version; joint cases that are running keep theirs (S2-25, S2-26)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events import LifeEventPublished
from yichuang.life_events.models import PUBLISHED, SUPERSEDED, SUSPENDED, LifeEvent, LifeEventVersion
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.organizations.queries import department_by_key


@unit_of_work()
def load_life_event(*, actor: Actor, spec: LifeEventSpec, now: datetime) -> LifeEventVersion:
    """Put a spec in force that comes with the platform's content, and return its version; the same content again changes nothing.

    :raises NotAllowed: to all but the system; NotFound without the lead department.
    """
    department = department_by_key(spec.lead_departments[0])
    policies.demand(
        actor, "life_event.load", Place(division=department.division_id, department_id=department.pk), "载入"
    )
    row = LifeEvent.objects.select_for_update().filter(key=spec.key).first()
    last = row and row.versions.filter(state=PUBLISHED).first()
    if last and last.content_hash == spec.digest:
        return last
    row = row or LifeEvent(key=spec.key)
    row.name, row.department_id = spec.name, department.pk
    return put_in_force(row, spec, actor, now)


def put_in_force(row: LifeEvent, spec: LifeEventSpec, actor: Actor, now: datetime) -> LifeEventVersion:
    """Write the next version of a locked (or new) life event and supersede the one before it."""
    fields = ["name", "department"] if row.pk else None
    number = (row.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1 if row.pk else 1
    event = LifeEventPublished(
        key=spec.key,
        name=spec.name,
        number=number,
        content_hash=spec.digest,
        members=[member.matter for member in spec.members],
    )
    if row.pk:
        row.versions.filter(state__in=(PUBLISHED, SUSPENDED)).update(state=SUPERSEDED, ended_at=now)
    ledger.write(row, event, actor=actor, at=now, update_fields=fields)
    return LifeEventVersion.objects.create(
        life_event=row,
        number=number,
        spec=spec.model_dump(mode="json", by_alias=True),
        content_hash=spec.digest,
        published_at=now,
        published_by_name=actor.name,
    )
