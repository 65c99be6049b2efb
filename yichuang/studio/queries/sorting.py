"""The sorting queue: every matter with its tier and how far its sorting is (five statements, however many matters there are)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum

from yichuang.catalog.queries import MatterStanding, matter_standings
from yichuang.catalog.rules.notices import WITHDRAWAL
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.models import Draft, JudgedContent, MatterVolume
from yichuang.studio.policies import place_of
from yichuang.studio.queries import VIEW
from yichuang.studio.rules.sorting import OF_DRAFT, SORTED, UNSORTED, Line
from yichuang.studio.rules.states import OPEN_STATES, PUBLISHED
from yichuang.studio.rules.tiers import EDITION, Standing, first_month, ranked


def volumes(today: date) -> dict[str, int]:
    """Return the cases of the twelve months that end with this one, by matter (one statement)."""
    year, month = first_month(today.year, today.month)
    since = MatterVolume.objects.annotate(place=F("year") * 12 + F("month")).filter(place__gte=year * 12 + month)
    return dict(since.values_list("matter__key").annotate(total=Sum("count")).values_list("matter__key", "total"))


def sorting_lines(actor: Actor, today: date) -> list[Line]:
    """Return the matters whose drafts the actor may see, the most frequent first; withdrawn ones only while they are written anew."""
    standings = matter_standings()
    drafts = {draft.key: draft for draft in _open_drafts()}
    through = set(Draft.objects.filter(state=PUBLISHED).values_list("candidate_id", flat=True))
    errors = dict(JudgedContent.objects.filter(edition=EDITION).values_list("content_hash", "errors"))
    kept = [row for row in standings if row.state != WITHDRAWAL or row.key in drafts]
    fresh = [draft for key, draft in drafts.items() if key not in {row.key for row in standings}]
    counted = volumes(today)
    ranks = ranked({key: counted.get(key, 0) for key in (*(row.key for row in kept), *(draft.key for draft in fresh))})
    lines = [
        *(_line(row, ranks[row.key], drafts.get(row.key), row.version_id in through, errors) for row in kept
          if actor.may(VIEW, Place(division=row.division, department_id=row.department_id))),
        *(_new(draft, ranks[draft.key]) for draft in fresh
          if actor.may(VIEW, place_of(draft.department))),
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.mark)


def _open_drafts() -> list[Draft]:
    rows = Draft.objects.filter(state__in=OPEN_STATES).select_related("department")
    return list(
        rows.only("key", "name", "state", "department__name", "department__division_id", "department__served_in_id")
    )


def _line(row: MatterStanding, standing: Standing, draft: Draft | None, through: bool, errors: dict[str, int]) -> Line:
    state = OF_DRAFT[draft.state] if draft else SORTED if through else UNSORTED
    return Line(
        key=row.key,
        name=row.name,
        department_id=row.department_id,
        department=row.department,
        standing=standing,
        state=state,
        version=row.number,
        version_state=row.state,
        errors=errors.get(row.content_hash),
        draft_id=str(draft.pk) if draft else "",
    )


def _new(draft: Draft, standing: Standing) -> Line:
    name, department = draft.name, draft.department
    return Line(
        draft.key, name, department.pk, department.name, standing, OF_DRAFT[draft.state], draft_id=str(draft.pk)
    )


@dataclass(frozen=True)
class LinePage:
    """One page of the queue with the cursors to its neighbours."""

    rows: Sequence[Line]
    next: str = ""
    previous: str = ""


def page_of_lines(lines: Sequence[Line], cursor: str, size: int) -> LinePage:
    """Return the page at a cursor: the lines after a rank and key, or with `-` those before it.

    :raises Refused: 422 for a cursor that is not one of ours.
    """
    backwards = cursor.startswith("-")
    mark = _mark(cursor.lstrip("-")) if cursor else None
    after = [line for line in lines if mark is None or (line.mark < mark if backwards else line.mark > mark)]
    rows = after[-size:] if backwards else after[:size]
    if not rows:
        return LinePage(rows)
    first, last = rows[0].mark, rows[-1].mark
    return LinePage(
        rows,
        next=_written(last) if lines[-1].mark > last else "",
        previous=f"-{_written(first)}" if lines[0].mark < first else "",
    )


def _written(mark: tuple[int, str]) -> str:
    return f"{mark[0]}.{mark[1]}"


def _mark(cursor: str) -> tuple[int, str]:
    rank, dot, key = cursor.partition(".")
    if not dot or not (rank.isascii() and rank.isdigit()) or len(rank) > 9:
        reason = Reason("cursor", "翻页标记无法识别。", field="cursor", todo="请从第一页重新查询。")
        raise Refused(reason, status=422, title="翻页标记无效")
    return int(rank), key
