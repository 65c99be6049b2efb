"""May-see and reads of business reviews (S2-21): rounds, who is named for them, and whose grades the actor may see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from yichuang.accounts.queries import role_holders
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.studio.models import Draft, DraftRevision, Remark, ReviewAssignment, ReviewMark, ReviewRound
from yichuang.studio.queries import visible_drafts
from yichuang.studio.rules.review_changes import NodeChange, node_changes
from yichuang.studio.rules.reviewers import ROLE, Bench, Expert, offered
from yichuang.studio.rules.reviewing import PASSED, RETURNED, Given

ACTIVE = Q(assignments__replaced_at=None)
WORKLISTS: dict[str, str] = {"mine": "待我评审", "arrange": "待安排专家", "open": "评审中", "all": "全部"}


def visible_rounds(actor: Actor) -> QuerySet[ReviewRound]:
    """Return the rounds of the drafts that the actor may see, with how many experts are named and how many have finished."""
    rows = ReviewRound.objects.filter(draft__in=visible_drafts(actor).values("pk"))
    return (
        rows.select_related("draft", "draft__department")
        .defer("draft__document")
        .annotate(
            named=Count("assignments", filter=ACTIVE),
            done=Count("assignments", filter=ACTIVE & Q(assignments__done_at__isnull=False)),
        )
    )


def filtered(rows: QuerySet[ReviewRound], actor: Actor, given: Mapping[str, str]) -> QuerySet[ReviewRound]:
    """Narrow the rounds by worklist, name or code, and result."""
    worklist = given.get("list", "")
    if worklist == "mine":
        mine = ReviewAssignment.objects.filter(
            round=OuterRef("pk"), reviewer_id=actor.id, done_at=None, replaced_at=None
        )
        rows = rows.filter(Exists(mine), closed_at=None)
    elif worklist == "arrange":
        rows = rows.filter(closed_at=None, arranged_at=None)
    elif worklist == "open":
        rows = rows.filter(closed_at=None)
    if text := given.get("q", "").strip():
        rows = rows.filter(Q(draft__name__contains=text) | Q(draft__basic_code__startswith=text))
    if result := given.get("result", ""):
        rows = rows.filter(result="" if result == "open" else result)
    return rows


def rounds_of(draft: Draft) -> list[ReviewRound]:
    """Return the rounds of a draft with assignments and marks, the newest first (three statements)."""
    marks = Prefetch("marks", ReviewMark.objects.order_by("pk"))
    named = ReviewAssignment.objects.order_by("assigned_at", "pk").prefetch_related(marks)
    rounds = ReviewRound.objects.filter(draft=draft).select_related("previous")
    found = list(rounds.prefetch_related(Prefetch("assignments", named)).order_by("-number"))
    for round_ in found:
        round_.draft = draft
    return found


def open_round(draft: Draft) -> ReviewRound | None:
    """Return the round in which a draft is examined now."""
    return ReviewRound.objects.filter(draft=draft, closed_at=None).first()


def last_judged_round(key: str) -> ReviewRound | None:
    """Return the newest concluded round of a matter, of whichever draft: what the next one is compared with."""
    rows = ReviewRound.objects.filter(draft__key=key, result__in=(PASSED, RETURNED))
    return rows.order_by("-closed_at", "-pk").first()


def assignment_of(actor: Actor, round_: ReviewRound) -> ReviewAssignment | None:
    """Return the actor's own assignment in a round, None when he is not, or no longer, named."""
    return ReviewAssignment.objects.filter(round=round_, reviewer_id=actor.id, replaced_at=None).first()


def shown_assignments(actor: Actor, round_: ReviewRound) -> list[ReviewAssignment]:
    """Return those whose grades the actor may see: all once the round is closed; before that his own, and when it is finished
    the other finished ones (S2-21: experts judge independently).
    """
    named = [row for row in round_.assignments.all() if row.replaced_at is None]
    if round_.closed_at is not None:
        return named
    own = next((row for row in named if row.reviewer_id == actor.id), None)
    if own is None:
        return []
    return [row for row in named if row is own or (own.done_at is not None and row.done_at is not None)]


def given_by(assignment: ReviewAssignment) -> dict[str, Given]:
    """Return what an expert gave so far, by item."""
    return {
        mark.item: Given(mark.grade, mark.reason, tuple(Place(**place) for place in mark.places))
        for mark in assignment.marks.all()
    }


def bench_of(draft: Draft) -> Bench:
    """Return what experts are chosen for: the authoring office and everybody who wrote or submitted (two statements)."""
    authors = set(DraftRevision.objects.filter(draft=draft).values_list("author_id", flat=True))
    authors |= set(ReviewRound.objects.filter(draft=draft).values_list("opened_by_id", flat=True))
    authors.add(draft.created_by_id)
    return Bench(draft.department_id, draft.department.name, frozenset(authors))


def experts_for(draft: Draft, on: date) -> tuple[list[Expert], list[tuple[Expert, tuple[str, ...]]]]:
    """Return the experts who may review a draft, and the others each with why not."""
    holders = role_holders(ROLE, draft.department.receiving_id, on)
    experts = [Expert(one.id, one.name, one.departments, one.active) for one in holders]
    return offered(experts, bench_of(draft))


def reviewers_needed() -> int:
    """Return how many experts a review needs at least (S2-21 names none; the centre sets it)."""
    return max(1, int(settings.REVIEWERS_NEEDED))


def spec_of_round(round_: ReviewRound) -> MatterSpec:
    """Return the content that a round is about."""
    return spec_of(round_.candidate_id)


@dataclass(frozen=True)
class Earlier:
    """The round before: what each expert gave to each item, and what was changed since."""

    round: ReviewRound
    marks: dict[str, list[tuple[str, Given]]]
    changes: tuple[NodeChange, ...]

    @property
    def grades(self) -> dict[str, Collection[str]]:
        """Return the grades of the round by item."""
        return {item: [given.grade for _, given in marks] for item, marks in self.marks.items()}


def earlier_of(round_: ReviewRound) -> Earlier | None:
    """Return what a re-review is compared with, None for the first review of a matter."""
    before = round_.previous
    if before is None:
        return None
    marks: dict[str, list[tuple[str, Given]]] = {}
    for row in before.assignments.filter(replaced_at=None).prefetch_related("marks").order_by("assigned_at", "pk"):
        for item, given in given_by(row).items():
            marks.setdefault(item, []).append((row.reviewer_name, given))
    return Earlier(before, marks, node_changes(spec_of_round(before), spec_of_round(round_)))


def open_remarks(draft: Draft) -> list[Remark]:
    """Return what was said about a draft and is not settled yet, the oldest first."""
    return list(Remark.objects.filter(draft=draft, settled_at=None).order_by("at", "pk"))
