"""The “办不成事”反映窗口 at work: the list, taking one, one with everything that may be done to it (S2-27③)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import matter_names
from yichuang.feedback import policies
from yichuang.feedback.forms import ComplaintFilter, ComplaintMoveForm, TakeForm
from yichuang.feedback.models import Complaint
from yichuang.feedback.operations.complain import complaint_from_order, take_complaint
from yichuang.feedback.operations.move_complaint import HAND, departments_of, masked, move_complaint, show_complainant
from yichuang.feedback.queries import complaints as reads
from yichuang.feedback.rules.complaints import BY_VERB, TONES
from yichuang.feedback.rules.grades import GRADES
from yichuang.feedback.rules.ledger_words import in_words
from yichuang.feedback.views.sheets import sheet
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.organizations.queries import find_site

HEADS = (
    "编号", "类别", "来源", "服务点", "办理部门", "事项", "统一申报编码",
    "状态", "登记时间", "答复期限", "答复时间", "代办", "轮次", "满意程度", "超期",
)  # fmt: skip
SORTS = {"taken": "taken_at", "due": "due", "number": "number"}
SHOW = "person"


def _viewer(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.COMPLAINT_VIEW, None, "查看投诉代办")
    return actor


@require_safe
@signed_in
@never_cache
def list_complaints(request: HttpRequest) -> HttpResponse:
    """Show the complaints that concern the actor."""
    actor = _viewer(request)
    form, listed, rows, order = _chosen(request, actor)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
    today = day_of(clock.now())
    context = {
        "page": page,
        "lines": [(row, TONES[row.state], reads.is_late(row, today), masked(row)) for row in page.rows],
        "filter": form,
        "list": listed,
        "lists": reads.LISTS.items(),
        "clear": f"?list={listed}" if listed else "?",
        "may_take": actor.may(policies.COMPLAINT_TAKE),
    }
    return render(request, "feedback/complaints.html", context)


@require_safe
@signed_in
def export_complaints(request: HttpRequest) -> HttpResponse:
    """Give the complaints as a spreadsheet, as they are filtered and sorted on screen; without what people said or who they are."""
    _, _, rows, order = _chosen(request, _viewer(request))
    today = day_of(clock.now())
    cells = [_cells(row, today) for row in rows.order_by(order, "pk")[: LIMIT + 1]]
    return sheet(request, "投诉代办", HEADS, cells, "complaints")


def _cells(row: Complaint, today: Any) -> tuple[str | int, ...]:
    return (
        row.number, row.get_kind_display(), row.get_source_display(), row.site.name,
        row.department.name if row.department else "", row.matter_name, row.case_number, row.get_state_display(),
        f"{row.taken_at.astimezone(CHINA):%Y-%m-%d %H:%M}", row.due.isoformat(),
        f"{row.answered_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if row.answered_at else "", "是" if row.agency else "",
        row.rounds, GRADES.get(row.satisfied or 0, ""), "是" if reads.is_late(row, today) else "",
    )  # fmt: skip


def _chosen(request: HttpRequest, actor: Any) -> tuple[ComplaintFilter, str, Any, str]:
    form, listed = ComplaintFilter(request.GET), request.GET.get("list", "")
    given = form.cleaned_data if form.is_valid() else {}
    text, kind = (given.get("q") or "").strip(), given.get("kind") or ""
    rows = reads.narrowed(reads.visible_complaints(actor), actor, listed, text, kind, day_of(clock.now()))
    asked = request.GET.get("sort", "-taken")
    column = SORTS.get(asked.removeprefix("-"))
    order = "-taken_at" if column is None else f"-{column}" if asked.startswith("-") else column
    return form, listed if listed in reads.LISTS else "", rows, order


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def take(request: HttpRequest) -> HttpResponse:
    """Write down what somebody says at the window or by telephone."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.COMPLAINT_TAKE, None, "登记投诉代办")
    places = [post for post in actor.posts if post.site_id]
    sites = list({str(post.site_id): post.site_name for post in places}.items())
    form, refused = TakeForm(request.POST or None, sites, matter_names()), None
    if request.method == "POST" and form.is_valid():
        site = find_site(int(form.cleaned_data["site_id"]))
        assert site is not None
        saying = form.saying(form.cleaned_data["source"])
        try:
            row = take_complaint(actor=actor, site=site, saying=saying, now=clock.now())
        except Refused as error:
            if error.status == 403:
                raise
            refused = error
        else:
            said = f"已登记 {row.number}，查询密码 {row.query_password}。请告诉反映人：凭编号和密码可在网上查询答复。"
            messages.success(request, said)
            return HttpResponseRedirect(f"/feedback/complaints/{row.number}/")
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/complaint_take.html", {"form": form, "refused": refused}, status=status)


@require_safe
@signed_in
@never_cache
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show a complaint."""
    return _page(request, reads.complaint_for(_viewer(request), number))


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Make a move on a complaint, or show who it was to who deals with it."""
    actor, now = _viewer(request), clock.now()
    try:
        if verb == SHOW:
            shown = show_complainant(actor=actor, number=number, reason=request.POST.get("reason", ""), now=now)
            return _page(request, reads.complaint_for(actor, number), shown=shown)
        said = ComplaintMoveForm(request.POST).said()
        row = move_complaint(actor=actor, number=number, verb=verb, said=said, now=now)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, reads.complaint_for(actor, number), refused=refused, verb=verb)
    messages.success(request, f"{row.number}：{HAND[verb].name}，已记录。")
    return HttpResponseRedirect(f"/feedback/complaints/{number}/")


@require_POST
@signed_in
@never_cache
def from_order(request: HttpRequest, number: str) -> HttpResponse:
    """Take a bad rating over as a complaint."""
    actor = request.actor  # type: ignore[attr-defined]
    text = request.POST.get("text", "")[:2000]
    try:
        row = complaint_from_order(actor=actor, number=number, text=text, now=clock.now())
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        messages.error(request, str(refused))
        return HttpResponseRedirect(f"/feedback/orders/{number}/")
    messages.success(request, f"已登记为投诉代办 {row.number}。")
    target = (
        f"/feedback/complaints/{row.number}/" if actor.may(policies.COMPLAINT_VIEW) else f"/feedback/orders/{number}/"
    )
    return HttpResponseRedirect(target)


def _page(
    request: HttpRequest,
    row: Complaint,
    refused: Refused | None = None,
    verb: str = "",
    shown: dict[str, str] | None = None,
) -> HttpResponse:
    actor, today = request.actor, day_of(clock.now())  # type: ignore[attr-defined]
    moves = reads.moves_of(actor, row)
    context = {
        "row": row,
        "person": masked(row),
        "reachable": bool(row.name or row.mobile),
        "tone": TONES[row.state],
        "late": reads.is_late(row, today),
        "moves": moves,
        "departments": departments_of(row) if any("department" in move.needs for move in moves) else [],
        "may_work": actor.may(policies.COMPLAINT_WORK, policies.place_of_complaint(row, policies.COMPLAINT_WORK)),
        "steps": [(step, BY_VERB[step.verb].name if step.verb in BY_VERB else "登记") for step in row.steps.all()],
        "satisfied": GRADES.get(row.satisfied or 0, ""),
        "history": [(event, in_words(event.type, event.payload)) for event in ledger.history(row.stream)],
        "given": request.POST if refused else {},
        "refused": refused,
        "verb": verb,
        "shown": shown,
    }
    return render(request, "feedback/complaint.html", context, status=refused.status if refused else 200)
