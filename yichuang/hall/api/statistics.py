"""The hall's statistics and its twin over /api/hall/ (S2-6)."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound
from yichuang.hall import policies
from yichuang.hall.operations.twin import Question, ask_twin, forget_twin
from yichuang.hall.queries.scenarios import days_for, narrowed, scenario_for, scenarios_for
from yichuang.hall.queries.statistics import sites_for, statistics
from yichuang.hall.schemas import statistics as s
from yichuang.organizations.queries import Site

router = Router(tags=["大厅"], auth=staff_auth)


def _actor(request: HttpRequest, act: str, doing: str) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, act, None, doing)
    return actor


def _site(actor: Actor, act: str, pk: int) -> Site:
    found = next((site for site in sites_for(actor, act) if site.pk == pk), None)
    if found is None:
        raise NotFound("这个服务点", "请从您能查看的服务点中选择。")
    return found


@router.get(
    "/hall/statistics",
    response={200: s.HallStatisticsOut, **PROBLEMS},
    operation_id="hall_statistics",
    summary="大厅分析",
)
def get_statistics(
    request: HttpRequest,
    site: int | None = None,
    period: Literal["1", "7", "28", "84"] = "7",
    day: date | None = None,
) -> s.HallStatisticsOut:
    """Return waits, service and the whole way of the days up to `day`, of one hall or of all that the actor may see."""
    actor = _actor(request, policies.VIEW, "查看大厅分析")
    sites = sites_for(actor, policies.VIEW) if site is None else [_site(actor, policies.VIEW, site)]
    today = day_of(clock.now())
    return s.hall_statistics_out(statistics(sites, min(day or today, today), period))


@router.get("/hall/twin", response={200: s.TwinScenarioPage, **PROBLEMS}, operation_id="list_twin", summary="推演方案")
def list_twin(
    request: HttpRequest,
    q: str = "",
    site: str = "",
    sort: Literal["asked_at", "-asked_at", "name", "-name"] = "-asked_at",
    cursor: str = "",
    size: int = 20,
) -> s.TwinScenarioPage:
    """Return the scenarios of the halls that the actor arranges, without their results."""
    actor = _actor(request, policies.ARRANGE, "推演大厅")
    page = page_of(narrowed(scenarios_for(actor), q.strip(), site), [sort], cursor, size)
    rows = [s.twin_out(row, whole=False) for row in page.rows]
    return s.TwinScenarioPage(rows=rows, next=page.next, previous=page.previous)


@router.post("/hall/twin", response={201: s.TwinScenarioOut, **PROBLEMS}, operation_id="ask_twin", summary="提出推演")
def post_twin(request: HttpRequest, body: s.TwinBody) -> Any:
    """Put a question to the twin; it is answered in the background, ask for it until its state is `done`."""
    actor = _actor(request, policies.ARRANGE, "推演大厅")

    def act() -> s.TwinScenarioOut:
        now = clock.now()
        site = _site(actor, policies.ARRANGE, body.site)
        days = days_for(site, body.basis, body.day, day_of(now))
        question = Question(body.name, days, body.changes())
        return s.twin_out(ask_twin(actor=actor, site=site, question=question, now=now), whole=True)

    return write(request, act, 201)


@router.get(
    "/hall/twin/{scenario}",
    response={200: s.TwinScenarioOut, **PROBLEMS},
    operation_id="get_twin",
    summary="取推演方案",
)
def get_twin(request: HttpRequest, scenario: UUID) -> s.TwinScenarioOut:
    """Return a scenario with its result."""
    return s.twin_out(scenario_for(_actor(request, policies.ARRANGE, "推演大厅"), scenario), whole=True)


@router.delete(
    "/hall/twin/{scenario}",
    response={200: s.TwinScenarioOut, **PROBLEMS},
    operation_id="forget_twin",
    summary="删除推演方案",
)
def delete_twin(request: HttpRequest, scenario: UUID) -> Any:
    """Delete a scenario and return what it was."""
    actor = _actor(request, policies.ARRANGE, "推演大厅")

    def act() -> s.TwinScenarioOut:
        out = s.twin_out(scenario_for(actor, scenario), whole=False)
        forget_twin(actor=actor, scenario=scenario, now=clock.now())
        return out

    return write(request, act)
