"""S0-21, S0-22: a matter goes to a live system on its opening sheet, in both ways of working; an emergency says why, and it is seen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.cases.people import signed_in, who
from tests.exchange.joined import ADMIN, SYSTEM, join
from yichuang.exchange import policies, ports
from yichuang.exchange.models import MatterRoute
from yichuang.exchange.operations.register_system import Profile, register_system
from yichuang.exchange.operations.route_matter import Plea, route_matter
from yichuang.exchange.rules.opening import EMERGENCY, PRESET, SHEET, TRIAL, Asked, Basis, Lack, Proof, basis_of
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.organizations.models import Department

WHY = "原系统突然停用，今天必须接上"
NONE, PASSED, WHOLE = Proof(), Proof(True), Proof(True, "code-1")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(False), TRIAL),
        (Asked(False, WHOLE, WHY), TRIAL),
        (Asked(True, WHOLE), SHEET),
        (Asked(True, WHOLE, WHY, True), SHEET),
        (Asked(True, NONE, preset=True), PRESET),
        (Asked(True, NONE, WHY), EMERGENCY),
        (Asked(True, PASSED, WHY), EMERGENCY),
        (Asked(True, NONE), ["not_passed", "no_sheet"]),
        (Asked(True, PASSED), ["no_sheet"]),
        (Asked(True, Proof(False, "code-1")), ["not_passed", "no_sheet"]),
        (Asked(True, NONE, "  "), ["not_passed", "no_sheet"]),
        (Asked(True, NONE, "急"), ["emergency"]),
    ],
)
def test_what_a_route_stands_on(asked: Asked, found: str | list[str]) -> None:
    said = basis_of(asked)
    assert (said.kind if isinstance(said, Basis) else [one.code for one in said]) == found
    if isinstance(said, Sequence):
        assert all(isinstance(one, Lack) and one.todo for one in said)


MODES = [("xs-transport", "freight_general"), ("hz-epa", "eia_report_form")]


def registered(department: str, key: str = "s-live") -> str:
    profile = Profile(name="业务系统", receiver="http://127.0.0.1:9/e", form_base="http://127.0.0.1:9/form")
    register_system(
        actor=who(ADMIN),
        key=key,
        department=Department.objects.get(key=department),
        environment="live",
        profile=profile,
        now=clock.now(),
    )
    return key


@pytest.mark.usefixtures("demo_district", "plain_http")
@pytest.mark.parametrize(("department", "matter"), MODES)
def test_nobody_routes_by_hand_without_the_sheet(department: str, matter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key = registered(department)
    with pytest.raises(Refused) as refused:
        route_matter(actor=who(ADMIN), key=key, matter=matter, now=clock.now(), plea=Plea(preset=True))
    assert [one.code for one in refused.value.reasons] == ["not_passed", "no_sheet"], "a preset is the platform's own"
    assert all("S0-22" in one.rule and one.todo and one.kept for one in refused.value.reasons)
    assert not MatterRoute.objects.exists()
    monkeypatch.setattr(ports.openings(), "proof", lambda system_id, matter_id: WHOLE)
    route = route_matter(actor=who(ADMIN), key=key, matter=matter, now=clock.now())
    assert route is not None and (route.basis, route.said) == (SHEET, "code-1")
    with pytest.raises(Refused) as again:
        route_matter(actor=who(ADMIN), key=key, matter=matter, now=clock.now())
    assert again.value.reasons[0].code == "routed"


@pytest.mark.usefixtures("demo_district", "plain_http")
def test_a_preset_route_gets_its_sheet_and_a_second_sheet_takes_the_place_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    join()
    assert MatterRoute.objects.get().basis == PRESET
    for code in ("code-1", "code-2"):
        monkeypatch.setattr(ports.openings(), "proof", lambda system_id, matter_id, code=code: Proof(True, code))
        route_matter(actor=who(ADMIN), key=SYSTEM, matter="freight_general", now=clock.now())
        assert MatterRoute.objects.get().said == code
    assert [event.payload["basis"] for event in told()] == ["preset", "sheet", "sheet"]


@pytest.mark.usefixtures("demo_district", "plain_http")
def test_an_emergency_is_a_right_of_its_own_and_stands_in_the_ledger() -> None:
    key = registered("xs-transport", SYSTEM)
    admin = who(ADMIN)
    manager = replace(admin, grants=frozenset(one for one in admin.grants if one.act != policies.EMERGENCY))
    given: dict[str, Any] = {"key": key, "matter": "freight_general", "now": clock.now(), "plea": Plea(WHY)}
    with pytest.raises(NotAllowed):
        route_matter(actor=manager, **given)
    with pytest.raises(Refused) as short:
        route_matter(actor=admin, **{**given, "plea": Plea("急")})
    assert short.value.reasons[0].code == "emergency"
    route_matter(actor=admin, **given)
    payload = told()[-1].payload
    assert (payload["basis"], payload["said"]) == (EMERGENCY, WHY)


@pytest.mark.usefixtures("demo_district", "plain_http")
def test_the_page_says_what_is_missing_keeps_what_was_typed_and_shows_the_emergency() -> None:
    registered("xs-transport", SYSTEM)
    http, act = signed_in(ADMIN), f"/exchange/systems/{SYSTEM}/act/route/"
    answer = http.post(act, {"matter": "freight_general", "emergency": "急"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "S0-22" in page and 'value="急"' in page
    assert '<option value="freight_general" selected>' in page
    answer = http.post(act, {"matter": "freight_general"})
    assert "还没有这个事项的事项开通确认单" in answer.content.decode() and "没有改变" in answer.content.decode()
    assert http.post(act, {"matter": "freight_general", "emergency": WHY}).status_code == 302
    page = http.get(f"/exchange/systems/{SYSTEM}/").content.decode()
    assert page.count(WHY) >= 2 and "紧急开通" in page, "beside the route and in the history"


def told() -> list[Event]:
    return [event for event in ledger.history(f"system:{SYSTEM}") if event.type == "system.matter_routed"]
