"""Receive a suspended matter again, under the very version that was suspended (docs/decisions/publication.md)."""

from datetime import datetime

from yichuang.catalog.events import MatterResumed
from yichuang.catalog.models import PUBLISHED, SUSPENDED, Matter, MatterNotice, MatterVersion
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.catalog.operations.suspend import KEPT, lock_matter, stop
from yichuang.catalog.rules.notices import SUSPENSION
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def resume(*, actor: Actor, matter_key: str, now: datetime, why: str = "", revision: int | None = None) -> Matter:
    """Take the notice of suspension down, put the suspended version back in force, and return the matter.

    An announcement for a later day is called off. :raises NotFound: without such a matter; NotAllowed; Refused 409 when nothing is
    suspended, also for a withdrawn matter.
    """
    matter = lock_matter(actor, matter_key, "恢复", revision)
    notice = MatterNotice.objects.filter(matter=matter, lifted_at=None, kind=SUSPENSION).first()
    version = _suspended(matter)
    if notice is None and version is None:
        said = f"“{matter.name}”没有暂停。"
        todo = "已取消的事项要发布新版本才能再办理；请刷新页面查看最新状态。"
        raise Refused(Reason("not_suspended", said, rule="S2-26", kept=KEPT, todo=todo), title="没有恢复")
    _bring_back(actor, matter, notice, version, why.strip(), now)
    return matter


@unit_of_work()
def keep_notice(*, actor: Actor, notice_id: int, now: datetime) -> str:
    """Do what a notice of suspension promised for today: begin it, or end it; return begun, ended or nothing.

    An alarm that comes too early, twice, or after the notice was taken down finds nothing to do.
    """
    found = MatterNotice.objects.filter(pk=notice_id).values_list("matter_id", flat=True).first()
    matter = Matter.objects.select_for_update().get(pk=found) if found else None
    notice = MatterNotice.objects.filter(pk=notice_id, lifted_at=None, kind=SUSPENSION).first()
    if matter is None or notice is None:
        return ""
    today = day_of(now)
    if notice.begun_at is None and notice.until is not None and notice.until < today:
        _bring_back(actor, matter, notice, None, "公告的期间已过", now)
        return "ended"
    if notice.begun_at is None and notice.since <= today:
        version = MatterVersion.objects.filter(matter=matter, state=PUBLISHED).defer("spec").first()
        if version is not None:
            stop(actor=actor, matter=matter, version=version, notice=notice, now=now)
            return "begun"
    if notice.begun_at is not None and notice.until is not None and notice.until < today:
        _bring_back(actor, matter, notice, _suspended(matter), "公告的期间届满", now)
        return "ended"
    return ""


def _suspended(matter: Matter) -> MatterVersion | None:
    return MatterVersion.objects.filter(matter=matter, state=SUSPENDED).defer("spec").order_by("-number").first()


def _bring_back(
    actor: Actor,
    matter: Matter,
    notice: MatterNotice | None,
    version: MatterVersion | None,
    why: str,
    now: datetime,
) -> None:
    number = version.number or 0 if version else 0
    event = MatterResumed(matter.key, matter.name, number, begun=version is not None, why=why)
    ledger.write(matter, event, actor=actor, at=now, update_fields=[])
    if notice is not None:
        notice.lifted_at, notice.lifted_by_name = now, actor.name
        notice.save(update_fields=["lifted_at", "lifted_by_name"])
    if version is not None:
        version.state, version.ended_at = PUBLISHED, None
        version.save(update_fields=["state", "ended_at"])
        revise_search(actor=actor, now=now)
