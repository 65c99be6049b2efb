"""提取 and 同步项目 while an application is typed: what shared data says is offered with its source, a person takes it over (S2-14).

716号令 7: nobody is asked to fill in what the government has. When a source is away the page says so in one sentence and goes on.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.cases.ports import Asking, Fetched, shared_data
from yichuang.cases.rules import base_form
from yichuang.cases.rules.origins import SHARED, Origin
from yichuang.cases.serving import origins
from yichuang.catalog.rules.own_form import OwnField
from yichuang.catalog.rules.own_form_page import PREFIX
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of, in_china
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import check_id_number, check_project_code

KEPT = "已填内容都在。"


def answer_fetched(request: HttpRequest, what: str, purpose: str, fields: Iterable[OwnField]) -> HttpResponse:
    """Ask the household register for the person (`person`) or the project register for the project (`project`) and offer what it says.

    `purpose`: what it is asked for, as the call log keeps it; `fields`: the further form's, of which those with `x-shared` are filled too.

    :raises NotFound: for another kind of shared data.
    """
    if what not in FETCHERS:
        raise NotFound("这种共享数据")
    consent = request.POST.get("consent") == "1"
    try:
        fetched = FETCHERS[what](request, Asking(purpose[:200], consent, clock.now(), clock.wall()))
    except Refused as refused:
        # 200: the page goes on with what it has, and htmx swaps the sentence in.
        return render(request, "cases/parts/fetched.html", {"refused": refused})
    lines = _sourced(fetched, [*_lines(request, fetched), *_own_lines(what, fetched, fields)])
    return render(request, "cases/parts/fetched.html", {"fetched": fetched, "lines": lines})


def _sourced(fetched: Fetched, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines, each with where it came from in words and as the token that proves it at receipt."""
    origin = Origin(SHARED, fetched.source, in_china(fetched.at), fetched.api)
    return [
        {**line, "source": origin.text, "token": origins.sign(line["name"], line["value"], origin)} for line in lines
    ]


def _person(request: HttpRequest, asking: Asking) -> Fetched:
    report = check_id_number(request.POST.get("id_number", ""), on=day_of(asking.now))
    if not report.ok:
        raise _typed("id_number", f"身份证：{report.errors[0]}", "请先照证件填好身份证号。")
    if not asking.consent:
        raise _typed("consent", "还没有勾选申请人同意查询。", "请征得申请人同意后勾选，再提取。")
    return shared_data().person(request.actor, report.value, asking)  # type: ignore[attr-defined]


def _project(request: HttpRequest, asking: Asking) -> Fetched:
    report = check_project_code(request.POST.get("project_code", ""))
    if not report.ok:
        raise _typed("project_code", report.errors[0], "请先填好项目代码。")
    return shared_data().project(request.actor, report.value, asking)  # type: ignore[attr-defined]


FETCHERS = {"person": _person, "project": _project}


def _typed(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, code, "S2-53", KEPT, todo), status=422, title="没有提取")


def _lines(request: HttpRequest, fetched: Fetched) -> list[dict[str, Any]]:
    """Return what may be filled in, field by field, with what differs from what was typed."""
    lines = []
    for name, value in fetched.fills.items():
        typed, label = request.POST.get(name, "").strip(), base_form.BY_NAME[name].label
        lines.append({"name": name, "label": label, "value": value, "differs": bool(typed) and typed != value})
    return lines


def _own_lines(what: str, fetched: Fetched, fields: Iterable[OwnField]) -> list[dict[str, Any]]:
    """Return what a further form takes of the same answer (`x-shared`, S2-51)."""
    known = {**fetched.shows, **fetched.fills}
    wanted = [(field, field.shared.partition(".")) for field in fields]
    return [
        {"name": f"{PREFIX}{field.name}", "label": field.label, "value": known[name]}
        for field, (source, _, name) in wanted
        if source == what and name in known
    ]
