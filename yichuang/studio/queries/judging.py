"""What is wrong with a draft, judged with what the platform knows: the material dictionary and the working calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.queries.dictionary import dictionary
from yichuang.catalog.rules.cuts import cut_findings
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.naming import name_findings
from yichuang.catalog.rules.prover import Proof, lawful, prove, read_draft
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.calendars import calendar

SEVERITIES = ("error", "undecided", "advice")


@dataclass(frozen=True)
class Judgement:
    """The spec of all that could be used (None: nothing could), every finding, errors first, and the proof they come from."""

    spec: MatterSpec | None
    findings: tuple[Finding, ...]
    proof: Proof | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what stops publication: errors, and what could not be settled."""
        return tuple(finding for finding in self.findings if finding.severity != "advice")

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def judge(document: Mapping[str, Any]) -> Judgement:
    """Judge a draft's document, finished or not; never raises (at most two statements: dictionary and calendar are remembered)."""
    draft = read_draft(document)
    if draft.spec is None:
        return Judgement(None, draft.findings)
    proof, words = prove(draft.spec), dictionary()
    findings = [
        *draft.findings,
        *proof.findings,
        *lawful(draft.spec, calendar()),
        *name_findings(draft.spec, words),
        *cut_findings(draft.spec, words),
    ]
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return Judgement(draft.spec, tuple(findings), proof)
