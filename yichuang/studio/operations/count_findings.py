"""Judge drafts and keep how often each check speaks up, so that lists and the overview need few statements (S2-15, S2-16)."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yichuang.catalog.rules.findings import Finding
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft, FindingCount
from yichuang.studio.queries.judging import Judgement, judge


@dataclass
class _Counted:
    rule: str
    sample: str
    count: int = 0


def count_findings(*, draft_ids: Sequence[uuid.UUID | str]) -> int:
    """Judge the drafts anew and return how many there were; nobody waits for the judging, and a draft saved meanwhile is left out."""
    drafts = list(Draft.objects.filter(pk__in=list(draft_ids)).order_by("pk"))
    judged = [(draft, judge(draft.document)) for draft in drafts]
    with unit_of_work():
        rows = Draft.objects.select_for_update().filter(pk__in=[draft.pk for draft in drafts])
        now_at = dict(rows.order_by("pk").values_list("pk", "revision"))
        current = [(draft, judgement) for draft, judgement in judged if now_at.get(draft.pk) == draft.revision]
        for draft, judgement in current:
            _note(draft, judgement)
        still = [draft for draft, _ in current]
        FindingCount.objects.filter(draft__in=still).delete()
        FindingCount.objects.bulk_create(
            count for draft, judgement in current for count in _counts(draft, judgement.findings)
        )
        Draft.objects.bulk_update(still, ["errors", "advices", "undecided", "judged_revision"], batch_size=500)
    return len(current)


def _note(draft: Draft, judgement: Judgement) -> None:
    draft.errors, draft.advices = judgement.count("error"), judgement.count("advice")
    draft.undecided, draft.judged_revision = judgement.count("undecided"), draft.revision


def _counts(draft: Draft, findings: Iterable[Finding]) -> list[FindingCount]:
    found: dict[tuple[str, str], _Counted] = {}
    for finding in findings:
        counted = found.setdefault(
            (finding.code[:40], finding.severity), _Counted(finding.rule[:80], finding.message[:300])
        )
        counted.count += 1
    return [
        FindingCount(
            draft=draft,
            code=code,
            severity=severity,
            rule=counted.rule,
            sample=counted.sample,
            count=counted.count,
            revision=draft.revision,
        )
        for (code, severity), counted in found.items()
    ]
