"""On what a matter's cases may go to a system: in the live environment on the opening sheet of a passed joint debugging (S0-21, S0-22).

Both ways of working alike (受办分离, 统一收单号): what is proven is the system, whoever opens the form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

TRIAL, SHEET, EMERGENCY, PRESET, EARLIER = "trial", "sheet", "emergency", "preset", "earlier"
BASES: dict[str, str] = {
    TRIAL: "联调环境",
    SHEET: "事项开通确认单",
    EMERGENCY: "紧急开通",
    PRESET: "演示预置",
    EARLIER: "规则启用前设置",
}
LEAST_WORDS = 6


@dataclass(frozen=True)
class Proof:
    """What speaks for a live system and a matter: its joint debugging is passed, and the code of the opening sheet."""

    passed: bool = False
    sheet: str = ""


@dataclass(frozen=True)
class Asked:
    """A route that is asked for. `emergency`: why it cannot wait for the sheet; `preset`: the platform itself sets a demonstration up."""

    live: bool
    proof: Proof = Proof()
    emergency: str = ""
    preset: bool = False


@dataclass(frozen=True)
class Basis:
    """On what a route stands: one of `BASES`, and the sheet's code or the reason."""

    kind: str
    said: str = ""


@dataclass(frozen=True)
class Lack:
    """What a live route lacks, and what to do next."""

    code: str
    message: str
    todo: str


def basis_of(asked: Asked) -> Basis | Sequence[Lack]:
    """Return on what a route may stand, or everything that it lacks."""
    if not asked.live:
        return Basis(TRIAL)
    if asked.proof.passed and asked.proof.sheet:
        return Basis(SHEET, asked.proof.sheet)
    if asked.preset:
        return Basis(PRESET, "演示环境载入，没有经过联调")
    why = asked.emergency.strip()
    if not why:
        return lacks(asked.proof)
    if len(why) < LEAST_WORDS:
        return [Lack("emergency", "紧急开通的原因没有写清楚。", "请用一句话写明为什么不能等联调和事项开通确认单。")]
    return Basis(EMERGENCY, why)


def lacks(proof: Proof) -> list[Lack]:
    """Return what an opening still lacks: the passed joint debugging, the sheet."""
    found = []
    if not proof.passed:
        todo = "请打开这个系统联调环境的“联调”页面，逐项通过并出具接口联调确认单。"
        found.append(Lack("not_passed", "这个事项的接口联调还没有通过。", todo))
    todo = "联调确认后，请在那次联调的页面选择本系统，出具事项开通确认单，流转随之设置。"
    return [*found, Lack("no_sheet", "还没有这个事项的事项开通确认单。", todo)]
