"""Work on an analysis: read, cut into baskets, find sets, look again for persons and order, count what is spared, keep what is for enough.

Progress is told beside the work; a run that was cancelled stops at its next step and leaves nothing. A run that a killed worker left behind
is begun again from the beginning: results are written in one transaction at the end, together with the state.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from yichuang.foundations.actors import Actor
from yichuang.mining.models import COUNTING, KEEPING, MINING, READING, RUNNING, WAITING, WEIGHING, MiningRun
from yichuang.mining.operations.expect_savings import expect_savings
from yichuang.mining.operations.keep_results import keep_results, keep_trouble
from yichuang.mining.ports import Miner, miner
from yichuang.mining.queries.source import cases_of
from yichuang.mining.rules.baskets import Basket, Done, baskets
from yichuang.mining.rules.measures import Found, look_again, withhold

EVERY = 5_000


class Stopped(Exception):
    """Somebody cancelled the run."""


@dataclass
class Work:
    """One run being worked on: how far it is, told to who looks on."""

    pk: UUID
    rows: int = 0
    persons: int = 0
    found: list[Basket] = field(default_factory=list)

    def tell(self, stage: str, progress: int, **more: int) -> None:
        """Say how far it is; :raises Stopped: when somebody cancelled it."""
        going = MiningRun.objects.filter(pk=self.pk, state=RUNNING)
        said = {"rows_read": self.rows, "persons": self.persons, "baskets": len(self.found), **more}
        if not going.update(stage=stage, progress=progress, **said):
            raise Stopped

    def count(self, done: Iterator[Done]) -> Iterator[Done]:
        """Pass cases on and count them; half of the way in steps that grow smaller, for nobody knows how many there are."""
        for one in done:
            self.rows += 1
            self.persons = one.person + 1
            if self.rows % EVERY == 0:
                self.tell(READING, 50 - 50 * EVERY // (EVERY + self.rows))
            yield one


def mine(*, run: str, actor: Actor, tick: Callable[[], datetime], engine: Callable[[str], Miner] = miner) -> None:
    """Work on a run that waits and keep what came out; what has ended already is left, what fails says why."""
    row = MiningRun.objects.filter(pk=run, state__in=(WAITING, RUNNING)).first()
    if row is None or not MiningRun.objects.filter(pk=row.pk, state__in=(WAITING, RUNNING)).update(state=RUNNING):
        return
    work = Work(row.pk)
    try:
        found, now = _found(row, work, engine), tick()
        work.tell(WEIGHING, 90)
        expected = expect_savings(row, found, work.found, now)
        work.tell(KEEPING, 95, sets=sum(len(one) > 1 for one in found.counts))
    except Stopped:
        return
    except (ArithmeticError, ImportError, LookupError, MemoryError, OSError, RuntimeError, ValueError) as error:
        keep_trouble(pk=row.pk, actor=actor, trouble=_in_words(row, error), now=tick())
        return
    keep_results(pk=row.pk, actor=actor, found=found, expected=expected, now=now)


def _found(row: MiningRun, work: Work, engine: Callable[[str], Miner]) -> Found:
    work.tell(READING, 1)
    work.found = list(baskets(work.count(cases_of(row)), window=row.window_days, grain=row.grain))
    work.tell(MINING, 50)
    counts = engine(row.engine).mine((one.names for one in work.found), row.least_persons, row.longest)
    work.tell(COUNTING, 80, sets=sum(len(one) > 1 for one in counts))
    seen = look_again(work.found, counts)
    return withhold(counts, seen, len(work.found), row.least_persons)


def _in_words(row: MiningRun, error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"平台没有安装“{row.get_engine_display()}”所需的组件（{error.name}），请改用本机，或由运维安装后再运行。"
    if isinstance(error, MemoryError):
        return "内存不足。请缩短时间范围，或改用 Spark 运行。"
    return f"分析没有完成：{error}"[:200]
