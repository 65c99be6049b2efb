"""May-see and reads of hand-overs: what waits, what is on its way, and whether received today meant handed over today (S2-42)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from yichuang.cases.models import Case, CaseMaterial, HandoverArrangement, HandoverBatch, HandoverItem
from yichuang.cases.queries.happened import paper_due
from yichuang.cases.rules.facts import PAPER
from yichuang.cases.rules.handover import AFTER_ACCEPTANCE, CANCELLED, STATES
from yichuang.cases.rules.states import State
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound

GIVE = {"to_department": "handover.give", "to_issuing": "handover.give_results"}
TAKE = {"to_department": "handover.take", "to_issuing": "handover.take_results"}
SHOWN = 200
# The paper of a case that is over already is looked for among these; what was received earlier was listed while it was open.
SERVED, LATELY = (State.DELIVERED, State.CLOSED), timedelta(days=90)
# What the lists so far may be sorted by, as the address says it, and the column behind it.
SORTS = {"prepared": "prepared_at", "number": "number", "site": "site_name", "department": "department_name"}
FIRST = "-prepared"


@dataclass(frozen=True)
class Day:
    """One day of the same-day measure: cases received that day whose paper was due, and how many left the same day."""

    day: date
    received: int
    same_day: int

    @property
    def percent(self) -> int:
        """Return the share in whole percent."""
        return round(100 * self.same_day / self.received)


def _ids(actor: Actor, act: str, scope: str) -> list[int]:
    return [int(grant.value) for grant in actor.scopes(act) if grant.scope == scope]


def _live(direction: str, **of: Any) -> QuerySet[HandoverItem]:
    return HandoverItem.objects.filter(~Q(taken_over=False), batch__direction=direction, **of).exclude(
        batch__state=CANCELLED
    )


def _paper() -> QuerySet[CaseMaterial]:
    """Return paper that came in after the last list of its case: the first time, or again after a supplement."""
    listed = _live("to_department", case=OuterRef("case"), batch__prepared_at__gte=OuterRef("received_at"))
    counted = Q(originals__gt=0) | Q(copies__gt=0)
    return CaseMaterial.objects.filter(counted, ~Exists(listed), needed=True, received_as=PAPER)


def waiting(actor: Actor, direction: str, now: datetime) -> QuerySet[Case]:
    """Return the cases whose paper (or result) the actor's counter (or department) has still to hand over.

    A case that was served before its paper left, as instant matters are, still waits with its paper, for as long as `LATELY`.
    """
    if direction == "to_issuing":
        mine = Case.objects.filter(department__in=_ids(actor, GIVE[direction], "department"), state=State.AT_ISSUING)
        return mine.filter(~Exists(_live(direction, case=OuterRef("pk"))))
    due = Q(state__in=AFTER_ACCEPTANCE) | Q(state=State.RECEIVED, acceptance_role="collect_only")
    due |= Q(state__in=SERVED, received_at__gte=now - LATELY)
    mine = Case.objects.filter(due, site__in=_ids(actor, GIVE[direction], "site"))
    return mine.filter(Exists(_paper().filter(case=OuterRef("pk"))))


def papers_waiting(cases: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """Return what paper of each case waits, as lists print it (one statement)."""
    found: dict[int, list[dict[str, Any]]] = {case.pk: [] for case in cases}
    for row in _paper().filter(case__in=[case.pk for case in cases]).order_by("position"):
        found[row.case_id].append({"name": row.name, "originals": row.originals, "copies": row.copies})
    return found


def results_waiting(cases: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """Return the registered result of each case as lists print it (one statement)."""
    rows = Case.objects.filter(pk__in=[case.pk for case in cases]).values_list(
        "pk", "decision__result_name", "decision__result_number"
    )
    return {
        pk: [{"name": f"{name or ''} {number or ''}".strip(), "originals": 1, "copies": 0}] for pk, name, number in rows
    }


def visible_batches(actor: Actor) -> QuerySet[HandoverBatch]:
    """Return the batches of the actor's counter, department or division."""
    seen = Q(pk__in=[])
    for grant in actor.scopes("handover.view"):
        column = {"site": "site", "department": "department", "division": "site__division__code__startswith"}[
            grant.scope
        ]
        seen |= Q(**{column: grant.value})
    return HandoverBatch.objects.filter(seen)


def filtered(rows: QuerySet[HandoverBatch], given: Mapping[str, str]) -> QuerySet[HandoverBatch]:
    """Narrow the lists by state, direction, the beginning of number, site or department, and days; what cannot be read is left aside."""
    if (state := given.get("state", "")) in STATES:
        rows = rows.filter(state=state)
    if (direction := given.get("direction", "")) in GIVE:
        rows = rows.filter(direction=direction)
    if asked := given.get("q", "").strip():
        named = Q(site_name__contains=asked) | Q(department_name__contains=asked)
        rows = rows.filter(Q(number__startswith=asked) | named)
    if since := _day(given.get("since", "")):
        rows = rows.filter(prepared_at__gte=datetime.combine(since, datetime.min.time(), tzinfo=CHINA))
    if until := _day(given.get("until", "")):
        end = datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=CHINA)
        rows = rows.filter(prepared_at__lt=end)
    return rows


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def order_of(sort: str) -> str:
    """Return the column to order the lists by; an order that is none falls back to the newest first."""
    if sort.removeprefix("-") not in SORTS:
        sort = FIRST
    return f"{'-' if sort.startswith('-') else ''}{SORTS[sort.removeprefix('-')]}"


def batch_for(actor: Actor, number: str) -> HandoverBatch:
    """Return one batch that the actor may see.

    :raises NotFound: when there is none or it is not the actor's to see.
    """
    found = visible_batches(actor).select_related("document").filter(number=number).first()
    if found is None:
        raise NotFound("这张移交清单", "请核对清单编号；其他单位的清单不能在这里查看。")
    return found


def to_take(actor: Actor) -> QuerySet[HandoverBatch]:
    """Return the batches that were signed out and wait for the actor's signature."""
    theirs = Q(direction="to_department", department__in=_ids(actor, TAKE["to_department"], "department"))
    theirs |= Q(direction="to_issuing", site__in=_ids(actor, TAKE["to_issuing"], "site"))
    return HandoverBatch.objects.filter(theirs, state="signed_out").annotate(count=Count("items"))


def arrangements(site_ids: Sequence[int]) -> QuerySet[HandoverArrangement]:
    """Return what the sites agreed with departments."""
    rows = HandoverArrangement.objects.filter(site__in=site_ids).select_related("site", "department")
    return rows.order_by("site__name", "department__name")


def sites_arranged_by(actor: Actor) -> list[int]:
    """Return the sites for which the actor keeps the arrangements."""
    return _ids(actor, "handover.arrange", "site")


def same_day(actor: Actor, since: date, until: date) -> list[Day]:
    """Return, for each day of receipt, how many cases with paper were due and how many left the same day (one statement).

    A case counts once it may leave: accepted, or received where the centre only collects. Latest day first.
    """
    rows = (
        paper_due(_seen_cases(actor), since, until)
        .values("day")
        .annotate(received=Count("pk"), same_day=Count("pk", filter=Q(left=F("day"))))
        .order_by("-day")
    )
    return [Day(row["day"], row["received"], row["same_day"]) for row in rows]


def _seen_cases(actor: Actor) -> QuerySet[Case]:
    seen = Q(pk__in=[])
    for grant in actor.scopes("handover.view"):
        column = {"site": "site", "department": "department", "division": "division__startswith"}[grant.scope]
        seen |= Q(**{column: grant.value})
    return Case.objects.filter(seen)
