"""The floor and a hall's settings over /api/hall/ (S2-28)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.hall import policies
from yichuang.hall.operations import arrange
from yichuang.hall.operations.seats import close_forgotten
from yichuang.hall.queries.floor import board_lines, hall_for, line_of, site_for, window_lines
from yichuang.hall.rules.skills import Skill
from yichuang.hall.schemas import windows as s

router = Router(tags=["大厅"], auth=staff_auth)
NUMBERS = tuple(arrange.LIMITS)


@router.get("/hall/floor", response={200: s.FloorOut, **PROBLEMS}, operation_id="hall_floor", summary="大厅运行")
def get_floor(request: HttpRequest, site: str = "") -> s.FloorOut:
    """Return a hall as it is now; without `site` the caller's own."""
    found, _ = site_for(_actor(request), policies.VIEW, site, "查看大厅运行")
    now = clock.now()
    line = line_of(found, now)
    return s.FloorOut(
        site=found.pk,
        at=now,
        windows=[s.window_out(one) for one in window_lines(found, now)],
        boards=[s.board_out(one) for one in board_lines(found, line)],
        waiting=[s.waiting_out(one) for one in line],
    )


@router.post(
    "/hall/seats/{seat_id}/close",
    response={200: s.SeatOut, **PROBLEMS},
    operation_id="close_forgotten_seat",
    summary="收回坐席",
)
def post_close_seat(request: HttpRequest, seat_id: str, body: s.TicketWhyBody) -> Any:
    """Close somebody's forgotten seat; who was there waits again with his seniority."""
    actor = _actor(request)
    policies.demand(actor, policies.ARRANGE, None, "收回坐席")
    return write(
        request,
        lambda: s.seat_out(close_forgotten(actor=actor, seat_id=seat_id, why=body.why, now=clock.now())),
    )


@router.get(
    "/hall/settings",
    response={200: s.HallSettingsOut, **PROBLEMS},
    operation_id="hall_settings",
    summary="大厅设置",
)
def get_settings(request: HttpRequest, site: str = "") -> s.HallSettingsOut:
    """Return a hall's parameters."""
    found, _ = site_for(_actor(request), policies.VIEW, site, "查看大厅设置")
    return s.settings_out(hall_for(found))


@router.put(
    "/hall/settings",
    response={200: s.HallSettingsOut, **PROBLEMS},
    operation_id="change_hall_settings",
    summary="更改大厅设置",
)
def put_settings(request: HttpRequest, body: s.HallSettingsBody, site: str = "") -> Any:
    """Change a hall's parameters; what is null stays."""
    actor = _actor(request)
    found, _ = site_for(actor, policies.ARRANGE, site, "维护大厅设置")
    given = body.model_dump(exclude_none=True)
    numbers = {name: given.pop(name) for name in NUMBERS if name in given}
    settings = arrange.Settings(numbers=numbers, **given)

    def act() -> s.HallSettingsOut:
        return s.settings_out(arrange.change_settings(actor=actor, site=found, settings=settings, now=clock.now()))

    return write(request, act)


@router.put(
    "/hall/windows/{window_id}/skill",
    response={200: s.SkillOut, **PROBLEMS},
    operation_id="set_window_skill",
    summary="设置窗口服务范围",
)
def put_window_skill(request: HttpRequest, window_id: int, body: s.SkillBody) -> Any:
    """Set what a window serves; the next call goes by it."""
    actor = _actor(request)
    policies.demand(actor, policies.ARRANGE, None, "设置窗口服务范围")

    def act() -> s.SkillOut:
        skill: Skill = arrange.set_window_skill(actor=actor, window_id=window_id, skill=body.skill(), now=clock.now())
        return s.skill_out(skill)

    return write(request, act)


@router.put(
    "/hall/officers/{staff_id}/skill",
    response={200: s.SkillOut, **PROBLEMS},
    operation_id="set_officer_skill",
    summary="设置人员服务范围",
)
def put_officer_skill(request: HttpRequest, staff_id: str, body: s.SkillBody, site: str = "") -> Any:
    """Set what an officer serves at a hall, and up to which grade."""
    actor = _actor(request)
    found, _ = site_for(actor, policies.ARRANGE, site, "设置人员服务范围")

    def act() -> s.SkillOut:
        return s.skill_out(
            arrange.set_officer_skill(actor=actor, site=found, staff_id=staff_id, skill=body.skill(), now=clock.now())
        )

    return write(request, act)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
