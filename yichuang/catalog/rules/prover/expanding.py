"""Split every leaf that S2-11 finds too coarse, as often as it takes: what an author would do click by click, as one repair."""

from typing import Any

from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.prover.diagrams import Budget, Exceeded, within_budget
from yichuang.catalog.rules.prover.features import Features
from yichuang.catalog.rules.prover.grain import Grain
from yichuang.catalog.rules.prover.journeys import Journeys
from yichuang.catalog.rules.prover.leaves import expand_leaf, tree
from yichuang.catalog.rules.prover.structure import read_draft

# Situations after which the rest is left to the author: more than that nobody can read, and a draft can be too large to be kept.
MOST_SITUATIONS = 300


def expand_all(document: dict[str, Any], budget: Budget = Budget()) -> None:  # noqa: B008 - frozen
    """Split the leaves of a document until none is too coarse, or it has `MOST_SITUATIONS`; each split settles a question for good."""
    while sum(1 for _ in tree(document)) < MOST_SITUATIONS and (found := _coarse(document, budget)):
        for one in found:
            assert one.repair is not None
            expand_leaf(document, **one.repair.arguments)
            if sum(1 for _ in tree(document)) >= MOST_SITUATIONS:
                break


def _coarse(document: dict[str, Any], budget: Budget) -> list[Finding]:
    spec = read_draft(document).spec
    if spec is None:
        return []
    try:
        with within_budget():
            grain = Grain(Features(Journeys(spec, budget)), budget)
            return [finding for finding in grain.coarse() if finding.repair is not None]
    except Exceeded:
        return []
