"""Suspend, resume and withdraw a version of a life event; joint cases under way go on by the version they have (S2-26)."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import LifeEventResumed, LifeEventSuspended, LifeEventWithdrawn
from yichuang.life_events.models import PUBLISHED, STATE_NAMES, SUSPENDED, WITHDRAWN, LifeEvent, LifeEventVersion
from yichuang.life_events.operations.submit_draft import NOT_CHANGED, demand_reason
from yichuang.life_events.queries.composing import PUBLISH, ground_of
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.organizations.queries import department as department_of

Change = LifeEventSuspended | LifeEventResumed | LifeEventWithdrawn


@unit_of_work()
def suspend_life_event(*, actor: Actor, key: str, reason: str, now: datetime) -> LifeEventVersion:
    """Stop receiving a life event for the time being, and return its version.

    :raises NotFound: without such a life event; NotAllowed; Refused 409 when it is not in force, 422 without a reason.
    """
    row, version = _locked(actor, key, "暂停", PUBLISHED)
    event = LifeEventSuspended(key=key, number=version.number, reason=demand_reason(reason, "暂停"))
    return _write(row, version, SUSPENDED, event, actor, now)


@unit_of_work()
def resume_life_event(*, actor: Actor, key: str, now: datetime) -> LifeEventVersion:
    """Receive a suspended life event again, and return its version.

    :raises NotFound: without such a life event; NotAllowed; Refused 409 when it is not suspended or a member cannot be received.
    """
    row, version = _locked(actor, key, "恢复", SUSPENDED)
    if closed := ground_of(LifeEventSpec.model_validate(version.spec), day_of(now)).closed:
        said = "联办事项现在不能受理：" + "".join(closed.values())
        reason = Reason("closed", said, rule="S2-26", kept=NOT_CHANGED, todo="请等这些事项恢复，或者编写下一版。")
        raise Refused(reason, title="没有恢复")
    return _write(row, version, PUBLISHED, LifeEventResumed(key=key, number=version.number), actor, now)


@unit_of_work()
def withdraw_life_event(*, actor: Actor, key: str, reason: str, now: datetime) -> LifeEventVersion:
    """Offer a life event no more, and return its version.

    :raises NotFound: without such a life event; NotAllowed; Refused 409 when it is withdrawn already, 422 without a reason.
    """
    row, version = _locked(actor, key, "取消", PUBLISHED, SUSPENDED)
    event = LifeEventWithdrawn(key=key, number=version.number, reason=demand_reason(reason, "取消"))
    return _write(row, version, WITHDRAWN, event, actor, now)


def _locked(actor: Actor, key: str, doing: str, *states: str) -> tuple[LifeEvent, LifeEventVersion]:
    row = LifeEvent.objects.select_for_update().filter(key=key).first()
    version = row.versions.order_by("-number").first() if row else None
    if row is None or version is None:
        raise NotFound("这件“一件事”", "请从一件事列表中选择。")
    policies.demand(actor, PUBLISH, policies.place_of(department_of(row.department_id)), doing)
    if version.state not in states:
        said = f"“{row.name}”第 {version.number} 版是“{STATE_NAMES[version.state]}”，不能{doing}。"
        reason = Reason("state", said, rule="S2-26", kept=NOT_CHANGED, todo="请刷新页面查看最新状态。")
        raise Refused(reason, title=f"没有{doing}")
    return row, version


def _write(
    row: LifeEvent, version: LifeEventVersion, state: str, event: Change, actor: Actor, now: datetime
) -> LifeEventVersion:
    version.state, version.ended_at = state, None if state == PUBLISHED else now
    version.save(update_fields=["state", "ended_at"])
    ledger.write(row, event, actor=actor, at=now, update_fields=[])
    return version
