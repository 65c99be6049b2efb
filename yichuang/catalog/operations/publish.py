"""Put a spec in force as the next version of its matter; the version before it is superseded, running cases keep theirs (S2-26).

Two ways lead here: `publish_candidate` for what the studio has proven, reviewed and simulated, and `load_version` for what was in force
before the platform came (the act `matter.load`, which the table gives to nobody but the system).
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from yichuang.catalog import policies
from yichuang.catalog.events import MatterPublished
from yichuang.catalog.models import APPROVED, PUBLISHED, STATE_NAMES, SUPERSEDED, SUSPENDED, Matter, MatterVersion
from yichuang.catalog.operations.lift_notice import lift_begun_notice
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.catalog.rules.publication import refusals
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import department_by_key

KEPT = "没有发布，现行版本不变。"


@unit_of_work()
def load_version(*, actor: Actor, spec: MatterSpec, now: datetime) -> MatterVersion:
    """Put a spec in force that was in force before the platform came, and return its version; the same content again changes nothing.

    :raises NotAllowed: to all but the system; Refused 422 for a spec that may not be published.
    """
    department = department_of(spec)
    policies.demand(actor, "matter.load", _place(department), "载入")
    matter = Matter.objects.select_for_update().filter(key=spec.key).first()
    last = _in_force(matter)
    if last and last.content_hash == spec.digest:
        return last
    if reasons := refusals(spec):
        raise Refused(*reasons, status=422, title="不能发布")
    if matter is None:
        matter = new_matter(spec, department)
        matter.save(force_insert=True)
    version = MatterVersion(matter=matter, spec=spec.model_dump(mode="json", by_alias=True), content_hash=spec.digest)
    _put_in_force(matter, version, spec, department, actor, now)
    return version


@unit_of_work()
def publish_candidate(*, actor: Actor, version_id: int, now: datetime, revision: int | None = None) -> MatterVersion:
    """Put an approved candidate in force and return it (S2-22: every channel reads the version in force, so all begin at once).

    :raises NotFound: without such a version; NotAllowed outside the actor's division; Refused 409 when it is not approved, or when
        the matter was changed since the page with `revision` was shown.
    """
    key = MatterVersion.objects.filter(pk=version_id).values_list("matter__key", flat=True).first()
    matter = Matter.objects.select_for_update().filter(key=key).first() if key else None
    if matter is None:
        raise NotFound("这个版本", "请从待发布的事项中选择。")
    version = MatterVersion.objects.select_for_update().get(pk=version_id)
    spec = MatterSpec.model_validate(version.spec)
    department = department_of(spec)
    policies.demand(actor, "matter.publish", _place(department), "发布")
    refuse_if_changed(matter, revision)
    if version.state != APPROVED:
        said = f"这一稿是“{STATE_NAMES[version.state]}”，没有通过评审和模拟验收。"
        reason = Reason("not_approved", said, rule="S2-21", kept=KEPT, todo="请先完成业务评审和模拟验收。")
        raise Refused(reason, title="不能发布")
    if reasons := refusals(spec):
        raise Refused(*reasons, status=422, title="不能发布")
    _put_in_force(matter, version, spec, department, actor, now)
    return version


def refuse_if_changed(matter: Matter, revision: int | None) -> None:
    """Let nobody act on a matter as it was: two who act at one moment, one of them is told.

    :raises Refused: 409 when something happened to the matter since `revision`.
    """
    if revision is not None and revision != matter.chain_seq:
        said = f"您打开页面之后，“{matter.name}”已有变化（发布、暂停、恢复、取消或退回）。"
        reason = Reason(
            "changed_meanwhile", said, rule="S2-26", kept="没有改动。", todo="请刷新页面，看清现在的状态后再办。"
        )
        raise Refused(reason, title="事项已有变化")


def department_of(spec: MatterSpec) -> Any:
    """Return the department that a spec names.

    :raises Refused: 422 when there is none of that key.
    """
    try:
        return department_by_key(spec.department)
    except ObjectDoesNotExist as error:
        said = f"没有编号为“{spec.department}”的部门。"
        todo = "请先登记部门，或更正实施部门。"
        raise Refused(
            Reason("department", said, field="department", kept=KEPT, todo=todo), status=422, title="不能发布"
        ) from error


def new_matter(spec: MatterSpec, department: Any) -> Matter:
    """Return the row of a matter that has none yet, not saved."""
    codes = spec.codes
    return Matter(
        key=spec.key,
        name=spec.name,
        department=department,
        basic_code=codes.basic,
        implementation_code=codes.implementation,
    )


def _place(department: Any) -> Place:
    return Place(division=department.receiving_id, department_id=department.pk)


def _in_force(matter: Matter | None) -> MatterVersion | None:
    return MatterVersion.objects.filter(matter=matter, state=PUBLISHED).defer("spec").first() if matter else None


def _put_in_force(
    matter: Matter, version: MatterVersion, spec: MatterSpec, department: Any, actor: Actor, now: datetime
) -> None:
    for before in MatterVersion.objects.filter(matter=matter, state__in=(PUBLISHED, SUSPENDED)).defer("spec"):
        before.state, before.ended_at = SUPERSEDED, now
        before.save(update_fields=["state", "ended_at"])
    lift_begun_notice(matter, by=actor.name, now=now)
    last = (
        MatterVersion.objects.filter(matter=matter, number__isnull=False)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    version.number, version.state = (last.first() or 0) + 1, PUBLISHED
    version.published_at, version.published_by_name = now, actor.name
    matter.name, matter.department = spec.name, department
    matter.basic_code, matter.implementation_code = spec.codes.basic, spec.codes.implementation
    event = MatterPublished(key=spec.key, name=spec.name, version=version.number, content_hash=spec.digest)
    columns = ["name", "department", "basic_code", "implementation_code"]
    ledger.write(matter, event, actor=actor, at=now, update_fields=columns)
    if version.pk:
        version.save(update_fields=["number", "state", "published_at", "published_by_name"])
    else:
        version.save()
    revise_search(actor=actor, now=now)
