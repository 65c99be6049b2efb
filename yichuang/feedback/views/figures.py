"""The figures of ratings with their chart; the district's parameters; sealed ratings; one's own; the telephone's (rulebook 4.3)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.feedback import policies
from yichuang.feedback.forms import DaysForm, FigureFilter
from yichuang.feedback.operations.arrange import arrange
from yichuang.feedback.queries.figures import DIMENSIONS, Figures, Period, figures
from yichuang.feedback.queries.settings import DISTRICT, days_in
from yichuang.feedback.rules.clocks import Days
from yichuang.feedback.rules.figures import BOTTOM, HEIGHT, TOP, WIDTH, Shares, columns, line_of
from yichuang.feedback.rules.grades import GRADES
from yichuang.feedback.views.sheets import sheet
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Refused

HEADS = ("维度", "名称", "评价", *GRADES.values(), "差评", "满意率", "平均分")
MONTHS = 6


def viewer(request: HttpRequest) -> Any:
    """Return who asks. :raises NotAllowed: without a post that looks at ratings."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看评价")
    return actor


@require_safe
@signed_in
@never_cache
def show_figures(request: HttpRequest) -> HttpResponse:
    """Show satisfaction by month, matter, window, officer, department and site, and what became of bad ratings."""
    actor = viewer(request)
    form, period, found = _figures(request, actor)
    made = columns(found.months)
    chart = {
        "width": WIDTH,
        "height": HEIGHT,
        "base": HEIGHT - BOTTOM,
        "top": TOP,
        "columns": made,
        "line": line_of(made),
    }
    context = {
        "filter": form,
        "period": period,
        "found": found,
        "groups": [(DIMENSIONS[key][0], lines) for key, lines in found.groups.items() if lines],
        "chart": chart,
        "grades": GRADES.items(),
        "may_arrange": actor.may(policies.ARRANGE),
        **policies.places(actor),
    }
    return render(request, "feedback/figures.html", context)


@require_safe
@signed_in
def export_figures(request: HttpRequest) -> HttpResponse:
    """Give the figures as a spreadsheet."""
    _, _, found = _figures(request, viewer(request))
    rows = [_row("全部", "全部", found.whole)]
    rows += [_row("月份", f"{month:%Y-%m}", shares) for month, shares in found.months]
    rows += [_row(DIMENSIONS[key][0], name, shares) for key, lines in found.groups.items() for name, shares in lines]
    done = found.follow_up
    for name, rate in (
        ("差评工单", str(done.orders)),
        ("回访率", done.followed_up_rate),
        ("按期回访率", done.in_time_rate),
        ("整改率", done.settled_rate),
        ("实名差评回访整改率", done.named_rate),
    ):
        rows.append(("差评整改", name, rate, *[""] * (len(HEADS) - 3)))
    return sheet(request, "评价统计", HEADS, rows, "ratings-figures")


def _row(kind: str, name: str, shares: Shares) -> tuple[str | int, ...]:
    return (
        kind,
        name,
        shares.total,
        *(shares.of(grade) for grade in GRADES),
        shares.bad,
        shares.satisfied,
        shares.average,
    )


def _figures(request: HttpRequest, actor: Any) -> tuple[FigureFilter, Period, Figures]:
    today = day_of(clock.now())
    form = FigureFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    until = _month(given.get("until", "")) or today.replace(day=1)
    since = _month(given.get("since", "")) or _back(until, MONTHS - 1)
    period = Period(min(since, until), until, given.get("mode", ""))
    return form, period, figures(actor, period, today)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        return None


def _back(month: date, count: int) -> date:
    place = month.year * 12 + month.month - 1 - count
    return date(place // 12, place % 12 + 1, 1)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def settings(request: HttpRequest) -> HttpResponse:
    """Show and set the district's parameters."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, "维护评价和投诉参数")
    division = next(one.value for one in actor.scopes(policies.ARRANGE))[:DISTRICT]
    form, refused = DaysForm(request.POST or None, initial=days_in(division).__dict__), None
    if request.method == "POST" and form.is_valid():
        try:
            arrange(actor=actor, division=division, days=Days(**form.cleaned_data), now=clock.now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, "已保存；从现在起的评价和投诉按新的期限计算，已经开始的不变。")
            return HttpResponseRedirect("/feedback/settings/")
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/settings.html", {"form": form, "refused": refused}, status=status)
