"""What is wrong with a draft, judged with what the platform knows: the material dictionary and the working calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from yichuang.catalog.rules.findings import MATTER, Finding
from yichuang.catalog.rules.spec import MatterSpec


@dataclass(frozen=True)
class Judgement:
    """The spec that a document makes (None when it makes none), and every finding, errors first."""

    spec: MatterSpec | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what stops publication: errors, and what could not be settled."""
        return tuple(finding for finding in self.findings if finding.severity != "advice")

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)


def judge(document: Mapping[str, Any]) -> Judgement:
    """Judge a draft's document, finished or not; never raises."""
    try:
        return Judgement(MatterSpec.model_validate(document), ())
    except ValidationError as error:
        return Judgement(None, tuple(_finding(fault) for fault in error.errors()))


def _finding(fault: Any) -> Finding:
    where = ".".join(map(str, fault["loc"]))
    return Finding("structure", "S2-11", "error", MATTER, f"{where}：{fault['msg']}" if where else str(fault["msg"]))
