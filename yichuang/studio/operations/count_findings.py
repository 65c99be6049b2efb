"""Judge drafts and keep how often each check speaks up, so that lists and the overview need few statements (S2-15, S2-16)."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yichuang.catalog.rules.findings import Finding
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft, FindingCount
from yichuang.studio.queries.judging import Judgement, judge

NOTED = ["errors", "advices", "undecided", "judged_revision"]


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
        _keep(current)
    return len(current)


@unit_of_work()
def note_findings(draft: Draft, judgement: Judgement) -> None:
    """Keep what a save found in its draft, unless somebody has saved since; only imported drafts are counted check by check."""
    if draft.origin == "import" and _is_latest(draft):
        _keep([(draft, judgement)])
        return
    _note(draft, judgement)
    rows = Draft.objects.filter(pk=draft.pk, revision=draft.revision)
    rows.update(**{name: getattr(draft, name) for name in NOTED})


def _is_latest(draft: Draft) -> bool:
    """Tell whether a draft, locked from now on, still is at the revision that was judged."""
    rows = Draft.objects.select_for_update().filter(pk=draft.pk, revision=draft.revision)
    return rows.values_list("pk", flat=True).first() is not None


def _keep(current: Sequence[tuple[Draft, Judgement]]) -> None:
    for draft, judgement in current:
        _note(draft, judgement)
    drafts = [draft for draft, _ in current]
    FindingCount.objects.filter(draft__in=drafts).delete()
    FindingCount.objects.bulk_create(
        count for draft, judgement in current for count in _counts(draft, judgement.findings)
    )
    Draft.objects.bulk_update(drafts, NOTED, batch_size=500)


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
