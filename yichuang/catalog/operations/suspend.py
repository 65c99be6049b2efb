"""Suspend a matter with notice to the public: nothing new is received under it; running cases go on under their version (行政许可法 30)."""

from datetime import date, datetime, time, timedelta

from yichuang.catalog import policies
from yichuang.catalog.events import MatterSuspended, SuspensionAnnounced
from yichuang.catalog.models import PUBLISHED, SUSPENDED, Matter, MatterNotice, MatterVersion
from yichuang.catalog.operations.publish import refuse_if_changed
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.catalog.rules.notices import SUSPENSION
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "事项没有改动。"
LONGEST_AHEAD = timedelta(days=366)


@unit_of_work()
def suspend(
    *,
    actor: Actor,
    matter_key: str,
    reason: str,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    instead: str = "",
    revision: int | None = None,
) -> MatterVersion:
    """Suspend the version in force, today or from the day `since`, and return it; the notice is public at once.

    After the day `until` it is received again by itself. Publishing, even the same content, ends the suspension too.
    :raises NotFound: without such a matter; NotAllowed; Refused 409 when it is not in force or has a notice, 422 for a missing reason
        or days that cannot be.
    """
    matter = lock_matter(actor, matter_key, "暂停", revision)
    today = day_of(now)
    since = since or today
    _refuse_unusable(reason, today, since, until)
    version = MatterVersion.objects.filter(matter=matter, state=PUBLISHED).defer("spec").first()
    if version is None:
        said = f"“{matter.name}”没有已发布的版本，不需要暂停。"
        raise Refused(Reason("not_published", said, kept=KEPT, todo="请刷新页面查看最新状态。"), title="没有暂停")
    refuse_second_notice(matter)
    notice = MatterNotice.objects.create(
        matter=matter,
        kind=SUSPENSION,
        text=reason.strip(),
        instead=instead.strip(),
        since=since,
        until=until,
        made_at=now,
        made_by_id=actor.id,
        made_by_name=actor.name,
    )
    if since <= today:
        stop(actor=actor, matter=matter, version=version, notice=notice, now=now)
        return version
    event = SuspensionAnnounced(matter.key, matter.name, notice.text, since, until, notice.instead)
    ledger.write(matter, event, actor=actor, at=now, update_fields=[], later=[alarm(notice, since)])
    return version


def stop(*, actor: Actor, matter: Matter, version: MatterVersion, notice: MatterNotice, now: datetime) -> None:
    """Put a notice of suspension into effect inside the caller's unit of work; the matter is locked, the right judged."""
    event = MatterSuspended(
        matter.key, matter.name, version.number or 0, notice.text, notice.since, notice.until, notice.instead
    )
    ends = [alarm(notice, notice.until + timedelta(days=1))] if notice.until else []
    ledger.write(matter, event, actor=actor, at=now, update_fields=[], later=ends)
    version.state, version.ended_at, notice.begun_at = SUSPENDED, now, now
    version.save(update_fields=["state", "ended_at"])
    notice.save(update_fields=["begun_at"])
    revise_search(actor=actor, now=now)


def alarm(notice: MatterNotice, day: date) -> Later:
    """Return the alarm that rings for a notice at the beginning of a day."""
    return Later("catalog.watch_notice", {"notice": notice.pk}, at=datetime.combine(day, time(), CHINA))


def lock_matter(actor: Actor, key: str, doing: str, revision: int | None) -> Matter:
    """Lock a matter that the actor may publish.

    :raises NotFound: without such a matter; NotAllowed; Refused 409 when it was changed since `revision`.
    """
    matter = Matter.objects.select_for_update(of=("self",)).select_related("department").filter(key=key).first()
    if matter is None:
        raise NotFound("这个事项")
    place = Place(division=matter.department.receiving_id, department_id=matter.department_id)
    policies.demand(actor, "matter.publish", place, doing)
    refuse_if_changed(matter, revision)
    return matter


def refuse_second_notice(matter: Matter) -> None:
    """Let a matter have one notice at a time.

    :raises Refused: 409 when there is one.
    """
    other = MatterNotice.objects.filter(matter=matter, lifted_at=None).first()
    if other is not None:
        said = f"“{matter.name}”已有一份公告（{other.made_by_name}，自 {other.since:%Y-%m-%d}）。"
        raise Refused(Reason("notice_open", said, kept=KEPT, todo="请先恢复办理或收回那份公告。"), title="没有暂停")


def _refuse_unusable(reason: str, today: date, since: date, until: date | None) -> None:
    reasons = []
    if not reason.strip():
        reasons.append(
            Reason("reason", "没有写明暂停的原因。", field="reason", rule="S2-26", kept=KEPT, todo="请写明原因。")
        )
    if not today <= since <= today + LONGEST_AHEAD:
        said = f"开始日期 {since:%Y-%m-%d} 不在今天起一年之内。"
        reasons.append(Reason("since", said, field="since", kept=KEPT, todo="请填今天或以后一年内的日期。"))
    if until is not None and until < since:
        said = f"截止日期 {until:%Y-%m-%d} 早于开始日期 {since:%Y-%m-%d}。"
        reasons.append(Reason("until", said, field="until", kept=KEPT, todo="请更正截止日期，或留空。"))
    if reasons:
        raise Refused(*reasons, status=422, title="没有暂停")
