"""What is wrong with a draft, judged with what the platform knows: the material dictionary and the working calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.queries.dictionary import dictionary
from yichuang.catalog.rules.cuts import cut_findings
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.naming import name_findings
from yichuang.catalog.rules.prover import Proof, lawful, prove, read_draft
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.calendars import calendar
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.rules.documents import unfit
from yichuang.studio.rules.faults import dangling, ordered, unfinished
from yichuang.studio.rules.repairs import NoSuchRepair, apply_repair


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
    lost = list(dangling(document))
    repairable = {finding.place for finding in lost}
    read = [found for found in draft.findings if found.code != "structure" or found.place not in repairable]
    structure = [*read, *lost, *unfinished(document)]
    if draft.spec is None:
        return Judgement(None, ordered(structure))
    proof, words = prove(draft.spec), dictionary()
    said = [*name_findings(draft.spec, words), *cut_findings(draft.spec, words)]
    found = [*structure, *proof.findings, *_lawful(draft.spec, draft.findings), *said]
    return Judgement(draft.spec, ordered(found), proof)


def _lawful(spec: MatterSpec, missing: Sequence[Finding]) -> list[Finding]:
    """Return what is against a rule; a limit that nobody has written yet is missing, and not compared as “on the spot”."""
    unwritten = {finding.place.field for finding in missing if finding.code == "missing_field"}
    compared = not unwritten & {"promised_limit", "statutory_limit"}
    return [finding for finding in lawful(spec, calendar()) if compared or finding.code != "promise"]


def judged_unsaved(document: Any) -> Judgement:
    """Judge a document that somebody sends without saving it.

    :raises Refused: 422 when it could not be kept either.
    """
    _demand_fit(document)
    return judge(document)


def _demand_fit(document: Any) -> None:
    if faults := unfit(document):
        todo = "请删去异常的内容后再试。"
        raise Refused(
            *(Reason("unfit", fault, "document", todo=todo) for fault in faults), status=422, title="没有校验"
        )


def repaired(document: Mapping[str, Any], code: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document put right by a finding's repair.

    :raises Refused: 422 when there is no such repair, or what it was about has changed.
    """
    _demand_fit(document)
    try:
        return apply_repair(document, code, arguments)
    except (NoSuchRepair, LookupError, TypeError, ValueError) as error:
        reason = Reason(
            "repair", "这一处已经变了，不能一键修复。", kept="文稿没有改动。", todo="请等校验结果更新后再试。"
        )
        raise Refused(reason, status=422, title="没有修复") from error
