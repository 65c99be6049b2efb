"""The question of S2-6: what full scope saves against 1+X and against one window per department, with the same staff.

Everything is asked on the same made days: the three arrangements with the same number of windows; then how few windows full scope and
1+X need for the wait that the departments' windows give; then how much slower an officer who does everything may be before it is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from yichuang.hall.rules.dispatch import Policy
from yichuang.hall.rules.twin.base import Base, learn
from yichuang.hall.rules.twin.experiments import Run, run
from yichuang.hall.rules.twin.measures import Estimate, Reading, estimate, over
from yichuang.hall.rules.twin.scenarios import DEPARTMENTS, FULL, ONE_PLUS_X, Changes, desks_for

SLOWER = (1.0, 1.1, 1.2, 1.3, 1.5)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """One arrangement: how many windows receive, mean and 90th percentile of the wait in minutes, the whole way, utilisation."""

    arrangement: str
    windows: int
    mean: Estimate
    p90: Estimate
    whole: Estimate
    utilisation: Estimate
    difference: Estimate


@dataclass(frozen=True)
class Answers:
    """The whole answer; `saved`: the fewest windows for the departments' 90th percentile, `slower`: pace of full scope → its p90."""

    windows: int
    same: tuple[Answer, ...]
    saved: tuple[Answer, ...]
    slower: tuple[tuple[float, Estimate], ...]


def ask(base: Base, changes: Changes, policy: Policy, tell: Tell = lambda said: None) -> Answers:
    """Return the answer for a hall's past days; `changes` gives windows, demand, runs and seed."""
    learned = learn(base)

    def result(arrangement: str, windows: int, pace: float = 1.0) -> Run:
        wanted = replace(changes, arrangement=arrangement, windows=windows, booths=())
        # Officers are alike here: which of them stays when windows are saved must not matter.
        desks = [replace(desk, factor=pace) for desk in desks_for(base, learned, wanted)]
        tell(f"{arrangement} {windows}")
        return run(learned, desks, wanted, policy)

    windows = changes.windows or sum("receive" in desk.skill.purposes for desk in base.desks)
    departments = result(DEPARTMENTS, windows)
    same = [_answer(DEPARTMENTS, windows, departments, departments)]
    saved = []
    for arrangement in (ONE_PLUS_X, FULL):
        found = result(arrangement, windows)
        same.append(_answer(arrangement, windows, found, departments))
        count, fewest = _fewest(arrangement, windows, found, departments, result)
        saved.append(_answer(arrangement, count, fewest, departments))
    slower = [(pace, over(result(FULL, windows, pace).readings, _p90)) for pace in SLOWER]
    return Answers(windows, tuple(same), tuple(saved), tuple(slower))


def _fewest(
    arrangement: str, windows: int, found: Run, reference: Run, result: Callable[[str, int], Run]
) -> tuple[int, Run]:
    """Return the fewest windows at which the 90th percentile is no longer than the reference's, going down one by one."""
    limit, count = over(reference.readings, _p90).mean, windows
    while count > 1:
        fewer = result(arrangement, count - 1)
        if over(fewer.readings, _p90).mean > limit:
            break
        count, found = count - 1, fewer
    return count, found


def _p90(one: Reading) -> float:
    return one.p90 / 60


def _answer(arrangement: str, windows: int, found: Run, reference: Run) -> Answer:
    pairs: Sequence[tuple[Reading, Reading]] = list(zip(found.readings, reference.readings, strict=True))
    return Answer(
        arrangement,
        windows,
        over(found.readings, lambda one: one.mean / 60),
        over(found.readings, _p90),
        over(found.readings, lambda one: one.whole / 60),
        over(found.readings, lambda one: 100 * one.utilisation),
        estimate([_p90(one) - _p90(other) for one, other in pairs]),
    )
