"""Put a question to the hall's twin, answer it in the background, forget it (hall.md “The digital twin”)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.foundations import jobs, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import TwinAnswered, TwinAsked, TwinForgotten
from yichuang.hall.models import TwinScenario
from yichuang.hall.queries.scenarios import scenario_for
from yichuang.hall.queries.twin import base_of, policy_for
from yichuang.hall.rules.twin.experiments import experiment
from yichuang.hall.rules.twin.scenarios import Changes, changes_from, stored
from yichuang.organizations.queries import Site

TASK, LONGEST_NAME, MOST_DAYS, MOST_WINDOWS, MOST_RUNS = "hall.run_twin", 60, 60, 60, 100


@dataclass(frozen=True)
class Question:
    """What is asked: a name, the past days it stands on, and what is changed."""

    name: str
    days: Sequence[date]
    changes: Changes


@unit_of_work()
def ask_twin(*, actor: Actor, site: Site, question: Question, now: datetime) -> TwinScenario:
    """Keep a question, have it answered in the background, and return it.

    :raises NotAllowed: where the actor does not arrange the hall; Refused 422 without a name or past days, or out of bounds.
    """
    policies.demand(actor, policies.ARRANGE, site, "推演大厅")
    if reasons := _faults(question):
        raise Refused(*reasons, status=422, title="没有开始推演")
    row = TwinScenario(
        site=site,
        name=question.name.strip(),
        days=sorted(question.days),
        changes=stored(question.changes),
        asked_by=actor.id,
        asked_by_name=actor.name,
        asked_at=now,
    )
    event = TwinAsked(site=site.pk, name=row.name, days=[str(day) for day in row.days], changes=row.changes)
    later = jobs.Later(TASK, {"scenario": str(row.pk)}, lock="hall.twin", priority=-10)
    ledger.write(row, event, actor=actor, at=now, later=[later])
    return row


def _faults(question: Question) -> list[Reason]:
    changes, kept = question.changes, "没有开始推演，所填内容仍在。"
    found = []

    def say(code: str, said: str, field: str, todo: str) -> None:
        found.append(Reason(code, said, field=field, rule="S2-6", kept=kept, todo=todo))

    if not 0 < len(question.name.strip()) <= LONGEST_NAME:
        say("name", f"方案没有名称，或超过 {LONGEST_NAME} 个字。", "name", "请给方案起一个名称，便于比较。")
    if not 0 < len(question.days) <= MOST_DAYS:
        say("days", "所选日期没有取号记录，推演没有依据。", "basis", "请换一个服务点、日期或星期。")
    if changes.windows > MOST_WINDOWS or len(changes.booths) > MOST_WINDOWS:
        say("windows", f"窗口超过 {MOST_WINDOWS} 个。", "windows", "请减少窗口数。")
    if not 10 <= changes.demand <= 300:
        say("demand", "业务量须在 10%—300% 之间。", "demand", "请更改业务量。")
    if not (1 <= changes.target_minutes <= 240 and 50 <= changes.target_percent <= 99):
        say("target", "目标须为 1—240 分钟、50%—99%。", "target_minutes", "请更改目标。")
    if not 2 <= changes.runs <= MOST_RUNS:
        say("runs", f"推演天数须在 2—{MOST_RUNS} 之间：一天说明不了波动。", "runs", "请更改推演天数。")
    if any(not 0 <= percent <= 100 for percent in changes.moved.values()):
        say("moved", "外移的比例须在 0%—100% 之间。", "moved_percent", "请更改比例。")
    if any(start >= end for start, end in changes.hours):
        say("hours", "开放时间的结束须晚于开始。", "hours", "请更改开放时间。")
    return found


def answer_twin(*, scenario: str, actor: Actor, tick: Callable[[], datetime]) -> None:
    """Answer a question and keep the answer; what was answered already is left, what fails says why (nothing is tried again)."""
    row = TwinScenario.objects.select_related("site").filter(pk=scenario).exclude(state=TwinScenario.DONE).first()
    if row is None:
        return
    TwinScenario.objects.filter(pk=row.pk).update(state=TwinScenario.RUNNING, progress=0)
    told = 0

    def tell(percent: int) -> None:
        nonlocal told
        if percent >= told + 4:
            told = percent
            TwinScenario.objects.filter(pk=row.pk).update(progress=min(percent, 99))

    try:
        base = base_of(row.site, row.days, tick())
        if not base.seen or not base.desks:
            raise LookupError("所依据的日期没有取号，或没有窗口签入的记录")
        found = experiment(base, changes_from(row.changes), policy_for(row.site), tell)
    except (ArithmeticError, LookupError, ValueError) as error:
        _keep(row.pk, actor, {}, f"推演没有完成：{error}"[:200], tick())
        return
    _keep(row.pk, actor, found, "", tick())


@unit_of_work()
def _keep(pk: UUID, actor: Actor, found: dict[str, object], trouble: str, now: datetime) -> None:
    row = TwinScenario.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:  # deleted while it was being answered
        return
    row.state = TwinScenario.FAILED if trouble else TwinScenario.DONE
    row.result, row.trouble, row.progress, row.ended_at = found, trouble, 100, now
    fields = ["state", "result", "trouble", "progress", "ended_at"]
    ledger.write(row, TwinAnswered(site=row.site_id, trouble=trouble), actor=actor, at=now, update_fields=fields)


@unit_of_work()
def forget_twin(*, actor: Actor, scenario: UUID, now: datetime) -> None:
    """Delete a scenario; the ledger keeps what was asked.

    :raises NotFound: for one that is not there or at a hall that the actor does not arrange.
    """
    found = scenario_for(actor, scenario)
    row = TwinScenario.objects.select_for_update(of=("self",)).get(pk=found.pk)
    ledger.write(row, TwinForgotten(site=row.site_id, name=row.name), actor=actor, at=now, update_fields=[])
    row.delete()
