"""Limits of booking, reminders, no-shows, late comers; booking for a caller (S2-35, S2-38)."""

from datetime import timedelta

import pytest

from tests.cases.people import who
from tests.hall.booking import MOBILE, NOW, TUESDAY, at, booked, hold, plan
from tests.hall.people import centre
from yichuang.accounts.permissions import CLOCK
from yichuang.foundations import clock, jobs
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.models import Alarm, Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.models import Appointment, OpeningPlan
from yichuang.hall.operations.book import Booking, book
from yichuang.hall.operations.change_appointment import cancel, excuse, move
from yichuang.hall.operations.check_in import check_in
from yichuang.hall.operations.code_tries import MOST, admit, note_wrong
from yichuang.hall.operations.watch_appointments import forget_drafts, miss, remind
from yichuang.hall.queries.appointments import measured, own
from yichuang.hall.queries.share import BY_BOARD, BY_DAY, shares
from yichuang.hall.queries.slots import Purpose
from yichuang.notifications.models import Message
from yichuang.organizations.models import Site

pytestmark = pytest.mark.usefixtures("demo_district")


def missed(start: str, mobile: str = MOBILE) -> Appointment:
    row = booked(start, mobile=mobile)
    assert miss(actor=CLOCK, pk=row.pk, starts_at=row.starts_at, now=row.starts_at + timedelta(minutes=16))
    row.refresh_from_db()
    return row


def calling(name: str = "俞导服", start: str = "9:10", mobile: str = MOBILE, source: str = "phone") -> Appointment:
    entered = Booking(plan().pk, Purpose("receive", "综合受理", "", "A"), at(start), "陈阿姨", mobile, source)
    return book(actor=who(name), booking=entered, now=NOW)


def test_a_person_s_limits_a_day_and_at_once() -> None:
    booked("9:10")
    second = booked("9:30")
    with pytest.raises(Refused, match="每人每天最多 2 个"):
        booked("9:50")
    cancel(actor=PUBLIC, pk=second.pk, now=NOW, code=second.code)
    booked("9:50")
    OpeningPlan.objects.filter(site=centre()).update(open_at_once=2)
    with pytest.raises(Refused, match="未办的预约"):
        booked("9:10", day=TUESDAY + timedelta(days=1))


def test_an_address_holds_ten_slots_at_most() -> None:
    for place in range(10):
        minute = 510 + 20 * place
        hold(f"{minute // 60}:{minute % 60:02d}")
    with pytest.raises(Refused) as told:
        hold("14:10")
    assert told.value.status == 429
    instead = hold("14:10", address="192.0.2.77")
    hold("14:30", address="192.0.2.77", instead=instead.pk)
    assert not Appointment.objects.filter(pk=instead.pk).exists(), "whoever chooses again lets the first go"
    assert forget_drafts(before=NOW + timedelta(hours=2)) == 11


def test_reminded_once_the_morning_before_and_not_for_a_slot_that_was_left() -> None:
    row = booked("9:10")
    alarm = Alarm.objects.get(task="hall.remind_appointment")
    assert alarm.at == at("9:00", TUESDAY - timedelta(days=1))
    move(actor=PUBLIC, pk=row.pk, starts_at=at("10:10"), now=NOW, code=row.code)
    assert not remind(actor=CLOCK, pk=row.pk, starts_at=at("9:10"), now=at("9:00", TUESDAY - timedelta(days=1)))
    assert remind(actor=CLOCK, pk=row.pk, starts_at=at("10:10"), now=at("9:00", TUESDAY - timedelta(days=1)))
    assert not remind(actor=CLOCK, pk=row.pk, starts_at=at("10:10"), now=at("9:01", TUESDAY - timedelta(days=1)))
    sent = Message.objects.get(template="appointment_reminder")
    assert sent.data["slot"] == "12月1日（周二）10:10—10:30" and sent.data["code"][4] == " "
    late = booked("9:10", now=at("6:00"), mobile="13900000441")
    assert not Alarm.objects.filter(task="hall.remind_appointment", arguments__pk=str(late.pk)).exists()
    assert jobs.ring(clock.now() + timedelta(days=400)) > 0, "every alarm has a task that exists"


def test_not_there_by_slot_and_grace_is_a_no_show_who_may_still_come() -> None:
    row = booked("9:10")
    assert not miss(actor=CLOCK, pk=row.pk, starts_at=row.starts_at, now=at("9:25")), "the grace runs"
    assert miss(actor=CLOCK, pk=row.pk, starts_at=row.starts_at, now=at("9:26"))
    assert not miss(actor=CLOCK, pk=row.pk, starts_at=row.starts_at, now=at("9:27"))
    ticket = check_in(actor=PUBLIC, site=centre(), code=row.code, now=at("9:40"))
    row.refresh_from_db()
    assert (row.state, row.late, ticket.slot_at) == ("checked_in", True, None)
    assert "迟到" in ticket.comment
    types = list(Event.objects.filter(stream=row.stream).order_by("seq").values_list("type", flat=True))
    assert types == ["appointment.booked", "appointment.missed", "appointment.checked_in"]


def test_three_no_shows_end_booking_online_but_not_by_telephone() -> None:
    OpeningPlan.objects.filter(site=centre()).update(a_day=9)
    rows = [missed(start) for start in ("9:10", "9:30", "9:50")]
    with pytest.raises(Refused, match="不能网上预约") as told:
        booked("14:10", now=at("10:30"))
    assert told.value.status == 403 and "直接到场取号" in told.value.reasons[0].todo
    by_phone = calling(start="15:10")
    assert (by_phone.source, by_phone.booked_by) == ("phone", "俞导服")
    with pytest.raises(Refused, match="更正原因"):
        excuse(actor=who("俞导服"), pk=rows[0].pk, why="", now=at("10:30"))
    excuse(actor=who("俞导服"), pk=rows[0].pk, why="叫号机故障", now=at("10:30"))
    assert booked("14:10", now=at("10:30")).state == "booked"
    assert measured([plan().pk], TUESDAY, TUESDAY) == {plan().pk: (0, 2)}
    with pytest.raises(Refused, match="没有爽约记录"):
        excuse(actor=who("俞导服"), pk=by_phone.pk, why="x", now=at("10:30"))


def test_who_may_book_for_a_caller() -> None:
    with pytest.raises(NotAllowed):
        calling("赵审查")
    with pytest.raises(NotAllowed):
        calling("吴益农")
    assert calling("谢区管", source="12345").source == "12345"
    with pytest.raises(Refused, match="固定电话"):
        calling(mobile="0571-82600000")
    with pytest.raises(Refused, match="渠道"):
        calling(source="online")
    row = calling(start="9:30")
    with pytest.raises(NotFound):
        cancel(actor=who("吴益农"), pk=row.pk, now=NOW, why="x")
    with pytest.raises(NotAllowed):
        cancel(actor=who("喻审计"), pk=row.pk, now=NOW, why="x")
    with pytest.raises(Refused, match="取消原因"):
        cancel(actor=who("俞导服"), pk=row.pk, now=NOW, why="")


def test_the_wrong_site_and_a_wrong_code() -> None:
    row = booked("9:10")
    town = Site.objects.get(key="yinong")
    with pytest.raises(Refused, match="不是这里"):
        check_in(actor=PUBLIC, site=town, code=row.code, now=at("9:05"))
    with pytest.raises(NotFound):
        check_in(actor=PUBLIC, site=centre(), code="00000001", now=at("9:05"))
    with pytest.raises(NotAllowed):
        check_in(actor=who("吴益农"), site=centre(), code=row.code, now=at("9:05"))
    found = own(row.code[:4] + " " + row.code[4:], MOBILE[-4:])
    assert found is not None and found.pk == row.pk
    assert own(row.code, "0000") is None and own(hold("9:50").code, "") is None


def test_trying_codes_is_stopped() -> None:
    for _ in range(MOST):
        admit(address="192.0.2.5", now=NOW)
        note_wrong(address="192.0.2.5", now=NOW)
    with pytest.raises(Refused, match="次数太多"):
        admit(address="192.0.2.5", now=NOW)
    admit(address="192.0.2.6", now=NOW)
    admit(address="192.0.2.5", now=NOW + timedelta(minutes=16))


def test_the_share_of_visits_by_appointment() -> None:
    row = booked("9:10")
    check_in(actor=PUBLIC, site=centre(), code=row.code, now=at("9:00"))
    missed("9:30", mobile="13900000331")
    gone = booked("9:50", mobile="13900000332")
    cancel(actor=PUBLIC, pk=gone.pk, now=NOW, code=gone.code)
    day = shares(centre(), TUESDAY, TUESDAY, BY_DAY)[TUESDAY.isoformat()]
    assert (day.tickets, day.by_appointment, day.came, day.missed, day.cancelled) == (1, 1, 1, 1, 1)
    assert (day.hundredths, day.percent, day.missed_percent) == (10_000, "100.0%", "50.0%")
    assert set(shares(centre(), TUESDAY, TUESDAY, BY_BOARD)) == {"A"}
