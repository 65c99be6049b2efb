"""The sorting queue (S2-13): what is sorted first, how far each matter is, and how far each department is."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.rules.notices import TITLES
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.studio.forms import QueueFilter
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.queries import VIEW, writable_departments
from yichuang.studio.queries.sorting import page_of_lines, sorting_lines
from yichuang.studio.rules.sorting import STATES, TONES, Line, next_unsorted, progress
from yichuang.studio.rules.tiers import TIER_NAMES, TIER_TONES

HEADS = ("排名", "频次", "近 12 个月办件量", "事项", "实施部门", "梳理状态", "现行版本", "现行版本错误数")
SIZE = 30


@require_safe
@signed_in
def show_queue(request: HttpRequest) -> HttpResponse:
    """Show all matters, the most frequent first, with how far their sorting is."""
    lines = _lines(request)
    chosen = _filter(request, lines)
    page = page_of_lines(_filtered(lines, chosen), request.GET.get("cursor", ""), SIZE)
    mine = _writable(request.actor)  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "page": page,
        "rows": [_row(line) for line in page.rows],
        "filter": chosen,
        "upcoming": next_unsorted(line for line in lines if line.department_id in mine),
        "may_sort": bool(mine),
    }
    return render(request, "studio/queue.html", context)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give the queue as a spreadsheet, as it is filtered on screen."""
    lines = _lines(request)
    rows = [_cells(line) for line in _filtered(lines, _filter(request, lines))]
    out = BytesIO()
    write_sheet(out, "梳理队列", HEADS, rows)
    return spreadsheet(out.getvalue(), "queue", clock.now())


@require_POST
@signed_in
def sort_next(request: HttpRequest) -> HttpResponse:
    """Open the draft of the most frequent matter of one's departments that nobody has begun to sort."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("draft.write"):
        raise NotAllowed("draft.write", "您没有编写事项的权限。")
    mine = _writable(actor)
    line = next_unsorted(line for line in _lines(request) if line.department_id in mine)
    if line is None:
        done = Reason("none_left", "本部门没有未梳理的事项了。", rule="S2-13", todo="请在队列中查看进行中的事项。")
        raise Refused(done, title="没有下一个")
    draft = open_next_version(actor=actor, matter_key=line.key, now=clock.now(), note="梳理队列")
    messages.success(request, f"开始梳理“{draft.name}”。")
    return HttpResponseRedirect(f"/studio/{draft.pk}/")


@require_safe
@signed_in
def show_progress(request: HttpRequest) -> HttpResponse:
    """Show how far each department is; every number leads to its matters."""
    rows = progress(_lines(request))
    context = {"rows": [(row, _named(row.counts)) for row in rows], "states": STATES, "total": _total(rows)}
    return render(request, "studio/progress.html", context)


def _total(rows: list[Any]) -> dict[str, Any]:
    counts = {state: sum(row.counts[state] for row in rows) for state in STATES}
    return {
        "total": sum(row.total for row in rows),
        "counts": _named(counts),
        "with_errors": sum(row.with_errors for row in rows),
    }


def _named(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(state, STATES[state], count) for state, count in counts.items()]


def _lines(request: HttpRequest) -> list[Line]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "您没有查看事项梳理的权限。")
    return sorting_lines(actor, day_of(clock.now()))


def _writable(actor: Actor) -> set[int]:
    return {pk for pk, _ in writable_departments(actor)} if actor.may("draft.write") else set()


def _filter(request: HttpRequest, lines: list[Line]) -> QueueFilter:
    named = {line.department_id: line.department for line in lines}
    return QueueFilter(request.GET, sorted(named.items(), key=lambda item: item[1]))


def _filtered(lines: list[Line], chosen: QueueFilter) -> list[Line]:
    if not chosen.is_valid():
        return lines
    given = chosen.cleaned_data
    return [
        line
        for line in lines
        if given["q"].strip() in line.name
        and given["department"] in ("", str(line.department_id))
        and given["tier"] in ("", line.standing.tier)
        and given["state"] in ("", line.state)
        and (not given["faulty"] or bool(line.errors))
    ]


def _row(line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "tier": TIER_NAMES[line.standing.tier],
        "tier_tone": TIER_TONES[line.standing.tier],
        "state": STATES[line.state],
        "tone": TONES[line.state],
        "mark": TITLES.get(line.version_state, ""),
        "url": f"/studio/{line.draft_id}/" if line.draft_id else f"/catalog/{line.key}/",
    }


def _cells(line: Line) -> tuple[str | int | None, ...]:
    version = f"第 {line.version} 版" if line.version else ""
    return (line.standing.rank, TIER_NAMES[line.standing.tier], line.standing.volume, line.name, line.department,
            STATES[line.state], version, line.errors)  # fmt: skip
