"""Sealed ratings as those who lead read them, one's own, what a caller tells, and the public's page (rulebook 4.3 结果公开)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.feedback import policies
from yichuang.feedback.forms import RatingFilter, TellForm
from yichuang.feedback.models import Rating
from yichuang.feedback.operations.rate import Said, tell_rating
from yichuang.feedback.queries import ratings as reads
from yichuang.feedback.queries.figures import Period, public_figures
from yichuang.feedback.queries.find_service import service_told
from yichuang.feedback.rules.grades import REASON_NAMES, TONES
from yichuang.feedback.views.figures import viewer
from yichuang.feedback.views.sheets import sheet
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.spreadsheets import LIMIT

HEADS = (
    "评价日期", "所评服务", "票号或编号", "服务点", "窗口", "部门", "满意程度",
    "理由", "意见", "渠道", "补评", "实名", "差评工单", "不计入",
)  # fmt: skip
SORTS = {"sealed": "sealed_at", "grade": "grade"}


@require_safe
@signed_in
@never_cache
def list_ratings(request: HttpRequest) -> HttpResponse:
    """Show the sealed ratings that the actor may read."""
    form, rows, order = _chosen(request, reads.visible_ratings(viewer(request)))
    return _listed(request, "feedback/ratings.html", form, rows, order)


@require_safe
@signed_in
@never_cache
def list_own(request: HttpRequest) -> HttpResponse:
    """Show the sealed ratings of one's own services; which ticket it was is not told (评价人信息保密)."""
    form, rows, order = _chosen(request, reads.own_ratings(request.actor))  # type: ignore[attr-defined]
    return _listed(request, "feedback/own.html", form, rows, order)


def _listed(request: HttpRequest, template: str, form: RatingFilter, rows: Any, order: str) -> HttpResponse:
    page = page_of(rows, [order], request.GET.get("cursor", ""), 30)
    lines = [(row, [REASON_NAMES[one] for one in row.reasons], TONES[row.grade]) for row in page.rows]
    led = policies.places(request.actor)  # type: ignore[attr-defined]
    return render(request, template, {"page": page, "lines": lines, "filter": form, **led})


@require_safe
@signed_in
def export_ratings(request: HttpRequest) -> HttpResponse:
    """Give the sealed ratings as a spreadsheet, as they are filtered and sorted on screen."""
    _, rows, order = _chosen(request, reads.visible_ratings(viewer(request)))
    cells = [_cells(row) for row in rows.order_by(order, "pk")[: LIMIT + 1]]
    return sheet(request, "评价明细", HEADS, cells, "ratings")


def _cells(row: Rating) -> tuple[str, ...]:
    request, order = row.request, getattr(row, "order", None)
    return (
        f"{row.rated_at.astimezone(CHINA):%Y-%m-%d}", request.title, request.number, request.site.name, request.window,
        request.department.name if request.department else "", row.get_grade_display(),
        "、".join(REASON_NAMES[one] for one in row.reasons), row.words, row.get_channel_display(),
        "是" if row.supplementary else "", "是" if row.named else "", order.number if order else "", "是" if row.excluded else "",
    )  # fmt: skip


def _chosen(request: HttpRequest, rows: Any) -> tuple[RatingFilter, Any, str]:
    form = RatingFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    found = reads.narrowed(
        rows,
        text=(given.get("q") or "").strip(),
        grade=given.get("grade") or "",
        channel=given.get("channel") or "",
        since=given.get("since"),
        until=given.get("until"),
    )
    asked = request.GET.get("sort", "-sealed")
    column = SORTS.get(asked.removeprefix("-"), "sealed_at")
    return form, found, f"-{column}" if asked.startswith("-") or asked.removeprefix("-") not in SORTS else column


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def tell(request: HttpRequest) -> HttpResponse:
    """Enter a rating that somebody tells by telephone or on paper."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.TELL, None, "代录评价")
    form, refused = TellForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = Said(
            grade=int(given["grade"]),
            words=given["words"],
            channel=given["channel"],
            name=given["name"],
            mobile=given["mobile"],
            call_me=given["call_me"],
        )
        try:
            found = service_told(actor, given["number"], given["day"])
            tell_rating(actor=actor, token=found.token, said=said, now=clock.now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, "评价已录入，封存后计入统计。")
            return HttpResponseRedirect("/feedback/tell/")
    status = (refused.status if refused.status != 404 else 422) if refused else 422 if request.method == "POST" else 200
    context = {"form": form, "refused": refused, **policies.places(actor)}
    return render(request, "feedback/tell.html", context, status=status)


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Show everybody the latest ratings and what became of bad ones; no words of theirs, no numbers, no names."""
    page = page_of(reads.public_ratings(), ["-sealed_at"], request.GET.get("cursor", ""), 20)
    today = day_of(clock.now())
    year = Period(date(today.year - 1, today.month, 1), today)
    context = {
        "page": page,
        "lines": [(row, [REASON_NAMES[one] for one in row.reasons], TONES[row.grade]) for row in page.rows],
        "mended": reads.mended_orders().order_by("-published_at")[:10],
        "whole": public_figures("", year),
    }
    return render(request, "feedback/public.html", context)
