"""What waits for publication, what was planned, and what of a draft differs from the version in force."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from yichuang.catalog.queries import PublishedMatter, latest_version, matter_keys_in_use
from yichuang.catalog.rules.comparison import Comparison, compare_versions
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.studio.models import Draft, PlannedPublication
from yichuang.studio.queries import visible_drafts
from yichuang.studio.queries.judging import Judgement, judge
from yichuang.studio.rules.states import APPROVED, PUBLISHED, SCHEDULED

STATES = (APPROVED, SCHEDULED)


def drafts_to_publish(actor: Actor, published: bool = False) -> QuerySet[Draft]:
    """Return the drafts that wait for publication (or were published), with their newest plan as annotations."""
    plans = PlannedPublication.objects.filter(draft=OuterRef("pk")).order_by("-pk")
    rows = visible_drafts(actor).filter(state__in=(PUBLISHED,) if published else STATES).select_related("candidate")
    return rows.annotate(
        plan_at=Subquery(plans.values("at")[:1]),
        plan_by=Subquery(plans.values("planned_by_name")[:1]),
        plan_state=Subquery(plans.values("state")[:1]),
        plan_problem=Subquery(plans.values("problem")[:1]),
    )


def plans_of(draft: Draft) -> list[PlannedPublication]:
    """Return every plan to publish a draft, the newest first."""
    return list(PlannedPublication.objects.filter(draft=draft).order_by("-pk"))


@dataclass(frozen=True)
class Draftwise:
    """A draft beside the newest published version: its judgement, and the comparison where there is something to compare."""

    judgement: Judgement
    before: PublishedMatter | None
    comparison: Comparison | None


def beside_the_version_in_force(draft: Draft) -> Draftwise:
    """Compare a draft with the newest published version; of what is examined, the frozen content is compared."""
    found = judge(draft.candidate.spec if draft.candidate else draft.document)
    before = latest_version(draft.key) if matter_keys_in_use([draft.key]) else None
    comparison = _compared(before, found.spec)
    return Draftwise(found, before, comparison)


def _compared(before: PublishedMatter | None, after: MatterSpec | None) -> Comparison | None:
    return compare_versions(before.spec, after) if before is not None and after is not None else None
