"""Work orders after bad ratings: the list, one with everything that may be done to it (rulebook 4.3 差评闭环)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.feedback import policies
from yichuang.feedback.forms import OrderFilter, OrderMoveForm
from yichuang.feedback.models import RatingOrder
from yichuang.feedback.operations.move_order import MOVES, move_order, show_author
from yichuang.feedback.queries import orders as reads
from yichuang.feedback.rules.grades import GRADES, INDICATOR_NAMES, REASON_NAMES
from yichuang.feedback.rules.ledger_words import in_words
from yichuang.feedback.rules.orders import TONES
from yichuang.feedback.views.sheets import sheet
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT

HEADS = (
    "工单号", "所评服务", "等级", "实名", "服务点", "部门", "被评价人", "回访人",
    "状态", "开单时间", "回访期限", "回访时间", "整改期限", "处理", "再评", "超期",
)  # fmt: skip
SORTS = {"opened": "opened_at", "due": "due", "number": "number"}
SHOW_AUTHOR = "author"


@require_safe
@signed_in
@never_cache
def list_orders(request: HttpRequest) -> HttpResponse:
    """Show the work orders that concern the actor."""
    form, listed, rows, order = _chosen(request)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
    today = day_of(clock.now())
    context = {
        "page": page,
        "lines": [(row, TONES[row.state], reads.lateness(row, today)) for row in page.rows],
        "filter": form,
        "list": listed,
        "lists": reads.LISTS.items(),
        "clear": f"?list={listed}" if listed else "?",
        **policies.places(request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "feedback/orders.html", context)


@require_safe
@signed_in
def export_orders(request: HttpRequest) -> HttpResponse:
    """Give the work orders as a spreadsheet, as they are filtered and sorted on screen."""
    _, _, rows, order = _chosen(request)
    today = day_of(clock.now())
    return sheet(
        request, "差评工单", HEADS, [_cells(row, today) for row in rows.order_by(order, "pk")[: LIMIT + 1]], "orders"
    )


def _cells(row: RatingOrder, today: Any) -> tuple[str, ...]:
    return (
        row.number, row.title, GRADES[row.grade], "是" if row.named else "", row.site.name,
        row.department.name if row.department else "", row.handler_name, row.assignee_name, row.get_state_display(),
        f"{row.opened_at.astimezone(CHINA):%Y-%m-%d %H:%M}", row.review_due.isoformat(),
        f"{row.followed_up_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if row.followed_up_at else "", row.due.isoformat(),
        row.settled_as, GRADES.get(row.rerated or 0, ""), reads.lateness(row, today),
    )  # fmt: skip


def _chosen(request: HttpRequest) -> tuple[OrderFilter, str, Any, str]:
    actor = request.actor  # type: ignore[attr-defined]
    form, listed = OrderFilter(request.GET), request.GET.get("list", "")
    text = (form.cleaned_data.get("q") or "").strip() if form.is_valid() else ""
    rows = reads.narrowed(reads.visible_orders(actor), actor, listed, text, day_of(clock.now()))
    asked = request.GET.get("sort", "-opened")
    column = SORTS.get(asked.removeprefix("-"))
    order = "-opened_at" if column is None else f"-{column}" if asked.startswith("-") else column
    return form, listed if listed in reads.LISTS else "", rows, order


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show a work order."""
    return _page(request, reads.order_for(request.actor, number))  # type: ignore[attr-defined]


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Make a move on a work order, or show its author to who calls back."""
    actor = request.actor  # type: ignore[attr-defined]
    now = clock.now()
    try:
        if verb == SHOW_AUTHOR:
            shown = show_author(actor=actor, number=number, reason=request.POST.get("reason", ""), now=now)
            return _page(request, reads.order_for(actor, number), shown=shown)
        row = move_order(actor=actor, number=number, verb=verb, said=OrderMoveForm(request.POST).said(), now=now)
    except Refused as refused:
        if refused.status == 404 or refused.reasons[0].code == "not_allowed":
            raise
        return _page(request, reads.order_for(actor, number), refused=refused, verb=verb)
    messages.success(request, f"{row.number}：{MOVES[verb].name}，已记录。")
    return HttpResponseRedirect(f"/feedback/orders/{number}/")


def _people(actor: Any, row: RatingOrder, today: Any) -> list[tuple[str, str]]:
    """Return whom the actor may name to call back: the unit's people, and himself, but never who was rated."""
    if row.state not in ("open", "assigned"):
        return []
    people = dict(reads.candidates(row, today))
    if actor.id != row.handler_id:
        people.setdefault(actor.id, actor.name)
    return list(people.items())


def _page(
    request: HttpRequest,
    row: RatingOrder,
    refused: Refused | None = None,
    verb: str = "",
    shown: dict[str, str] | None = None,
) -> HttpResponse:
    actor, today = request.actor, day_of(clock.now())  # type: ignore[attr-defined]
    rating = row.rating
    own = actor.id == row.handler_id
    context = {
        "row": row,
        "rating": rating,
        # Who was rated reads what for, not which ticket: he would know who it was (评价人信息保密).
        "number": "" if own else rating.request.number,
        "own": own,
        "reasons": [REASON_NAMES[one] for one in rating.reasons],
        "indicators": [(INDICATOR_NAMES[key], GRADES[value]) for key, value in rating.indicators.items()],
        "tone": TONES[row.state],
        "late": reads.lateness(row, today),
        "moves": reads.moves_of(actor, row),
        "people": _people(actor, row, today),
        "is_assignee": actor.id == row.assignee_id,
        "may_see_words": actor.id == row.assignee_id or not own,
        "may_complain": not own and actor.may(policies.COMPLAINT_TAKE, policies.place_of_site(row.site)),
        "rerated": GRADES.get(row.rerated or 0, ""),
        "history": [(event, in_words(event.type, event.payload)) for event in ledger.history(row.stream)],
        "given": request.POST if refused else {},
        "refused": refused,
        "verb": verb,
        "shown": shown,
    }
    return render(request, "feedback/order.html", context, status=refused.status if refused else 200)
