"""The prover: what can be settled about a matter before anyone applies, exactly and not by sampling (docs/prover.md).

Pure: a spec in; findings with places, examples and repairs out. Decision diagrams hold all journeys at once.
"""

from yichuang.catalog.rules.prover.applicants import Applicants, Script, applicants
from yichuang.catalog.rules.prover.diagrams import Budget
from yichuang.catalog.rules.prover.lawful import lawful
from yichuang.catalog.rules.prover.proof import Proof, prove
from yichuang.catalog.rules.prover.repairs import alternatives, apply_repair
from yichuang.catalog.rules.prover.situations import SituationPage, SituationRow, Situations
from yichuang.catalog.rules.prover.structure import Draft, read_draft

__all__ = [
    "Applicants", "Budget", "Draft", "Proof", "Script", "SituationPage", "SituationRow", "Situations",
    "alternatives", "applicants", "apply_repair", "lawful", "prove", "read_draft",
]  # fmt: skip
