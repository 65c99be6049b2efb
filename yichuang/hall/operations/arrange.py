"""Arrange a hall: its parameters, what windows and officers serve, frequent, quick and graded matters; in force at once (S2-28, S0-26)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import HallChanged
from yichuang.hall.models import Hall, OfficerSkill, WindowSkill
from yichuang.hall.operations.halls import lock_hall
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.queue import skills_of_officers, skills_of_windows
from yichuang.hall.queries.settings import officers_of
from yichuang.hall.rules.ledger_words import FIELDS
from yichuang.hall.rules.skills import HIGHEST_GRADE, UNRESTRICTED, Skill, in_words, stored_skill
from yichuang.organizations.queries import Site, find_window

# Parameter → least and most.
LIMITS = {
    "bound_minutes": (5, 240),
    "early_minutes": (0, 60),
    "late_minutes": (0, 120),
    "calls_before_no_show": (1, 9),
    "behind": (0, 50),
    "near": (1, 20),
}
MOST_MATTERS = 60


@dataclass(frozen=True)
class Settings:
    """What a hall is set to: numbers by name, the notice, switches, matters; None leaves one as it is."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    notice: str | None = None
    silent: bool | None = None
    shows_counts: bool | None = None
    frequent: list[str] | None = None
    quick: list[str] | None = None
    grades: dict[str, int] | None = None


@unit_of_work()
def change_settings(*, actor: Actor, site: Site, settings: Settings, now: datetime) -> Hall:
    """Change a hall's parameters and return it; nothing is written when nothing differs.

    :raises NotAllowed: Refused 422 with every number out of its limits.
    """
    policies.demand(actor, policies.ARRANGE, site, "维护大厅设置")
    hall = lock_hall(site)
    wanted = _wanted(settings)
    _demand_limits(wanted)
    fields: dict[str, list[Any]] = {}
    for name, value in wanted.items():
        before = getattr(hall, name)
        if before != value:
            fields[name] = [before, value]
            setattr(hall, name, value)
    if fields:
        event = HallChanged(site=site.pk, what="settings", of=site.name, fields=fields)
        ledger.write(hall, event, actor=actor, at=now, update_fields=list(fields))
    return hall


def _wanted(settings: Settings) -> dict[str, Any]:
    named = {
        "notice": settings.notice.strip()[:300] if settings.notice is not None else None,
        "silent": settings.silent,
        "shows_counts": settings.shows_counts,
        "frequent": settings.frequent,
        "quick": settings.quick,
        "grades": settings.grades,
    }
    return {**settings.numbers, **{name: value for name, value in named.items() if value is not None}}


def _demand_limits(wanted: Mapping[str, Any]) -> None:
    reasons = []
    for name, (least, most) in LIMITS.items():
        if name in wanted and not least <= wanted[name] <= most:
            label = FIELDS[name]
            reasons.append(_reason(name, f"“{label}”应为 {least} 至 {most}。"))
    for name in ("frequent", "quick", "grades"):
        if len(wanted.get(name, ())) > MOST_MATTERS:
            reasons.append(_reason(name, f"最多 {MOST_MATTERS} 个事项。"))
    if any(not 1 <= grade <= HIGHEST_GRADE for grade in wanted.get("grades", {}).values()):
        reasons.append(_reason("grades", f"等级应为 1 至 {HIGHEST_GRADE}。"))
    if reasons:
        raise Refused(*reasons, status=422, title="没有保存")


def _reason(field: str, said: str) -> Reason:
    return Reason(field, said, field=field, rule="S2-28", kept="原有设置都在。", todo="请更正后再保存。")


@unit_of_work()
def set_window_skill(*, actor: Actor, window_id: int, skill: Skill | None, now: datetime) -> Skill:
    """Set what a window serves (None: as its kind and board say) and return it; the queue is routed anew with the next call.

    :raises NotFound: without such a window; NotAllowed; Refused 422 for a skill that serves nobody.
    """
    window = find_window(window_id)
    if window is None or not actor.may(policies.VIEW, policies.place_of(window.site)):
        raise NotFound("这个窗口", "请从本大厅的窗口中选择。")
    policies.demand(actor, policies.ARRANGE, window.site, "设置窗口服务范围")
    hall = lock_hall(window.site)
    before = skills_of_windows([window])[window.pk]
    if skill is None:
        WindowSkill.objects.filter(window=window).delete()
    else:
        _demand_serves_somebody(skill)
        values = {"skill": stored_skill(skill), "updated_at": now}
        WindowSkill.objects.update_or_create(window=window, defaults=values)
    after = skills_of_windows([window])[window.pk]
    _tell(hall, "window", f"{window.number} 号窗口", before, after, actor, now)
    return after


@unit_of_work()
def set_officer_skill(*, actor: Actor, site: Site, staff_id: str, skill: Skill | None, now: datetime) -> Skill:
    """Set what an officer serves at a site and up to which grade (None: everything), and return it.

    :raises NotAllowed: NotFound for somebody who does not serve here; Refused 422 for a skill that serves nobody.
    """
    policies.demand(actor, policies.ARRANGE, site, "设置人员服务范围")
    name = dict(officers_of(site, day_of(now))).get(staff_id)
    if name is None:
        raise NotFound("这位人员", "请从本服务点在岗的人员中选择。")
    hall = lock_hall(site)
    before = skills_of_officers(site, [staff_id]).get(staff_id, UNRESTRICTED)
    if skill is None:
        OfficerSkill.objects.filter(site=site, staff_id=staff_id).delete()
    else:
        _demand_serves_somebody(skill)
        values = {"skill": stored_skill(skill), "staff_name": name, "updated_at": now}
        OfficerSkill.objects.update_or_create(site=site, staff_id=staff_id, defaults=values)
    after = skill or UNRESTRICTED
    _tell(hall, "officer", name, before, after, actor, now)
    return after


def _demand_serves_somebody(skill: Skill) -> None:
    nothing = not skill.purposes
    empty = skill.purposes == {"receive"} and not (skill.everything or skill.boards or skill.matters or skill.unknown)
    if nothing or empty:
        said = "这样设置，谁也不能在这里办。"
        reason = Reason("skill", said, field="skill", rule="S2-28", kept="原有设置都在。", todo="请至少选一项。")
        raise Refused(reason, status=422, title="没有保存")


def _tell(hall: Hall, what: str, of: str, before: Skill, after: Skill, actor: Actor, now: datetime) -> None:
    names = dict(boards_of(hall.site))
    said = [in_words(before, names), in_words(after, names)]
    if before == after or (said[0] == said[1] and before.matters == after.matters):
        return  # what differs serves nobody: “don't know” of a window that receives nothing
    fields = {"skill": said}
    ledger.write(
        hall, HallChanged(site=hall.site_id, what=what, of=of, fields=fields), actor=actor, at=now, update_fields=[]
    )
