"""Opening hours are set, days declared; whoever was booked is moved or cancelled and told (S2-38)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cases.people import who
from tests.hall.booking import NOW, TUESDAY, at, booked, plan
from tests.hall.people import centre
from yichuang.demo.booking import CENTRE, load_booking
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.models import Appointment, OpeningException, SlotPlan
from yichuang.hall.operations.opening import SpecialDay, declare_days, set_booking_rules, set_opening, withdraw_day
from yichuang.hall.operations.settle_stranded import CANCEL, LATER, MOVE, Settled, settle
from yichuang.hall.operations.slot_plans import SlotTerms, add_plan, change_plan
from yichuang.hall.queries.appointments import stranded_at
from yichuang.hall.queries.opening import hours_between, opening_of
from yichuang.notifications.models import Message
from yichuang.organizations.models import Site

pytestmark = pytest.mark.usefixtures("demo_district")


def declare(then: str, day: date = TUESDAY, board: str = "", reason: str = "台风停办", name: str = "沈主管") -> Settled:
    special = SpecialDay(day, (), reason, board)
    return declare_days(actor=who(name), site=centre(), days=[special], then=then, now=NOW)[1]


def told(row: Appointment) -> list[str]:
    return list(Message.objects.filter(stream=row.stream).order_by("pk").values_list("template", flat=True))


def test_a_holiday_declared_last_night_moves_everybody_and_tells_them() -> None:
    rows = [booked("9:10", mobile=f"1390000070{place}") for place in range(3)]
    other_board = booked("9:00", board="B", mobile="13900000709")
    assert declare(MOVE) == Settled(moved=4)
    for row in rows:
        row.refresh_from_db()
        assert row.starts_at == at("8:30", TUESDAY + timedelta(days=1)), "the next free time, and places for three"
        assert told(row) == ["appointment_booked", "appointment_moved"]
        moved = Event.objects.get(stream=row.stream, type="appointment.moved")
        assert "台风停办" in moved.payload["why"] and moved.actor_name == "沈主管"
    other_board.refresh_from_db()
    assert other_board.day == TUESDAY + timedelta(days=1)
    assert not hours_between(centre(), TUESDAY, TUESDAY, "A")[TUESDAY].is_open
    with pytest.raises(Refused, match="不能预约：台风停办"):
        booked("10:10", mobile="13900000711")


def test_a_closed_board_cancels_its_own_only() -> None:
    mine, other = booked("9:10"), booked("9:00", board="B", mobile="13900000709")
    assert declare(CANCEL, board="A", reason="系统升级") == Settled(cancelled=1)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == ("cancelled", "booked")
    assert "系统升级" in mine.why and told(mine)[-1] == "appointment_cancelled"


def test_later_lists_who_is_stranded_until_somebody_deals_with_them() -> None:
    row = booked("9:10")
    assert declare(LATER) == Settled(waiting=1)
    assert [one.pk for one in stranded_at(centre(), NOW)] == [row.pk] and told(row) == ["appointment_booked"]
    assert settle(actor=who("沈主管"), site=centre(), days=(), then=MOVE, now=NOW) == Settled(moved=1)
    assert stranded_at(centre(), NOW) == []
    special = OpeningException.objects.get(day=TUESDAY)
    withdraw_day(actor=who("沈主管"), site=centre(), pk=special.pk, now=NOW)
    withdraw_day(actor=who("沈主管"), site=centre(), pk=special.pk, now=NOW)
    assert hours_between(centre(), TUESDAY, TUESDAY, "A")[TUESDAY].is_open
    types = Event.objects.filter(stream=f"opening:{centre().pk}").order_by("seq").values_list("type", flat=True)
    assert list(types) == ["opening.changed", "opening.day_declared", "opening.day_declared"]


def test_nothing_free_is_cancelled_and_said() -> None:
    row = booked("9:10")
    SlotPlan.objects.filter(pk=plan().pk).update(active=False)
    assert declare(MOVE) == Settled(cancelled=1)
    row.refresh_from_db()
    assert row.state == "cancelled"


@pytest.mark.parametrize(
    ("name", "day", "reason", "status"),
    [("林小窗", TUESDAY, "台风", 403), ("沈主管", date(2026, 11, 1), "台风", 422), ("沈主管", TUESDAY, " ", 422)],
)
def test_days_are_not_declared(name: str, day: date, reason: str, status: int) -> None:
    with pytest.raises(Refused) as told_:
        declare(MOVE, day, reason=reason, name=name)
    assert told_.value.status == status and not OpeningException.objects.exists()


def test_rules_are_judged_and_put_in_force_at_once() -> None:
    row = booked("12:20")
    no_lunch = replace(CENTRE, extras=())
    set_opening(actor=who("沈主管"), site=centre(), rules=no_lunch, now=NOW)
    assert [one.pk for one in stranded_at(centre(), NOW)] == [row.pk], "listed, not touched"
    wrong = replace(CENTRE, extras=(replace(CENTRE.extras[0], boards=("Z",)),))
    with pytest.raises(Refused, match="“Z”"):
        set_opening(actor=who("沈主管"), site=centre(), rules=wrong, now=NOW)
    with pytest.raises(NotAllowed):
        set_opening(actor=who("俞导服"), site=centre(), rules=CENTRE, now=NOW)
    with pytest.raises(NotAllowed):
        set_opening(actor=who("戚镇管"), site=centre(), rules=CENTRE, now=NOW)
    with pytest.raises(Refused, match="之间"):
        set_booking_rules(actor=who("沈主管"), site=centre(), values={"a_day": 0}, now=NOW)
    set_booking_rules(actor=who("沈主管"), site=centre(), values={"a_day": 4, "no_shows": 2}, now=NOW)
    assert (opening_of(centre()).a_day, opening_of(centre()).no_shows) == (4, 2)


def test_plans_are_made_and_changed_within_bounds() -> None:
    town = Site.objects.get(key="yinong")
    with pytest.raises(Refused, match="已有号源"):
        add_plan(actor=who("戚镇管"), site=town, board="", terms=SlotTerms(), now=NOW)
    made = add_plan(actor=who("戚镇管"), site=town, board="", purpose="issue", terms=SlotTerms(capacity=1), now=NOW)
    assert made.name == "领取结果"
    with pytest.raises(NotFound):
        change_plan(actor=who("戚镇管"), pk=plan().pk, terms=SlotTerms(), now=NOW)
    with pytest.raises(NotAllowed):
        change_plan(actor=who("林小窗"), pk=plan().pk, terms=SlotTerms(), now=NOW)
    with pytest.raises(Refused) as told_:
        change_plan(actor=who("沈主管"), pk=plan().pk, terms=SlotTerms(capacity=0, lengths={"nix": 3}), now=NOW)
    assert {reason.field for reason in told_.value.reasons} == {"capacity", "lengths"}
    row = booked("9:10")
    changed = change_plan(actor=who("沈主管"), pk=plan().pk, terms=SlotTerms(minutes=30, capacity=1), now=NOW)
    assert (changed.minutes, changed.lengths) == (30, {})
    row.refresh_from_db()
    assert row.ends_at == at("9:30"), "booked stays booked"
    with pytest.raises(Refused, match="约满"):
        booked("9:00", mobile="13900000709")


def test_loading_the_demonstration_twice_changes_nothing() -> None:
    def state() -> list[object]:
        return [list(SlotPlan.objects.order_by("pk").values()), Event.objects.count()]

    before = state()
    load_booking(NOW)
    assert state() == before
