"""Publish a spec as the next version of its matter; the version before it is superseded, running cases keep theirs (S2-26)."""

from datetime import datetime

from yichuang.catalog.events import MatterPublished
from yichuang.catalog.models import PUBLISHED, SUPERSEDED, Matter, MatterVersion
from yichuang.catalog.rules.spec import MatterSpec, content_hash
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import department_by_key


@unit_of_work()
def publish(*, actor: Actor, spec: MatterSpec, now: datetime) -> MatterVersion:
    """Publish a spec and return its version; publishing the same content again returns the version in force.

    :raises NotAllowed: without the right to publish in the department's division.
    """
    department = department_by_key(spec.department)
    if not actor.may("matter.publish", Place(division=department.division_id, department_id=department.pk)):
        raise NotAllowed("matter.publish", "您没有发布事项的权限。")
    digest = content_hash(spec)
    matter = Matter.objects.select_for_update().filter(key=spec.key).first()
    last = matter.versions.order_by("-number").first() if matter else None
    if last and last.state == PUBLISHED and last.content_hash == digest:
        return last
    number = last.number + 1 if last else 1
    event = MatterPublished(key=spec.key, name=spec.name, version=number, content_hash=digest)
    if matter is None:
        matter = Matter(key=spec.key, name=spec.name, department=department)
        ledger.write(matter, event, actor=actor, at=now)
    else:
        matter.name = spec.name
        ledger.write(matter, event, actor=actor, at=now, update_fields=["name"])
    if last and last.state == PUBLISHED:
        last.state = SUPERSEDED
        last.save(update_fields=["state"])
    return MatterVersion.objects.create(
        matter=matter,
        number=number,
        spec=spec.model_dump(mode="json", by_alias=True),
        content_hash=digest,
        published_at=now,
        published_by_name=actor.name,
    )
