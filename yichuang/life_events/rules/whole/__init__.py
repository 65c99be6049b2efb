"""The prover of the whole: what can be settled about a life event before anyone applies, exactly and not by sampling (S2-25; prover.md).

Pure: a spec and facts about its members in; findings in the catalogue's shape out. Each member is walked under every combination of
answers that can matter to it (leaves.py); beyond the budget the answer is “undecided”, never a guess.
"""

from collections.abc import Sequence

from yichuang.catalog.rules.findings import Finding
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.whole.forms import forms
from yichuang.life_events.rules.whole.ground import Ground, member_place, section_of
from yichuang.life_events.rules.whole.leaves import BUDGET, Leaf, TooMany, leaves_of
from yichuang.life_events.rules.whole.limits import limits
from yichuang.life_events.rules.whole.members import members
from yichuang.life_events.rules.whole.papers import papers
from yichuang.life_events.rules.whole.questions import questions

__all__ = ["Ground", "prove_whole", "section_of", "stops"]
_SEVERITIES = ("error", "undecided", "advice")


def prove_whole(spec: LifeEventSpec, ground: Ground, budget: int = BUDGET) -> tuple[Finding, ...]:
    """Return everything that is wrong with a life event as a whole, errors first; nothing where it is proven."""
    leaves: dict[str, Sequence[Leaf] | None] = {}
    found: list[Finding] = []
    for one in spec.members:
        matter = ground.specs.get(one.id)
        try:
            leaves[one.id] = leaves_of(spec, one, matter, ground.on, budget) if matter else None
        except TooMany:
            leaves[one.id] = None
            said = f"“{ground.name(one.id)}”的答案组合太多，没有能逐一查完。请拆分问题，减少选项。"
            found.append(Finding("too_many", "S2-11", "undecided", member_place(one.id), said))
    found += members(spec, ground, leaves)
    found += questions(spec, ground, leaves, budget)
    found += forms(spec, ground, leaves)
    found += papers(spec, ground, leaves)
    found += limits(spec, ground)
    return tuple(sorted(found, key=lambda one: _SEVERITIES.index(one.severity)))


def stops(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that stop publication: errors, and what could not be settled."""
    return [one for one in findings if one.severity != "advice"]
