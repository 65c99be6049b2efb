"""What the naming rules and the other checks find in imported drafts: counts by rule, samples, the drafts, a spreadsheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations.excel import write_excel
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed
from yichuang.foundations.rules.grids import Grid
from yichuang.studio.forms import NamingForm
from yichuang.studio.papers.exports import EXCEL, Paper
from yichuang.studio.queries import VIEW
from yichuang.studio.queries.naming import departments_of_imports, drafts_with, exported, rules_found, totals
from yichuang.studio.rules.check_names import check_name
from yichuang.studio.views.exports import handed_out

SUMMARY = ("检查项", "依据", "性质", "草稿数", "处数", "示例")
ROWS = ("事项", "部门", "来源", "检查项", "依据", "性质", "处数", "示例")
TONES = {"error": "red", "advice": "yellow", "undecided": "grey"}


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show how often each check speaks up; with a check chosen, the drafts in which it does."""
    actor, form, department = _asked(request)
    code = request.GET.get("code", "")
    context: dict[str, Any] = {
        "filter": form,
        "totals": totals(actor, department),
        "rules": [(rule, TONES[rule.severity]) for rule in rules_found(actor, department)],
        "code": code,
        "code_name": check_name(code),
    }
    if code:
        context["page"] = page_of(drafts_with(actor, department, code), ["-count"], request.GET.get("cursor", ""), 30)
    return render(request, "studio/naming.html", context)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the summary and every count as a spreadsheet, as the page is filtered."""
    actor, _, department = _asked(request)
    found = rules_found(actor, department)
    summary = [(one.name, one.rule, one.severity_name, str(one.drafts), str(one.total), one.sample) for one in found]
    rows = [tuple(map(str, row)) for row in exported(actor, department)]
    data = write_excel([Grid("汇总", (SUMMARY, *summary)), Grid("逐份", (ROWS, *rows))])
    return handed_out(Paper("导入草稿检查结果.xlsx", EXCEL, data))


def _asked(request: HttpRequest) -> tuple[Any, NamingForm, str]:
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "您没有查看事项草稿的权限。")
    form = NamingForm(request.GET, departments_of_imports(actor))
    return actor, form, form.cleaned_data["department"] if form.is_valid() else ""
