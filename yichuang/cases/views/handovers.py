"""Hand-over of paper and results (S2-42, S2-44): what waits, what arrives, the batch with both signatures, the same-day measure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.models import Case, HandoverBatch
from yichuang.cases.operations.arrange_handover import Agreement, arrange_handover
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.cases.operations.sign_handover import cancel_handover, may, sign_in, sign_out
from yichuang.cases.queries import handovers
from yichuang.cases.rules import handover
from yichuang.cases.rules.handover import DIRECTIONS, STATES, WAYS, Taken
from yichuang.cases.rules.ledger_words import in_words
from yichuang.cases.views.exports import exported
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.organizations.queries import departments

MEASURED_DAYS = 31
HEADS = ("清单", "方向", "服务点", "部门", "件数", "交接时段", "交接方式", "状态", "生成", "移交签字", "接收签字")


class BatchFilter(forms.Form):
    """What the lists so far are narrowed by; everything may be left empty."""

    q = forms.CharField(label="清单编号、服务点或部门", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES.items()])
    direction = forms.ChoiceField(label="方向", required=False, choices=[("", "全部"), *DIRECTIONS.items()])
    since = forms.CharField(label="生成日期起", required=False, max_length=10)
    until = forms.CharField(label="生成日期止", required=False, max_length=10)


class ArrangementForm(forms.Form):
    """What a site and a department agree."""

    department = forms.ChoiceField(label="部门")
    site_contact = forms.CharField(label="中心交接联络人", max_length=80)
    department_contact = forms.CharField(label="部门交接联络人", max_length=80)
    slots = forms.CharField(
        label="交接时段", help_text="24 小时制，多个时段用空格分开，例如 11:00 16:30", max_length=100
    )
    way = forms.ChoiceField(label="交接方式", choices=list(WAYS.items()))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(row.pk), row.name) for row in departments()]


def _demand_view(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("handover.view"):
        raise NotAllowed("handover.view", "您的岗位不办理材料交接。")
    return actor


@signed_in
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits to be handed over, what arrives, and the lists so far."""
    return _overview(request)


def _overview(request: HttpRequest, refused: Refused | None = None, chosen: Sequence[str] = ()) -> HttpResponse:
    actor = _demand_view(request)
    rows = handovers.filtered(handovers.visible_batches(actor), request.GET)
    order = handovers.order_of(request.GET.get("sort", ""))
    context = {
        "groups": [group for direction in DIRECTIONS for group in _groups(actor, direction)],
        "arriving": handovers.to_take(actor)[:50],
        "page": page_of(rows, [order], request.GET.get("cursor", ""), 20),
        "filter": BatchFilter(request.GET),
        "first": handovers.FIRST,
        "states": list(STATES.items()),
        "directions": DIRECTIONS,
        "ways": WAYS.items(),
        "chosen": chosen,
        "refused": refused,
        "may_arrange": actor.may("handover.arrange"),
    }
    return render(request, "cases/handovers.html", context, status=refused.status if refused else 200)


@signed_in
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest) -> HttpResponse:
    """Give the lists so far as a spreadsheet, as they are filtered and sorted on screen; who took it is on record."""
    actor = _demand_view(request)
    rows = handovers.filtered(handovers.visible_batches(actor), request.GET).annotate(count=Count("items"))
    rows = rows.order_by(handovers.order_of(request.GET.get("sort", "")), "pk")[: LIMIT + 1]
    return exported(request, HEADS, map(_cells, rows), "移交清单", "handovers")


def _cells(batch: Any) -> list[str]:
    times = (batch.prepared_at, batch.signed_out_at, batch.signed_in_at)
    prepared, given, taken = (f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else "" for at in times)
    return [
        batch.number,
        DIRECTIONS[batch.direction],
        batch.site_name,
        batch.department_name,
        str(batch.count),
        batch.slot,
        WAYS.get(batch.way, ""),
        STATES[batch.state],
        f"{batch.prepared_by_name} {prepared}",
        f"{batch.signed_out_by_name} {given}".strip(),
        f"{batch.signed_in_by_name} {taken}".strip(),
    ]


def _groups(actor: Any, direction: str) -> list[dict[str, Any]]:
    """Return the waiting cases by the two sides of a list: one group, one list."""
    if not actor.may(handovers.GIVE[direction]):
        return []
    cases = list(
        handovers.waiting(actor, direction, clock.now()).order_by("department_name", "received_at")[: handovers.SHOWN]
    )
    if direction == "to_department":
        lines = handovers.papers_waiting(cases) if cases else {}
    else:
        lines = handovers.results_waiting(cases) if cases else {}
    sides: dict[tuple[str, str], list[tuple[Case, list[dict[str, Any]]]]] = defaultdict(list)
    for case in cases:
        sides[(case.site_name, case.department_name)].append((case, lines[case.pk]))
    return [
        {"direction": direction, "taker": site if direction == "to_issuing" else department, "rows": rows}
        for (site, department), rows in sides.items()
    ]


@signed_in
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Make a list of the ticked cases."""
    given = request.POST
    chosen = tuple(given.getlist("case"))
    bundle = Bundle(given.get("direction", ""), chosen, given.get("slot", "").strip(), given.get("way", ""))
    try:
        batch = prepare_handover(actor=request.actor, bundle=bundle, now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _overview(request, refused, chosen)
    messages.success(request, f"已生成{DIRECTIONS[batch.direction]}清单 {batch.number}，请打印后交接。")
    return HttpResponseRedirect(f"/handovers/{batch.number}/")


@signed_in
@require_http_methods(["GET", "HEAD"])
def batch_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show one list with its cases, signatures, differences and history."""
    return _batch(request, number)


def _batch(request: HttpRequest, number: str, refused: Refused | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    batch = handovers.batch_for(actor, number)
    giver, taker = batch.site_name, batch.department_name
    if batch.direction == "to_issuing":
        giver, taker = taker, giver
    context = {
        "batch": batch,
        "giver": giver,
        "taker": taker,
        "direction": DIRECTIONS[batch.direction],
        "way": WAYS[batch.way],
        "state_name": STATES[batch.state],
        "items": [
            {
                "row": item,
                "found": request.POST.get(f"found.{item.case.number}", ""),
                "difference": request.POST.get(f"difference.{item.case.number}", item.difference),
            }
            for item in batch.items.select_related("case")
        ],
        "may_give": not handover.refuse_signing(batch.state, "giver") and may(actor, batch, handovers.GIVE),
        "may_take": not handover.refuse_signing(batch.state, "taker") and may(actor, batch, handovers.TAKE),
        "history": [(event, in_words(event.type)) for event in ledger.history(batch.stream)],
        "pdf_url": f"/handovers/{number}/list/",
        "refused": refused,
    }
    return render(request, "cases/handover.html", context, status=refused.status if refused else 200)


@signed_in
@require_POST
def sign(request: HttpRequest, number: str, side: str) -> HttpResponse:
    """Sign for one side, or take the list back."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    batch = handovers.batch_for(actor, number)

    def perform() -> str:
        return _act(request, actor, batch, side, now)

    return acted(request, perform, lambda refused: _batch(request, number, refused), f"/handovers/{number}/")


def _act(request: HttpRequest, actor: Any, batch: HandoverBatch, side: str, now: Any) -> str:
    if side == "out":
        sign_out(actor=actor, number=batch.number, now=now)
        return "已签字移交，等待对方清点签收。"
    if side == "in":
        sign_in(actor=actor, number=batch.number, found=_found(request, batch), now=now)
        return "已签收。未接收的件已回到对方的待交接列表。"
    if side == "cancel":
        cancel_handover(actor=actor, number=batch.number, reason=request.POST.get("reason", ""), now=now)
        return "清单已取消，其中的件回到待交接列表。"
    raise NotFound("这个操作")


def _found(request: HttpRequest, batch: HandoverBatch) -> dict[str, Taken]:
    found = {}
    for item in batch.items.select_related("case"):
        number = item.case.number
        said = request.POST.get(f"found.{number}", "")
        if said in ("yes", "no"):
            found[number] = Taken(said == "yes", request.POST.get(f"difference.{number}", ""))
    return found


@signed_in
@require_http_methods(["GET", "HEAD"])
def list_file(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the signed PDF of the list."""
    batch = handovers.batch_for(request.actor, number)  # type: ignore[attr-defined]
    if batch.document is None or batch.document.file is None:
        raise NotFound("这张清单的文件", "清单正在生成，请稍后刷新；也可以直接打印清单页。")
    return recorded_response(request, batch.document.file, f"交接清单 {number}", f"{batch.document.title}{number}.pdf")


@signed_in
@require_http_methods(["GET", "HEAD"])
def measure(request: HttpRequest) -> HttpResponse:
    """Show, day by day, how much of what was received was handed over the same day."""
    actor = _demand_view(request)
    today = day_of(clock.now())
    days = handovers.same_day(actor, today - timedelta(days=MEASURED_DAYS - 1), today)
    received, on_time = sum(day.received for day in days), sum(day.same_day for day in days)
    context = {"days": days, "received": received, "same_day": on_time, "span": MEASURED_DAYS}
    return render(request, "cases/handover_measure.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def arrangements(request: HttpRequest) -> HttpResponse:
    """Show and keep what the site agreed with each department."""
    actor = request.actor  # type: ignore[attr-defined]
    sites = handovers.sites_arranged_by(actor)
    if not sites:
        raise NotAllowed("handover.arrange", "只有窗口主管可以维护交接约定。")
    form = ArrangementForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _arrange(actor, sites[0], form.cleaned_data)
        except Refused as error:
            refused = error
        else:
            messages.success(request, "交接约定已保存，下一张清单起使用。")
            return HttpResponseRedirect("/handovers/arrangements/")
    context = {"form": form, "rows": handovers.arrangements(sites), "ways": WAYS, "refused": refused}
    return render(request, "cases/handover_arrangements.html", context, status=refused.status if refused else 200)


def _arrange(actor: Any, site_id: int, given: dict[str, Any]) -> None:
    slots = tuple(given["slots"].replace("，", " ").replace("、", " ").replace("：", ":").split())
    agreement = Agreement(given["site_contact"], given["department_contact"], slots, given["way"])
    arrange_handover(
        actor=actor, site_id=site_id, department_id=int(given["department"]), agreement=agreement, now=clock.now()
    )
