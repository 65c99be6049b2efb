"""Every verb of a ticket: state, event, refusal (S2-31, S2-32; docs/hall.md)."""

from datetime import datetime, timedelta

import pytest

from tests.cases.people import who
from tests.hall.people import centre, sit, take, window
from yichuang.foundations import clock
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.models import ContactLog, Hall, Seat, Ticket, WindowSkill
from yichuang.hall.operations.call import call_named, call_next, recall
from yichuang.hall.operations.change import log_contact, mark_inaccurate
from yichuang.hall.operations.correct_ticket import Correction, correct_ticket
from yichuang.hall.operations.hold import hold, resume
from yichuang.hall.operations.pass_by import bring_back, leave, no_show
from yichuang.hall.operations.roll_over import roll_over_all
from yichuang.hall.operations.seats import close_forgotten, close_seat, open_seat
from yichuang.hall.operations.serve import add_item, finish, finish_item, start
from yichuang.hall.operations.transfer import Target, move_waiting, transfer
from yichuang.hall.queries.needs import Wanted
from yichuang.hall.rules.skills import preset, stored_skill
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT, FUND = "freight_general", "housing_fund_loan"
LIN, CHEN = "林小窗", "陈一诺"


def verbs(ticket: Ticket) -> list[str]:
    events = Event.objects.filter(stream=ticket.stream).order_by("seq")
    return [event.payload.get("verb") or event.type.removeprefix("ticket.") for event in events]


def called(name: str = LIN, at: datetime | None = None) -> Ticket:
    ticket = call_next(actor=who(name), now=at or clock.now())
    assert ticket is not None
    return ticket


def serving(name: str = LIN, at: datetime | None = None) -> Ticket:
    called(name, at)
    return start(actor=who(name), now=at or clock.now())


def messages(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(stream=ticket.stream).order_by("pk").values_list("template", flat=True))


def test_who_does_not_come_returns_behind_others_once_and_then_it_is_over() -> None:
    now = clock.now()
    first = take(FREIGHT, at=now, mobile="13900000991")
    others = [take(FREIGHT, at=now + timedelta(seconds=n)) for n in (1, 2, 3, 4)]
    sit(LIN)
    assert called(at=now + timedelta(minutes=1)).pk == first.pk
    with pytest.raises(Refused, match="才叫了 1 次"):
        no_show(actor=who(LIN), now=now)
    assert recall(actor=who(LIN), now=now).calls == 2
    assert recall(actor=who(LIN), now=now).calls == 3
    passed = no_show(actor=who(LIN), now=now + timedelta(minutes=2))
    assert (passed.state, passed.passed, passed.seat, passed.calls) == ("waiting", 1, None, 0)
    assert others[2].queued_at < passed.queued_at < others[3].queued_at
    order = []
    for _ in range(4):
        order.append(serving(at=now + timedelta(minutes=3)).number)
        finish(actor=who(LIN), now=now + timedelta(minutes=4))
    assert order == ["A002", "A003", "A004", "A001"]
    assert messages(passed) == ["ticket_called", "ticket_passed", "ticket_near", "ticket_called"]
    assert verbs(passed)[:5] == ["taken", "called", "called", "called", "no_show"]


def test_the_second_time_not_there_ends_the_visit_and_the_guide_brings_back() -> None:
    now = clock.now()
    ticket = take(FREIGHT, at=now, mobile="13900000991")
    sit(LIN)
    for _ in range(2):
        called(at=now)
        recall(actor=who(LIN), now=now)
        recall(actor=who(LIN), now=now)
        ticket = no_show(actor=who(LIN), now=now)
    assert (ticket.state, ticket.passed) == ("no_show", 2)
    assert messages(ticket).count("ticket_passed") == 2
    assert call_next(actor=who(LIN), now=now) is None
    back = bring_back(actor=who("俞导服"), ticket_id=ticket.pk, now=now)
    assert (back.state, back.passed, back.ended_at) == ("waiting", 1, None)
    with pytest.raises(Refused, match="不能重新排队"):
        bring_back(actor=who("俞导服"), ticket_id=ticket.pk, now=now)
    Ticket.objects.filter(pk=ticket.pk).update(state="left", day=now.date() - timedelta(days=1))
    with pytest.raises(Refused, match="已经作废"):
        bring_back(actor=who("俞导服"), ticket_id=ticket.pk, now=now)


def test_left_is_not_a_no_show() -> None:
    ticket = take(FREIGHT)
    with pytest.raises(NotFound):
        leave(actor=who("吴益农"), ticket_id=ticket.pk, now=clock.now())
    with pytest.raises(NotAllowed):
        leave(actor=who("邹主任"), ticket_id=ticket.pk, now=clock.now())
    gone = leave(actor=who("俞导服"), ticket_id=ticket.pk, why="改天再来", now=clock.now())
    assert (gone.state, gone.passed, verbs(ticket)) == ("left", 0, ["taken", "leave"])
    assert messages(ticket) == []


def test_a_named_person_is_invited_for_a_reason_that_is_kept() -> None:
    now = clock.now()
    take(FREIGHT, at=now)
    wanted = take(FREIGHT, at=now + timedelta(seconds=1))
    sit(LIN)
    with pytest.raises(Refused, match="没有写明"):
        call_named(actor=who(LIN), ticket_id=wanted.pk, why=" ", now=now)
    ticket = call_named(actor=who(LIN), ticket_id=wanted.pk, why="急着赶火车", now=now)
    assert ticket.number == "A002"
    payload = Event.objects.get(stream=ticket.stream, type="ticket.called").payload
    assert (payload["why"], payload["reason"]) == ("named", "急着赶火车")
    with pytest.raises(Refused, match="还在本窗口"):
        call_named(actor=who(LIN), ticket_id=take(FREIGHT).pk, why="也急", now=now)


def test_held_frees_the_window_counts_and_comes_back_with_seniority() -> None:
    now = clock.now()
    first, second = take(FREIGHT, at=now), take(FREIGHT, at=now + timedelta(seconds=1))
    sit(LIN)
    serving(at=now)
    with pytest.raises(Refused, match="要取什么"):
        hold(actor=who(LIN), why="", now=now)
    held = hold(actor=who(LIN), why="身份证复印件", now=now + timedelta(minutes=3))
    assert (held.state, held.served_seconds) == ("held", 180)
    assert called(at=now + timedelta(minutes=3)).pk == second.pk
    back = resume(actor=who(LIN), ticket_id=first.pk, now=now + timedelta(minutes=9))
    assert (back.state, back.queued_at) == ("waiting", first.queued_at)
    start(actor=who(LIN), now=now + timedelta(minutes=9))
    finish(actor=who(LIN), now=now + timedelta(minutes=10))
    serving(at=now + timedelta(minutes=10))
    done = finish(actor=who(LIN), now=now + timedelta(minutes=12))
    assert (done.pk, done.served_seconds) == (first.pk, 180 + 120)
    assert verbs(first) == ["taken", "called", "start", "hold", "resume", "called", "start", "finished"]


def test_a_transfer_keeps_the_seniority() -> None:
    now = clock.now()
    ticket = take(FREIGHT, at=now)
    fund = take(FUND, at=now + timedelta(minutes=1))
    sit(LIN, "01")
    sit(CHEN, "04")
    serving(at=now + timedelta(minutes=2))
    with pytest.raises(Refused, match="没有说明转到哪里"):
        transfer(actor=who(LIN), target=Target(), now=now)
    with pytest.raises(Refused, match="不办理此人要办的事项"):
        transfer(actor=who(LIN), target=Target(window_id=window("04").pk), now=now)
    with pytest.raises(NotFound):
        transfer(actor=who(LIN), target=Target(staff_id=who("蒋晓月").id), now=now)
    target = Target(Wanted(board="D"), staff_id=who(CHEN).id)
    sent = transfer(actor=who(LIN), target=target, comment="贷款的事", now=now + timedelta(minutes=5))
    assert (sent.state, sent.queued_at, sent.served_seconds) == ("waiting", ticket.queued_at, 180)
    assert (sent.items.get().board, sent.comment) == ("D", "贷款的事")
    assert called(CHEN, now + timedelta(minutes=6)).pk == ticket.pk, "came before the other, is called before"
    assert fund.state == "waiting"


def test_who_is_kept_for_a_window_that_closes_is_served_elsewhere_at_once() -> None:
    ticket = take(FREIGHT)
    WindowSkill.objects.create(window=window("02"), skill=stored_skill(preset("full")), updated_at=clock.now())
    sit(LIN, "01")
    sit(CHEN, "02")
    target = Target(window_id=window("01").pk)
    moved = move_waiting(actor=who("俞导服"), ticket_id=ticket.pk, target=target, now=clock.now())
    assert moved.window_wanted_id == window("01").pk
    assert call_next(actor=who(CHEN), now=clock.now()) is None
    close_seat(actor=who(LIN), now=clock.now())
    assert called(CHEN).pk == ticket.pk


def test_several_services_one_after_another_and_the_rest_elsewhere() -> None:
    now = clock.now()
    ticket = take(FREIGHT, FUND, at=now)
    sit(LIN, "01")
    sit(CHEN, "04")
    serving(LIN, now)
    add_item(actor=who(LIN), wanted=Wanted(board="A"), now=now)
    finish_item(actor=who(LIN), position=0, now=now)
    onward = finish(actor=who(LIN), now=now + timedelta(minutes=5))
    assert (onward.state, onward.queued_at) == ("waiting", ticket.queued_at)
    assert [item.done_at is None for item in ticket.items.all()] == [False, True, False]
    assert call_next(actor=who(LIN), now=now) is None
    assert serving(CHEN, now + timedelta(minutes=6)).pk == ticket.pk
    done = finish(actor=who(CHEN), now=now + timedelta(minutes=9))
    assert (done.state, done.served_seconds) == ("done", 5 * 60 + 3 * 60)
    assert "onward" in verbs(ticket)


def test_the_day_rolls_over_with_people_waiting() -> None:
    yesterday = clock.now() - timedelta(days=1)
    waiting, held = take(FREIGHT, at=yesterday, mobile="13900000991"), take(FREIGHT, at=yesterday)
    sit(LIN, at=yesterday)
    Ticket.objects.filter(pk=held.pk).update(state="held")
    served = take(FREIGHT, at=yesterday - timedelta(minutes=1))
    assert serving(at=yesterday).pk == served.pk
    told = messages(waiting)
    assert roll_over_all(clock.now()) == 3
    assert [Ticket.objects.get(pk=one.pk).state for one in (waiting, held, served)] == ["lapsed", "lapsed", "done"]
    served.refresh_from_db()
    assert (served.inaccurate, served.served_seconds) == ("跨日未点办理完毕", 0)
    assert messages(waiting) == told, "nobody is woken by a message at midnight"
    assert not Seat.objects.exclude(state="closed").exists()
    assert roll_over_all(clock.now()) == 0
    assert verbs(waiting)[-1] == "lapse"


def test_a_supervisor_closes_a_forgotten_seat_and_the_person_waits_again() -> None:
    now = clock.now()
    ticket = take(FREIGHT, at=now)
    seat = sit(LIN)
    serving(at=now)
    with pytest.raises(NotAllowed):
        close_forgotten(actor=who(CHEN), seat_id=seat.pk, why="x", now=now)
    with pytest.raises(Refused, match="没有写明收回坐席的原因"):
        close_forgotten(actor=who("沈主管"), seat_id=seat.pk, why="", now=now)
    closed = close_forgotten(actor=who("沈主管"), seat_id=seat.pk, why="下班未签出", now=now)
    ticket.refresh_from_db()
    assert (closed.state, ticket.state, ticket.seat_id) == ("closed", "waiting", None)
    assert verbs(ticket)[-1] == "release"
    with pytest.raises(Refused, match="还没有在窗口签入"):
        call_next(actor=who(LIN), now=now)
    assert open_seat(actor=who(CHEN), window_id=window("01").pk, now=now).staff_name == CHEN


def test_a_ticket_is_corrected_and_its_time_marked_as_inaccurate() -> None:
    ticket = take(FREIGHT)
    guide = who("俞导服")
    with pytest.raises(Refused, match="固定电话收不到短信"):
        correct_ticket(actor=guide, ticket_id=ticket.pk, correction=Correction(mobile="0571-82600000"), now=clock.now())
    said = Correction(green="elderly", comment="听力不好", mobile="13900000992")
    right = correct_ticket(actor=guide, ticket_id=ticket.pk, correction=said, now=clock.now())
    assert (right.green, right.comment, right.mobile) == ("elderly", "听力不好", "13900000992")
    assert "13900000992" not in str(Event.objects.filter(stream=ticket.stream).values_list("payload", flat=True))
    with pytest.raises(NotAllowed):
        mark_inaccurate(actor=guide, ticket_id=ticket.pk, why="忘点", now=clock.now())
    marked = mark_inaccurate(actor=who(LIN), ticket_id=ticket.pk, why="忘点办理完毕", now=clock.now())
    assert marked.inaccurate == "忘点办理完毕"


def test_work_outside_the_queue_is_noted_by_channel() -> None:
    sit(LIN)
    with pytest.raises(Refused, match="没有写明事由"):
        log_contact(actor=who(LIN), channel="pigeon", about="", minutes=0, now=clock.now())
    log_contact(actor=who(LIN), channel="phone", about="问材料", minutes=6, now=clock.now())
    row = ContactLog.objects.get()
    assert (row.channel, row.minutes, row.staff_name, row.site_id) == ("phone", 6, LIN, centre().pk)


def test_who_is_next_is_told_once_that_his_turn_is_near() -> None:
    now = clock.now()
    tickets = [take(FREIGHT, at=now + timedelta(seconds=n), mobile=f"1390000098{n}") for n in range(4)]
    sit(LIN)
    called(at=now + timedelta(minutes=1))
    assert [messages(one) for one in tickets] == [["ticket_called"], ["ticket_near"], ["ticket_near"], []]
    start(actor=who(LIN), now=now)
    finish(actor=who(LIN), now=now)
    called(at=now + timedelta(minutes=2))
    assert messages(tickets[1]) == ["ticket_near", "ticket_called"]
    assert messages(tickets[2]) == ["ticket_near"], "once a visit"
    assert messages(tickets[3]) == ["ticket_near"]


def test_quick_transactions_jump_by_rule() -> None:
    now = clock.now()
    slow, quick = take(wanted=[Wanted(board="A")], at=now), take(FREIGHT, at=now + timedelta(minutes=1))
    sit(LIN, "01")
    Hall.objects.update(quick=[FREIGHT])
    first = called(at=now + timedelta(minutes=3))
    assert (first.pk, slow.state) == (quick.pk, "waiting")
    assert Event.objects.get(stream=first.stream, type="ticket.called").payload["why"] == "quick"
