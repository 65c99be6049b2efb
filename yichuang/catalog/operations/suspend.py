"""Suspend a matter: nothing new is received under it; running cases go on under their version."""

from datetime import datetime

from yichuang.catalog import policies
from yichuang.catalog.events import MatterSuspended
from yichuang.catalog.models import PUBLISHED, SUSPENDED, Matter, MatterVersion
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "事项没有改动。"


@unit_of_work()
def suspend(*, actor: Actor, matter_key: str, reason: str, now: datetime) -> MatterVersion:
    """Suspend the published version of a matter and return it; publishing again, even the same content, ends the suspension.

    :raises NotFound: without such a matter; NotAllowed; Refused 409 when it is not published, 422 without a reason.
    """
    matter = Matter.objects.select_for_update(of=("self",)).select_related("department").filter(key=matter_key).first()
    if matter is None:
        raise NotFound("这个事项")
    place = Place(division=matter.department.division_id, department_id=matter.department_id)
    policies.demand(actor, "matter.publish", place, "暂停")
    if not reason.strip():
        missing = Reason("reason", "没有写明暂停的原因。", field="reason", rule="S2-26", kept=KEPT, todo="请写明原因。")
        raise Refused(missing, status=422, title="没有暂停")
    version = MatterVersion.objects.filter(matter=matter, state=PUBLISHED).defer("spec").first()
    if version is None:
        said = f"“{matter.name}”没有已发布的版本，不需要暂停。"
        raise Refused(Reason("not_published", said, kept=KEPT, todo="请刷新页面查看最新状态。"), title="没有暂停")
    event = MatterSuspended(key=matter.key, name=matter.name, version=version.number or 0, reason=reason.strip())
    ledger.write(matter, event, actor=actor, at=now, update_fields=[])
    version.state, version.ended_at = SUSPENDED, now
    version.save(update_fields=["state", "ended_at"])
    revise_search(actor=actor, now=now)
    return version
