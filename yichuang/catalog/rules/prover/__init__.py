"""The prover: what can be settled about a matter before anyone applies, exactly and not by sampling (matters.md, “The prover”; docs/prover.md).

Pure: a spec in, findings with places, examples and repairs out. Decision diagrams hold all journeys at once.
"""

from yichuang.catalog.rules.prover.diagrams import Budget
from yichuang.catalog.rules.prover.proof import Proof, prove
from yichuang.catalog.rules.prover.situations import SituationPage, SituationRow, Situations

__all__ = ["Budget", "Proof", "SituationPage", "SituationRow", "Situations", "prove"]
