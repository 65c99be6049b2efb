"""The list of review rounds: mine to do, to be arranged, all; filtered, paged, exported."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.studio.forms import RoundFilter
from yichuang.studio.operations.export_reviews import export_reviews
from yichuang.studio.queries.reviews import WORKLISTS, filtered, visible_rounds
from yichuang.studio.rules.reviewing import RESULT_NAMES, RESULT_TONES

ORDER = "-opened_at"


@require_safe
@signed_in
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Show one worklist of rounds, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not (actor.may("review.arrange") or actor.may("review.judge")):
        raise NotAllowed("review.judge", "您的岗位不参与业务评审。")
    worklist = _worklist(request)
    rows = filtered(visible_rounds(actor), actor, {**request.GET.dict(), "list": worklist})
    page = page_of(rows, [ORDER], request.GET.get("cursor", ""))
    context: dict[str, Any] = {
        "page": page,
        "lines": [(row, RESULT_NAMES[row.result], RESULT_TONES[row.result]) for row in page.rows],
        "worklists": _worklists(actor),
        "worklist": worklist,
        "worklist_name": WORKLISTS[worklist],
        "filter": RoundFilter(request.GET),
    }
    return render(request, "studio/reviews.html", context)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered on screen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    worklist, now = _worklist(request), clock.now()
    rows = filtered(visible_rounds(actor), actor, {**request.GET.dict(), "list": worklist})
    out = BytesIO()
    named = rows.order_by(ORDER, "-pk").prefetch_related("assignments")[: LIMIT + 1]
    export_reviews(actor=actor, rows=named, title=WORKLISTS[worklist], out=out)
    return spreadsheet(out.getvalue(), "reviews", now)


def _worklists(actor: Actor) -> list[tuple[str, str]]:
    """Return the worklists that mean something to the actor, the first one to do first."""
    mine = {"mine": actor.may("review.judge"), "arrange": actor.may("review.arrange")}
    return [(key, name) for key, name in WORKLISTS.items() if mine.get(key, True)]


def _worklist(request: HttpRequest) -> str:
    asked = request.GET.get("list", "")
    return asked if asked in WORKLISTS else _worklists(request.actor)[0][0]  # type: ignore[attr-defined]
