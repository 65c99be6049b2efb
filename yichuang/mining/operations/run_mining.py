"""Ask for an analysis of what people do together (S2-25, S3-9 一件事从数据中来)."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining import policies
from yichuang.mining.events import MiningAsked
from yichuang.mining.models import KINDS, RUNNING, WAITING, MiningRun
from yichuang.mining.ports import ENGINES, LIBRARY
from yichuang.mining.rules.baskets import GRAINS, LEAST_WINDOW, MATTER, MOST_WINDOW
from yichuang.mining.rules.measures import FLOOR_PERSONS, LONGEST, USUAL_PERSONS

TASK, QUEUE, LOCK, PRIORITY = "mining.run", "default", "mining.run", -10
MOST_MONTHS, DAYS_OF_A_MONTH = 60, 30
KEPT, TITLE, RULE = "没有开始分析，所填内容仍在。", "没有开始分析", "S2-25"


@dataclass(frozen=True)
class Parameters:
    """What an analysis looks for: the window, how far back, how many persons a result must stand for, and where it is run."""

    window_days: int = 90
    months: int = 24
    least_persons: int = USUAL_PERSONS
    longest: int = 4
    least_confidence: int = 10
    least_lift: int = 150
    grain: str = MATTER
    kind: str = ""
    engine: str = LIBRARY


@unit_of_work()
def run_mining(
    *, actor: Actor, division: str, parameters: Parameters, now: datetime, in_background: bool = True
) -> MiningRun:
    """Keep the question, have it worked on in the background, and return it; `in_background` False leaves the work to the caller.

    :raises NotAllowed: outside the actor's divisions.
    :raises Refused: 422 for parameters out of bounds, 409 while another analysis of the division is under way.
    """
    policies.demand(actor, policies.RUN, division, "运行关联分析")
    if faults := _faults(parameters):
        raise Refused(*faults, status=422, title=TITLE)
    if MiningRun.objects.select_for_update().filter(division=division, state__in=(WAITING, RUNNING)).exists():
        reason = Reason(
            "running", "本区划已有一次关联分析正在进行。", rule=RULE, kept=KEPT, todo="请等它完成，或先取消它。"
        )
        raise Refused(reason, title=TITLE)
    row = MiningRun(
        division=division,
        since=now - timedelta(days=parameters.months * DAYS_OF_A_MONTH),
        until=now,
        asked_by=actor.id,
        asked_by_name=actor.name,
        asked_at=now,
        **asdict(parameters),
    )
    event = MiningAsked(division=division, engine=parameters.engine, parameters=asdict(parameters))
    later = [Later(TASK, {"run": str(row.pk)}, lock=LOCK, queue=QUEUE, priority=PRIORITY)] if in_background else []
    ledger.write(row, event, actor=actor, at=now, later=later)
    return row


def _faults(given: Parameters) -> list[Reason]:
    found: list[Reason] = []

    def bounds(field: str, said: str, value: int, least: int, most: int, rule: str = RULE) -> None:
        if not least <= value <= most:
            todo = f"请填写 {least} 至 {most} 之间的整数。"
            found.append(Reason(field, f"{said}超出范围：{value}。", field=field, rule=rule, kept=KEPT, todo=todo))

    bounds("window_days", "间隔天数", given.window_days, LEAST_WINDOW, MOST_WINDOW)
    bounds("months", "往前的月数", given.months, 1, MOST_MONTHS)
    bounds("longest", "一个组合最多的项数", given.longest, 2, LONGEST)
    bounds("least_confidence", "置信度", given.least_confidence, 1, 100)
    bounds("least_lift", "提升度（百分之一）", given.least_lift, 100, 100_000)
    bounds("least_persons", "最少人数", given.least_persons, FLOOR_PERSONS, 100_000, "个人信息保护法 51")
    choices = (("grain", given.grain, GRAINS), ("kind", given.kind, KINDS), ("engine", given.engine, ENGINES))
    for field, value, known in choices:
        if value not in known:
            found.append(Reason(field, f"没有“{value}”这个选项。", field=field, kept=KEPT, todo="请从选项中选择。"))
    return found
