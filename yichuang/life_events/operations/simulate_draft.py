"""The simulated acceptance: a window walks the scripted applicants and confirms each checklist, or objects (S2-21②)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.events_composing import LifeEventSimulated, LifeEventSimulationPassed
from yichuang.life_events.models import LifeEventDraft, LifeEventSimulation
from yichuang.life_events.operations.submit_draft import NOT_CHANGED, demand_move, give_back
from yichuang.life_events.queries.composing import (
    SIMULATE,
    lock_life_event_draft,
    simulations_of,
    spec_of_draft,
    specs_in,
)
from yichuang.life_events.rules.drafting import SIMULATING, STATE_NAMES, agreed_windows
from yichuang.life_events.rules.scripts import Script, scripts_of
from yichuang.organizations.queries import Window, find_window
from yichuang.studio.rules.simulation import LEAST_WINDOWS

TITLE = "没有记录"


@dataclass(frozen=True)
class Walked:
    """What a window says of one scripted applicant: agreed, or the reason why not."""

    agreed: bool
    reason: str = ""


@unit_of_work()
def simulate_life_event_draft(
    *, actor: Actor, draft_id: uuid.UUID | str, window_id: int, walked: Mapping[int, Walked], now: datetime
) -> LifeEventDraft:
    """Record a window's walk of every scripted applicant, and return the draft: approved, returned, or still simulated.

    :raises NotFound: when it is not the actor's to see; NotAllowed away from the actor's site; Refused 409 when it is not simulated, the
        window or the officer has walked already, 422 where a script is not confirmed or an objection has no reason.
    """
    draft = lock_life_event_draft(actor, draft_id)
    window = find_window(window_id)
    if window is None or not actor.may(SIMULATE, Place(division=window.site.division_id, site_id=window.site_id)):
        raise NotAllowed(SIMULATE, "您不在这个窗口所在的服务点，没有权限模拟受理。")
    _demand_open(draft, window, actor)
    spec = spec_of_draft(draft)
    scripts = scripts_of(spec, specs_in(spec), day_of(now))
    _demand_complete(scripts, walked)
    objections = [
        f"申请人 {one.number}：{walked[one.number].reason.strip()}" for one in scripts if not walked[one.number].agreed
    ]
    row = LifeEventSimulation(
        draft=draft, round=draft.round, window=window, objection="；".join(objections), at=now,
        officer_id=actor.id, officer_name=actor.name,
        results=[{"number": one.number, "words": one.words, "agreed": walked[one.number].agreed,
                  "reason": walked[one.number].reason.strip()[:300]} for one in scripts],
    )  # fmt: skip
    row.save(force_insert=True)
    said = f"{window.site.name} {window.number} 号窗口"
    event = LifeEventSimulated(
        key=draft.key, round=draft.round, window=said, scripts=len(scripts), objection=row.objection
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    if objections:
        give_back(draft, actor, now, "simulation", [f"{said}（{actor.name}）有异议：{one}" for one in objections])
    else:
        _pass_if_enough(draft, actor, now)
    return draft


def _demand_open(draft: LifeEventDraft, window: Window, actor: Actor) -> None:
    runs = simulations_of(draft)
    if draft.state != SIMULATING:
        found = ("state", f"这份文稿是“{STATE_NAMES[draft.state]}”，不在模拟验收中。", "请刷新页面查看最新状态。")
    elif window.kind != "accept":
        found = ("window", f"{window.number} 号窗口不是综合受理窗口。", "请选择综合受理窗口（S2-27）。")
    elif any(run.window_id == window.pk for run in runs):
        found = ("walked", f"{window.number} 号窗口已经验收过。", "请在另一个综合受理窗口验收。")
    elif any(run.officer_id == actor.id for run in runs):
        found = ("same_officer", "您已在另一个窗口验收过；同一人不能代表两个窗口。", "请由其他人员验收。")
    else:
        return
    code, said, todo = found
    raise Refused(Reason(code, said, "window", "S2-21", NOT_CHANGED, todo), title=TITLE)


def _demand_complete(scripts: Sequence[Script], walked: Mapping[int, Walked]) -> None:
    reasons = []
    for one in scripts:
        said = walked.get(one.number)
        where = f"script-{one.number}"
        if said is None:
            message, todo = f"申请人 {one.number} 还没有走完。", "请逐个确认清单，或者提出异议。"
            reasons.append(Reason("not_walked", message, where, "S2-21", NOT_CHANGED, todo))
        elif not said.agreed and not said.reason.strip():
            message, todo = f"对申请人 {one.number} 有异议，但没有写明理由。", "请写明哪里不对。"
            reasons.append(Reason("no_reason", message, where, "S2-21", NOT_CHANGED, todo))
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)


def _pass_if_enough(draft: LifeEventDraft, actor: Actor, now: datetime) -> None:
    runs = simulations_of(draft)
    agreed = agreed_windows((run.window_id, run.officer_id, run.objection) for run in runs)
    if len(agreed) < LEAST_WINDOWS:
        return
    draft.state, draft.updated_at = demand_move(draft, "pass_simulation", TITLE), now
    event = LifeEventSimulationPassed(
        key=draft.key,
        round=draft.round,
        windows=[f"{run.window.site.name} {run.window.number} 号窗口" for run in runs],
        officers=[run.officer_name for run in runs],
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "updated_at"])
