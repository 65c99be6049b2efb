"""Shared data at the counter: 提取 and 同步项目 while an application is typed, a licence in place of a material (S2-14; 716号令 7).

What was fetched is shown with its source; the clerk compares and takes it over. When the source is away he is told so in one sentence,
nothing typed is lost, and the paper way stays open.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.forms import origins
from yichuang.cases.operations.take_shared import take_shared
from yichuang.cases.ports import Asking, Fetched, shared_data
from yichuang.cases.queries.access import case_for, clean_number
from yichuang.cases.rules import base_form
from yichuang.cases.rules.origins import SHARED, Origin
from yichuang.cases.views.materials import answer_material
from yichuang.catalog.queries import published
from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.own_form_page import PREFIX
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of, in_china
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import check_id_number, check_project_code

KEPT = "已填内容都在。"
NOT_FETCHED = "没有取到共享数据"


@signed_in
@require_POST
@never_cache
def fetch_part(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Ask the household register for the person, or the project register for the project, and offer what it says."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.counter_of(actor)
    if what not in FETCHERS:
        raise NotFound("这种共享数据")
    purpose = f"办理“{published(key).spec.name}”"[:200]
    consent = request.POST.get("consent") == "1"
    try:
        fetched = FETCHERS[what](request, Asking(purpose, consent, clock.now(), clock.wall()))
    except Refused as refused:
        # 200: the page goes on with what it has, and htmx swaps the sentence in.
        return render(request, "cases/parts/fetched.html", {"refused": refused})
    return render(
        request,
        "cases/parts/fetched.html",
        {"fetched": fetched, "lines": _sourced(fetched, [*_lines(request, fetched), *_own_lines(key, what, fetched)])},
    )


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


def _own_lines(key: str, what: str, fetched: Fetched) -> list[dict[str, Any]]:
    """Return what the matter's own form takes of the same answer (`x-shared`, S2-51)."""
    known = {**fetched.shows, **fetched.fills}
    wanted = [(field, field.shared.partition(".")) for field in fields_of(published(key).spec.form)]
    return [
        {"name": f"{PREFIX}{field.name}", "label": field.label, "value": known[name]}
        for field, (source, _, name) in wanted
        if source == what and name in known
    ]


@signed_in
@require_POST
def take_licence(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Get the applicant's licence in place of a material; what else stands on the page stays as it is."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    consent, refused = request.POST.get("consent") == "1", None
    try:
        take_shared(
            actor=actor, number=case.number, material=material, consent=consent, now=clock.now(), wall=clock.wall()
        )
    except Refused as error:
        # A source that does not know the person is no missing page.
        if error.status in (403, 404) and error.title != NOT_FETCHED:
            raise
        refused = error
    return answer_material(request, case, material, refused)
