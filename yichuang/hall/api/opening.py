"""The opening calendar's exceptional days and the plans of slots over /api/hall/, by the pages' own operations (S2-38)."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.hall import policies
from yichuang.hall.api.sites import MOST_DAYS, period, site_asked
from yichuang.hall.forms.opening import SpecialDayForm
from yichuang.hall.operations.opening import KEPT, SpecialDay, declare_days, withdraw_day
from yichuang.hall.operations.slot_plans import SlotTerms, add_plan, change_plan
from yichuang.hall.queries.appointments import stranded_at
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.opening import special_day_for, special_days
from yichuang.hall.queries.slots import plan_for, plans_at
from yichuang.hall.schemas import opening as s

router = Router(tags=["大厅"], auth=staff_auth)
ONE_PLAN: dict[int, Any] = {200: s.SlotPlanOut, **PROBLEMS}


@router.get(
    "/hall/special-days",
    response={200: s.SpecialDayPage, **PROBLEMS},
    operation_id="list_special_days",
    summary="特殊日列表",
)
def list_special_days(
    request: HttpRequest,
    site: str = "",
    first: date | None = None,
    last: date | None = None,
    board: str = "",
    q: str = "",
    cursor: str = "",
    size: int = 20,
) -> s.SpecialDayPage:
    """Return a site's exceptional days, a year from today without dates; `q` is a part of the reason."""
    _, here = site_asked(request, site, policies.VIEW, "查看开放日历")
    since = first or day_of(clock.now())
    since, until = period(since, last or since + timedelta(days=MOST_DAYS), 0)
    rows = special_days(here, since, until, board[:1], q.strip()[:60])
    page = page_of(rows, ["day", "board"], cursor, size)
    found = [s.special_day_out(row, here.key) for row in page.rows]
    return s.SpecialDayPage(rows=found, next=page.next, previous=page.previous)


@router.post(
    "/hall/special-days",
    response={201: s.SpecialDaysOut, **PROBLEMS},
    operation_id="declare_special_days",
    summary="登记特殊日",
)
def post_special_days(request: HttpRequest, body: s.SpecialDaysBody) -> Any:
    """Declare days closed, or open at other hours; who is booked then is moved, cancelled, or left to be called."""
    actor, here = site_asked(request, body.site, policies.ARRANGE, "登记特殊日")
    days = _days(body, boards_of(here))

    def act() -> s.SpecialDaysOut:
        kept, became = declare_days(actor=actor, site=here, days=days, then=body.then, now=clock.now())
        return s.SpecialDaysOut(
            days=[s.special_day_out(row, here.key) for row in kept],
            moved=became.moved,
            cancelled=became.cancelled,
            waiting=became.waiting,
        )

    return write(request, act, 201)


def _days(body: s.SpecialDaysBody, boards: list[tuple[str, str]]) -> list[SpecialDay]:
    """Return the days by the page's own input. :raises Refused: 422 with every fault."""
    form = SpecialDayForm({**body.model_dump(exclude={"hours", "site"}), "spans": body.hours}, boards)
    if form.is_valid():
        return form.days()
    names = {"spans": "hours"}
    faults = [
        Reason("input", str(said), names.get(name, name), "S2-38", KEPT, "请更正后重新提交。")
        for name, found in form.errors.items()
        for said in found
    ]
    raise Refused(*faults, status=422, title="特殊日没有登记")


@router.post(
    "/hall/special-days/{day_id}/withdraw",
    response={200: s.SpecialDayWithdrawn, **PROBLEMS},
    operation_id="withdraw_special_day",
    summary="撤销特殊日",
)
def post_withdraw(request: HttpRequest, day_id: int) -> Any:
    """Take an exceptional day back: the rules hold again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def act() -> s.SpecialDayWithdrawn:
        row, now = special_day_for(actor, day_id), clock.now()
        withdraw_day(actor=actor, site=row.site, pk=row.pk, now=now)
        waiting = len(stranded_at(row.site, now))
        return s.SpecialDayWithdrawn(site=row.site.key, day=row.day, board=row.board, waiting=waiting)

    return write(request, act)


@router.get(
    "/hall/slot-plans",
    response={200: list[s.SlotPlanOut], **PROBLEMS},
    operation_id="list_slot_plans",
    summary="号源列表",
)
def list_slot_plans(request: HttpRequest, site: str = "") -> list[s.SlotPlanOut]:
    """Return a site's plans of slots, one a board or purpose, also those that offer nothing now."""
    _, here = site_asked(request, site, policies.VIEW, "查看号源")
    return [s.slot_plan_out(row) for row in plans_at(here, only_active=False)]


@router.post(
    "/hall/slot-plans", response={201: s.SlotPlanOut, **PROBLEMS}, operation_id="add_slot_plan", summary="开放号源"
)
def post_slot_plan(request: HttpRequest, body: s.NewSlotPlanBody) -> Any:
    """Offer appointments for a board of a site, or to collect results."""
    actor, here = site_asked(request, body.site, policies.ARRANGE, "维护号源")
    board, terms, purpose = body.board, body.terms(SlotTerms()), body.purpose

    def act() -> s.SlotPlanOut:
        row = add_plan(actor=actor, site=here, board=board, terms=terms, now=clock.now(), purpose=purpose)
        return s.slot_plan_out(row)

    return write(request, act, 201)


@router.get("/hall/slot-plans/{plan_id}", response=ONE_PLAN, operation_id="get_slot_plan", summary="取号源")
def get_slot_plan(request: HttpRequest, plan_id: int) -> s.SlotPlanOut:
    """Return one plan of slots."""
    return s.slot_plan_out(_plan(request, plan_id))


@router.put("/hall/slot-plans/{plan_id}", response=ONE_PLAN, operation_id="change_slot_plan", summary="更改号源")
def put_slot_plan(request: HttpRequest, plan_id: int, body: s.SlotTermsBody) -> Any:
    """Change a plan, what is null stays; who is booked keeps his time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]

    def act() -> s.SlotPlanOut:
        terms = body.terms(s.terms_of(_plan(request, plan_id)))
        return s.slot_plan_out(change_plan(actor=actor, pk=plan_id, terms=terms, now=clock.now()))

    return write(request, act)


def _plan(request: HttpRequest, plan_id: int) -> Any:
    return plan_for(request.actor, plan_id)  # type: ignore[attr-defined]
