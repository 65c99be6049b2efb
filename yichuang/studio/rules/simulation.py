"""Simulated acceptance (模拟用户验收, S2-21②): who runs what where, what came out, and when it is passed.

“经 3 个以上不同综合窗口受理、受理人员与后台审批人员均无异议”: 三个以上 has three in it (民法典 1259).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

LEAST_WINDOWS = 3
ASSIGNED, RUNNING, CLERK_DONE, PASSED, OBJECTED = "assigned", "running", "clerk_done", "passed", "objected"
STATE_NAMES: dict[str, str] = {
    ASSIGNED: "待受理",
    RUNNING: "受理中",
    CLERK_DONE: "待后台审查",
    PASSED: "无异议",
    OBJECTED: "有异议",
}
TONES: dict[str, str] = {ASSIGNED: "grey", RUNNING: "blue", CLERK_DONE: "blue", PASSED: "green", OBJECTED: "red"}
COUNTER, BACK_OFFICE = "counter", "back_office"
SIDES: dict[str, str] = {COUNTER: "受理人员", BACK_OFFICE: "后台审批人员"}


@dataclass(frozen=True)
class End:
    """Where a journey led, or must lead: a situation with its materials, or an outcome without a case."""

    situation: str = ""
    situation_name: str = ""
    outcome: str = ""
    message: str = ""
    # (id, name)
    materials: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the end as it is stored."""
        return asdict(self) | {"materials": [list(pair) for pair in self.materials]}

    @property
    def words(self) -> str:
        """Return the end as people say it."""
        return self.situation_name or self.message or "还没有结果"


def end_of(stored: Mapping[str, Any]) -> End:
    """Return a stored end; nothing stored is no end yet."""
    materials = tuple((str(key), str(name)) for key, name in stored.get("materials", ()))
    texts = {name: str(stored.get(name, "")) for name in ("situation", "situation_name", "outcome", "message")}
    return End(**texts, materials=materials)


def differences(expected: End, actual: End) -> list[str]:
    """Return what came out otherwise than the script expects, one sentence each."""
    if (expected.situation, expected.outcome) != (actual.situation, actual.outcome):
        found = [f"预期“{expected.words}”，实际“{actual.words}”。"]
    else:
        found = []
    wanted, got = dict(expected.materials), dict(actual.materials)
    found += [f"预期要交“{name}”，实际没有要求。" for key, name in wanted.items() if key not in got]
    return found + [f"预期不要“{name}”，实际要求提交。" for key, name in got.items() if key not in wanted]


def propose(scripts: Sequence[int], windows: Sequence[int]) -> list[tuple[int, int]]:
    """Return a distribution: scripts dealt to windows in turn, so that all are covered and the load is even.

    Fewer scripts than windows are dealt again, so that every window has one.
    """
    if not scripts or not windows:
        return []
    rounds = max(len(scripts), len(windows))
    return [(scripts[turn % len(scripts)], windows[turn % len(windows)]) for turn in range(rounds)]


def plan_faults(scripts: Iterable[int], windows: Mapping[int, str], pairs: Sequence[tuple[int, int]]) -> list[str]:
    """Return what is wrong with a distribution; `windows` are those that may be chosen, by id."""
    known = set(scripts)
    faults = []
    if {script for script, _ in pairs} - known or {window for _, window in pairs} - set(windows):
        faults.append("分配里有不存在的剧本，或不是综合受理窗口的窗口。")
    if missing := sorted(known - {script for script, _ in pairs}):
        faults.append(f"剧本 {_listed(missing)} 没有分配给任何窗口。")
    used = {window for _, window in pairs}
    if len(used) < LEAST_WINDOWS:
        faults.append(f"只用了 {len(used)} 个窗口，至少要 {LEAST_WINDOWS} 个不同的综合窗口。")
    return faults


@dataclass(frozen=True)
class RunFacts:
    """One script at one window: its numbers, who stands there, how far it is."""

    script: int
    window: int
    clerk: str
    state: str


def why_not_here(runs: Iterable[RunFacts], clerk: str, window: int) -> str:
    """Return why a clerk cannot stand at a window of this acceptance: whoever stands at another already makes no different window."""
    others = {run.window for run in runs if run.clerk == clerk and run.window != window}
    return "您已在另一个窗口参加这次验收；同一人不能代表两个窗口。" if others else ""


@dataclass(frozen=True)
class Standing:
    """How far an acceptance is: windows without objection, and every reason why it is not passed yet."""

    windows: frozenset[int]
    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Tell whether it is passed."""
        return not self.missing


def standing(scripts: Iterable[int], runs: Sequence[RunFacts]) -> Standing:
    """Judge an acceptance: every run of every script without objection, at three different windows or more."""
    objected = {run.window for run in runs if run.state == OBJECTED}
    agreed = {run.window for run in runs if run.state == PASSED} - objected
    done = {run.script for run in runs if run.state == PASSED}
    missing = []
    if disputed := sum(run.state == OBJECTED for run in runs):
        missing.append(f"{disputed} 次受理有异议，还没有处理。")
    if waiting := sum(run.state in (ASSIGNED, RUNNING, CLERK_DONE) for run in runs):
        missing.append(f"{waiting} 次受理还没有完成。")
    if open_ := sorted(set(scripts) - done):
        missing.append(f"剧本 {_listed(open_)} 还没有无异议地走完。")
    if len(agreed) < LEAST_WINDOWS:
        missing.append(f"无异议的窗口 {len(agreed)} 个，至少要 {LEAST_WINDOWS} 个不同的综合窗口。")
    return Standing(frozenset(agreed), tuple(missing))


class Run(Protocol):
    """A run as the matrix shows it: its state and who receives, nobody yet being empty."""

    state: str
    clerk_id: Any


def cell(pair: tuple[int, int], window: str, there: Mapping[tuple[int, int], Run], ticked: Any) -> dict[str, Any]:
    """Return what the matrix of scripts and windows shows at a script and a window (with its name), of the runs that are there."""
    run = there.get(pair)
    return {
        "value": f"{pair[0]}-{pair[1]}",
        "window": window,
        "ticked": pair in ticked,
        "run": run,
        "state": STATE_NAMES[run.state] if run else "",
        "tone": TONES[run.state] if run else "",
        "begun": run is not None and bool(run.clerk_id),
    }


def after_dismissal(*, done: bool, examined: bool) -> str:
    """Return the state of a run whose objections were all dismissed: what its objectors had finished stays finished."""
    if examined:
        return PASSED
    return CLERK_DONE if done else RUNNING


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))
