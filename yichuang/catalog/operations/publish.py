"""Publish a spec as the next version of its matter; the version before it is superseded, running cases keep theirs (S2-26)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from yichuang.catalog import policies
from yichuang.catalog.events import MatterPublished
from yichuang.catalog.models import PUBLISHED, SUPERSEDED, Matter, MatterVersion
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.catalog.rules.publication import refusals
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import department_by_key


@unit_of_work()
def publish(*, actor: Actor, spec: MatterSpec, now: datetime) -> MatterVersion:
    """Publish a spec and return its version; publishing the same content again returns the version in force.

    :raises NotAllowed: without the right to publish in the department's division; Refused 422 for a spec that may not be published.
    """
    department = _department(spec.department)
    place = Place(division=department.division_id, department_id=department.pk)
    policies.demand(actor, "matter.publish", place, "发布")
    matter = Matter.objects.select_for_update().filter(key=spec.key).first()
    last = matter.versions.defer("spec").order_by("-number").first() if matter else None
    if last and last.state == PUBLISHED and last.content_hash == spec.digest:
        return last
    if reasons := refusals(spec):
        raise Refused(*reasons, status=422, title="不能发布")
    number = last.number + 1 if last else 1
    matter = _record(matter, spec, department, number, actor, now)
    if last and last.state == PUBLISHED:
        last.state, last.ended_at = SUPERSEDED, now
        last.save(update_fields=["state", "ended_at"])
    version = MatterVersion.objects.create(
        matter=matter,
        number=number,
        spec=spec.model_dump(mode="json", by_alias=True),
        content_hash=spec.digest,
        published_at=now,
        published_by_name=actor.name,
    )
    revise_search(actor=actor, now=now)
    return version


def _department(key: str) -> Any:
    try:
        return department_by_key(key)
    except ObjectDoesNotExist as error:
        said = f"没有编号为“{key}”的部门。"
        reason = Reason(
            "department", said, field="department", kept="没有发布。", todo="请先登记部门，或更正实施部门。"
        )
        raise Refused(reason, status=422, title="不能发布") from error


def _record(
    matter: Matter | None, spec: MatterSpec, department: Any, number: int, actor: Actor, now: datetime
) -> Matter:
    event = MatterPublished(key=spec.key, name=spec.name, version=number, content_hash=spec.digest)
    columns = None if matter is None else ["name", "department", "basic_code", "implementation_code"]
    matter = matter or Matter(key=spec.key)
    matter.name, matter.department = spec.name, department
    matter.basic_code, matter.implementation_code = spec.codes.basic, spec.codes.implementation
    ledger.write(matter, event, actor=actor, at=now, update_fields=columns)
    return matter
