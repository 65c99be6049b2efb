"""The hall's twin on screen: ask, wait, see, compare, take away, forget (hall.md “The digital twin”)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import matter_names
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.hall import policies
from yichuang.hall.forms_twin import Booths, ScenarioFilter, TwinForm
from yichuang.hall.models import TwinScenario
from yichuang.hall.operations.twin import Question, ask_twin, forget_twin
from yichuang.hall.queries.answers import compared, sheet_rows, shown
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.scenarios import narrowed, scenario_for, scenarios_for
from yichuang.hall.queries.statistics import sites_for
from yichuang.hall.rules.twin.scenarios import ARRANGEMENTS, DEPARTMENTS, FULL, ONE_PLUS_X, Changes, changes_from
from yichuang.hall.views.statistics import sheet_of
from yichuang.organizations.queries import Site, windows_of

MOST_COMPARED = 4
SORTS = {"asked": "asked_at", "name": "name"}
LIST_HEADS = (
    "方案",
    "服务点",
    "窗口设置",
    "业务量",
    "状态",
    "现在 P90（分钟）",
    "方案 P90（分钟）",
    "提出人",
    "提出时间",
)


def _arranger(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.ARRANGE, None, "推演大厅")
    return actor


def _listed(request: HttpRequest, actor: Actor) -> tuple[ScenarioFilter, Any, str]:
    form = ScenarioFilter(request.GET, sites_for(actor, policies.ARRANGE))
    given = form.cleaned_data if form.is_valid() else {}
    rows = narrowed(scenarios_for(actor), given.get("q", "").strip(), given.get("site", ""))
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.lstrip("-"), "asked_at")
    return form, rows, f"{'-' if sort.startswith('-') or not sort else ''}{column}"


@require_safe
@signed_in
@never_cache
def list_scenarios(request: HttpRequest) -> HttpResponse:
    """Show the scenarios, the newest first."""
    actor = _arranger(request)
    form, rows, order = _listed(request, actor)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 20)
    lines = [(row, shown(row)) for row in page.rows]
    return render(request, "hall/twin_list.html", {"page": page, "lines": lines, "filter": form})


@require_safe
@signed_in
def export_scenarios(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet."""
    _, rows, order = _listed(request, _arranger(request))
    cells = []
    for row in rows.order_by(order, "pk")[: LIMIT + 1]:
        told = shown(row)
        cells.append(
            (row.name, row.site.name, told["arrangement"], f"{told['changes'].demand}%", row.get_state_display(), told["base_p90"],
             told["p90"], row.asked_by_name, f"{row.asked_at.astimezone(CHINA):%Y-%m-%d %H:%M}")
        )  # fmt: skip
    return sheet_of(request, "大厅推演", LIST_HEADS, cells, "hall-twin", clock.now())


def _site(request: HttpRequest, actor: Actor) -> tuple[Site, list[Site]]:
    """Return the hall that is asked about. :raises NotFound: for one that the actor does not arrange."""
    sites = sites_for(actor, policies.ARRANGE)
    wanted = request.GET.get("site") or request.POST.get("site") or ""
    found = [site for site in sites if str(site.pk) == wanted] or ([] if wanted else sites[:1])
    if not found:
        raise NotFound("这个服务点", "请从您管理的服务点中选择。")
    return found[0], sites


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def new_scenario(request: HttpRequest) -> HttpResponse:
    """Ask the twin; a refusal keeps what was typed."""
    actor = _arranger(request)
    site, sites = _site(request, actor)
    boards, post = boards_of(site), request.POST if request.method == "POST" else None
    form = TwinForm(post, matter_names())
    windows = [
        {"number": one.number, "boards": [one.board.letter] if one.board else []}
        for one in windows_of(site)
        if one.kind == "accept"
    ]
    booths = Booths(post, prefix="w", initial=windows, form_kwargs={"boards": boards})
    refused: Refused | None = None
    if post is not None and form.is_valid() and booths.is_valid():
        given = [found for one in booths if (found := one.booth())]
        try:
            return _asked(request, actor, site, form, form.changes(given))
        except Refused as error:
            refused = error
    status = refused.status if refused else 422 if form.errors or (post is not None and not booths.is_valid()) else 200
    context = {"form": form, "booths": booths, "site": site, "sites": sites, "refused": refused}
    return render(request, "hall/twin_new.html", context, status=status)


def _asked(request: HttpRequest, actor: Actor, site: Site, form: TwinForm, changes: Changes) -> HttpResponse:
    """Ask one question, or the three of S2-6 at once, and go to where the answer will stand."""
    now, name = clock.now(), form.cleaned_data["name"]
    days = form.days(site, day_of(now))
    if request.POST.get("verb") != "question":
        row = ask_twin(actor=actor, site=site, question=Question(name, days, changes), now=now)
        return HttpResponseRedirect(f"/hall/twin/{row.pk}/")
    asked = []
    for arrangement, short in ((DEPARTMENTS, "每部门"), (ONE_PLUS_X, "1+X"), (FULL, "全科")):
        one = Changes(**{**vars(changes), "arrangement": arrangement, "booths": ()})
        question = Question(f"{name[:54]}（{short}）", days, one)
        asked.append(ask_twin(actor=actor, site=site, question=question, now=now))
    return HttpResponseRedirect("/hall/twin/compare/?" + "&".join(f"s={row.pk}" for row in asked))


@require_safe
@signed_in
@never_cache
def show_scenario(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a scenario with what came out, or how far it is."""
    row = scenario_for(_arranger(request), pk)
    return render(
        request, "hall/twin_one.html", {"row": row, "told": shown(row), "export_url": f"/hall/twin/{row.pk}/export/"}
    )


@require_safe
@signed_in
@never_cache
def show_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the part of the page that says how far it is; when it has ended the page is loaded anew."""
    row = scenario_for(_arranger(request), pk)
    answer = render(request, "hall/parts/twin_progress.html", {"row": row})
    if row.state in (TwinScenario.DONE, TwinScenario.FAILED):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@signed_in
def forget_scenario(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a scenario."""
    forget_twin(actor=_arranger(request), scenario=pk, now=clock.now())
    messages.success(request, "方案已删除。")
    return HttpResponseRedirect("/hall/twin/")


@require_safe
@signed_in
def export_scenario(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a scenario's answer as a spreadsheet."""
    row = scenario_for(_arranger(request), pk)
    heads = ("内容", "名称", "现在", "现在 95% 区间", "方案", "方案 95% 区间", "相差", "相差 95% 区间")
    return sheet_of(request, f"推演 {row.name}", heads, sheet_rows(row), "hall-twin-scenario", clock.now())


@require_safe
@signed_in
@never_cache
def compare_scenarios(request: HttpRequest) -> HttpResponse:
    """Show up to four scenarios side by side; those still being answered make the page come again."""
    actor = _arranger(request)
    wanted = list(dict.fromkeys(request.GET.getlist("s")))[:MOST_COMPARED]
    rows = [scenario_for(actor, pk) for pk in wanted if _is_uuid(pk)]
    done = [row for row in rows if row.state == TwinScenario.DONE]
    waiting = [row for row in rows if row.state in (TwinScenario.WAITING, TwinScenario.RUNNING)]
    context = {
        "rows": done,
        "waiting": waiting,
        "failed": [row for row in rows if row.state == TwinScenario.FAILED],
        "lines": compared(done),
        "chart": _compared_chart(done),
        "asked": request.get_full_path(),
        "arrangements": [ARRANGEMENTS[changes_from(row.changes).arrangement] for row in done],
    }
    part = "hall/parts/twin_compared.html" if request.headers.get("HX-Request") else "hall/twin_compare.html"
    return render(request, part, context)


def _compared_chart(rows: list[TwinScenario]) -> dict[str, Any]:
    found = {}
    for row in rows:
        for figure in row.result["figures"]:
            if figure["key"] == "p90":
                found[row.name] = figure["scenario"]["mean"]
    return {
        "places": list(found),
        "series": [{"name": "等候 P90（分钟）", "kind": "bars", "values": list(found.values())}],
    }


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
