"""The sorting queue and the progress of departments, over /api/studio/… (S2-13)."""

from django.http import HttpRequest
from ninja import Query, Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS
from yichuang.foundations.problems import NotAllowed
from yichuang.studio.queries import VIEW
from yichuang.studio.queries.sorting import page_of_lines, sorting_lines
from yichuang.studio.rules.sorting import Line, progress
from yichuang.studio.schemas import publications as s

router = Router(tags=["事项梳理"], auth=staff_auth)


def _lines(request: HttpRequest) -> list[Line]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "您没有查看事项梳理的权限。")
    return sorting_lines(actor, day_of(clock.now()))


@router.get("/studio/queue", response={200: s.QueuePage, **PROBLEMS}, operation_id="list_queue", summary="梳理队列")
def get_queue(
    request: HttpRequest, cursor: str = "", size: int = Query(30, ge=1, le=200), state: str = "", tier: str = ""
) -> s.QueuePage:
    """Return the matters in the order in which they are sorted, the most frequent first."""
    lines = [line for line in _lines(request) if state in ("", line.state) and tier in ("", line.standing.tier)]
    page = page_of_lines(lines, cursor, size)
    return s.QueuePage(rows=[s.line_out(line) for line in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/studio/progress",
    response={200: list[s.SortingProgressOut], **PROBLEMS},
    operation_id="list_progress",
    summary="部门梳理进度",
)
def get_progress(request: HttpRequest) -> list[s.SortingProgressOut]:
    """Return how far each department is."""
    return [s.progress_out(row) for row in progress(_lines(request))]
