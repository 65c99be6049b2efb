"""What the checks found in imported drafts, summed up: a handful of statements however many drafts there are (S2-15, S2-16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from yichuang.catalog.rules.findings import SEVERITY_NAMES
from yichuang.foundations.actors import Actor
from yichuang.studio.models import Draft, FindingCount
from yichuang.studio.queries import visible_drafts
from yichuang.studio.rules.check_names import check_name
from yichuang.studio.rules.states import OPEN_STATES

MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class Rule:
    """One check with how many drafts it speaks up in, how often in all, and a sample."""

    code: str
    rule: str
    severity: str
    drafts: int
    total: int
    sample: str

    @property
    def name(self) -> str:
        """Return what the check looks for, in Chinese; its code where nobody named it."""
        return check_name(self.code)

    @property
    def severity_name(self) -> str:
        """Return the severity in Chinese."""
        return SEVERITY_NAMES[self.severity]


@dataclass(frozen=True)
class Totals:
    """How many imported drafts there are, how many were judged, and how many have no finding."""

    drafts: int
    judged: int
    clean: int


def imported_drafts(actor: Actor, department: str = "") -> QuerySet[Draft]:
    """Return the open drafts that came by an import and that the actor may see, of one department where it is named."""
    rows = visible_drafts(actor).filter(origin="import", state__in=OPEN_STATES)
    return rows.filter(department_id=int(department)) if department.isdecimal() else rows


def departments_of_imports(actor: Actor) -> list[tuple[str, str]]:
    """Return id and name of the departments that have imported drafts (one statement)."""
    rows = (
        imported_drafts(actor).order_by("department__name").values_list("department_id", "department__name").distinct()
    )
    return [(str(pk), name) for pk, name in rows]


def totals(actor: Actor, department: str) -> Totals:
    """Return the totals (one statement)."""
    judged = Q(judged_revision__gt=0)
    clean = judged & Q(errors=0, advices=0, undecided=0)
    found = imported_drafts(actor, department).aggregate(
        drafts=Count("pk"), judged=Count("pk", filter=judged), clean=Count("pk", filter=clean)
    )
    return Totals(**found)


def rules_found(actor: Actor, department: str) -> list[Rule]:
    """Return every check that found something, the most frequent first (one statement)."""
    rows = (
        _counts(actor, department)
        .values("code", "rule", "severity")
        .annotate(drafts=Count("draft"), total=Sum("count"), sample=Min("sample"))
        .order_by("-drafts", "code", "severity", "rule")
    )
    return [Rule(**row) for row in rows]


def drafts_with(actor: Actor, department: str, code: str) -> QuerySet[FindingCount]:
    """Return the drafts in which a check speaks up, for a list that pages through them."""
    return _counts(actor, department).filter(code=code).select_related("draft").defer("draft__document")


def exported(actor: Actor, department: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the export: matter, department, where it came from, check, rule, severity, how often, sample."""
    rows = _counts(actor, department).order_by("draft__name", "draft_id", "code", "severity")
    columns = (
        "draft__name",
        "draft__department__name",
        "draft__origin_note",
        "code",
        "rule",
        "severity",
        "count",
        "sample",
    )
    for row in rows.values_list(*columns)[:MOST_EXPORTED]:
        yield (*row[:3], check_name(row[3]), row[4], SEVERITY_NAMES[row[5]], *row[6:])


def _counts(actor: Actor, department: str) -> QuerySet[FindingCount]:
    return FindingCount.objects.filter(draft__in=imported_drafts(actor, department).values("pk"))
