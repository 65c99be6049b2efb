"""The working-day calendar: which years are loaded, their days, and importing the next one (lifecycle.md, Clocks)."""

import csv
import io
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.accounts.auth import signed_in
from yichuang.foundations import calendars, clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, Reason, Refused

WORDS = {"放假": False, "休": False, "holiday": False, "补班": True, "上班": True, "班": True, "workday": True}
EXAMPLE = "2027-01-01,放假,元旦\n2027-01-02,放假,元旦\n2027-02-14,补班,春节调休上班"


class YearForm(forms.Form):
    """One year's exceptions from the notice of the State Council's General Office."""

    year = forms.IntegerField(label="年份", min_value=2018, max_value=2100)
    notice = forms.CharField(label="文号", max_length=80, help_text="例如 国办发明电〔2026〕5号")
    days = forms.CharField(
        label="放假和补班的日子",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="一行一天：日期,放假或补班,名称；可从表格复制",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show the years and their days; import or replace one."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("calendar.manage"):
        raise NotAllowed("calendar.manage", "只有区管理员可以维护工作日历。")
    now = clock.now()
    form = YearForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            days = days_in(given["days"])
            calendars.load_year(actor=actor, year=given["year"], days=days, notice=given["notice"], now=now)
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"{given['year']} 年已导入，未办结件的期限正在重新计算。")
            return HttpResponseRedirect(f"/calendar/?year={given['year']}")
    years = calendars.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() else (years[0].year if years else day_of(now).year)
    context: dict[str, Any] = {
        "form": form,
        "years": years,
        "year": year,
        "days": calendars.days_of(year),
        "missing": calendars.year_missing(day_of(now)),
        "example": EXAMPLE,
        "refused": refused,
    }
    return render(request, "workbench/calendar.html", context, status=refused.status if refused else 200)


def days_in(text: str) -> list[tuple[date, bool, str]]:
    """Read the days as they were typed or pasted: date, 放假 or 补班, name, separated by commas or tabs.

    :raises Refused: 422 naming every line that cannot be read.
    """
    days, wrong = [], []
    plain = text.replace("，", ",").replace("\t", ",")
    for number, row in enumerate(csv.reader(io.StringIO(plain)), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        try:
            days.append((date.fromisoformat(cells[0]), WORDS[cells[1]], cells[2] if len(cells) > 2 else ""))
        except (ValueError, KeyError, IndexError):
            wrong.append(number)
    if wrong:
        lines = "、".join(str(number) for number in wrong[:20])
        reason = Reason(
            "calendar_line",
            f"第 {lines} 行无法识别。",
            field="days",
            rule="工作日历规则",
            kept="原日历没有改动，填写的内容都在。",
            todo="每行写成：日期,放假或补班,名称，例如 2027-01-01,放假,元旦。",
        )
        raise Refused(reason, status=422, title="日历不能导入")
    return days
