"""Freeze content for examination, and say how the examination ended (rulebook 6.4).

Only the studio calls these: who may submit, and who has passed or returned it, is judged there.
"""

from datetime import datetime

from yichuang.catalog.events import CandidateFrozen, CandidateSettled
from yichuang.catalog.models import APPROVED, CANDIDATE, REJECTED, Matter, MatterVersion
from yichuang.catalog.operations.publish import department_of, new_matter
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def freeze_candidate(*, actor: Actor, spec: MatterSpec, now: datetime) -> MatterVersion:
    """Freeze a spec as its matter's candidate and return it; review, simulation and publication are about exactly this content.

    :raises Refused: 409 while another candidate of the matter is examined, 422 for an unknown department or a basic code that another
        department's matter has.
    """
    department = department_of(spec)
    _refuse_a_code_of_others(spec, department.pk)
    matter = Matter.objects.select_for_update().filter(key=spec.key).first()
    if matter is None:
        matter = new_matter(spec, department)
        matter.save(force_insert=True)
    elif MatterVersion.objects.filter(matter=matter, state__in=(CANDIDATE, APPROVED)).exists():
        said = f"“{matter.name}”已有一稿在评审、验收或待发布。"
        reason = Reason("candidate_open", said, rule="S2-21", kept="草稿没有改动。", todo="请等待其完成，或先撤回。")
        raise Refused(reason, title="不能提交")
    event = CandidateFrozen(key=spec.key, name=spec.name, content_hash=spec.digest)
    ledger.write(matter, event, actor=actor, at=now, update_fields=[])
    return MatterVersion.objects.create(
        matter=matter,
        spec=spec.model_dump(mode="json", by_alias=True),
        content_hash=spec.digest,
        state=CANDIDATE,
    )


@unit_of_work()
def settle_candidate(*, actor: Actor, version_id: int, approved: bool, now: datetime, why: str = "") -> MatterVersion:
    """Approve a candidate for publication, or reject it (also one that was approved and is recalled); return it.

    :raises Refused: 409 when it is no candidate any more.
    """
    key = MatterVersion.objects.filter(pk=version_id).values_list("matter__key", flat=True).get()
    matter = Matter.objects.select_for_update().get(key=key)
    version = MatterVersion.objects.select_for_update().get(pk=version_id)
    if version.state not in ((CANDIDATE,) if approved else (CANDIDATE, APPROVED)):
        reason = Reason("settled", "这一稿已经有了结论。", kept="没有改动。", todo="请刷新页面查看最新状态。")
        raise Refused(reason, title="没有改动")
    version.state = APPROVED if approved else REJECTED
    if not approved:
        version.ended_at = now
    version.save(update_fields=["state", "ended_at"])
    event = CandidateSettled(key=key, content_hash=version.content_hash, approved=approved, why=why)
    ledger.write(matter, event, actor=actor, at=now, update_fields=[])
    return version


def _refuse_a_code_of_others(spec: MatterSpec, department_id: int) -> None:
    if not spec.codes.basic:
        return
    others = Matter.objects.filter(basic_code=spec.codes.basic).exclude(key=spec.key)
    other = others.exclude(department_id=department_id).select_related("department").first()
    if other is not None:
        said = f"基本编码 {spec.codes.basic} 已由{other.department.name}的“{other.name}”使用。"
        todo = "请核对编码；确属本部门的，请对方先更正。"
        reason = Reason(
            "basic_code", said, field="codes.basic", rule="事项基本编码规则", kept="草稿没有改动。", todo=todo
        )
        raise Refused(reason, status=422, title="不能提交")
