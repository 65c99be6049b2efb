"""Writing, holding for the morning, stopping and taking up again, sending again: each with state, event and refusal (S2-32)."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yichuang.foundations import clock, jobs, ledger
from yichuang.foundations.actors import Actor, Grant, Place
from yichuang.foundations.clock import CHINA
from yichuang.foundations.models import Alarm, Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message, MessageBook, OptOut
from yichuang.notifications.operations.deliver import deliver
from yichuang.notifications.operations.send import send
from yichuang.notifications.operations.send_again import send_again
from yichuang.notifications.operations.stop import answer_text, choose_by_code, stop_for, want_again
from yichuang.notifications.queries.opt_outs import stopped_kinds, visible_opt_outs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]
TO = "13900000031"
NIGHT = datetime(2026, 11, 28, 23, 0, tzinfo=CHINA)
MORNING = datetime(2026, 11, 29, 7, 0, tzinfo=CHINA)
HERE, ELSEWHERE = Place(division="330109118", site_id=5), Place(division="330110", site_id=6)
ASKED = {"matter": "养犬登记", "link": "https://example.cn/r"}
CALLED = {"number": "A017", "window": "3 号窗口", "site": "萧山区办事服务中心"}
ACCEPTED = {"name": "王小明", "matter": "养犬登记", "number": "3301", "due": "12月1日", "link": "x"}


def keeper(division: str = "330109", *acts: str) -> Actor:
    given = acts or ("message.view", "message.manage")
    return Actor("staff", "1", "谢区管", frozenset(Grant(act, "division", division) for act in given))


@pytest.fixture
def lines(settings: Any, tmp_path: Path) -> Any:
    settings.MESSAGE_CHANNEL, settings.OUTBOX = "file", tmp_path
    path = tmp_path / "messages.jsonl"
    return lambda: [json.loads(line)["text"] for line in path.read_text().splitlines()] if path.exists() else []


def asked(now: datetime = MORNING, place: Place = HERE) -> Message:
    return send(to=TO, template="rating_asked", data=ASKED, now=now, place=place)


def due_jobs() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name='notifications.deliver' RETURNING args")
        found = cursor.fetchall()
    return [(args if isinstance(args, dict) else json.loads(args))["pk"] for (args,) in found]


@pytest.mark.parametrize(("to", "code"), [("0571-82600000", "landline"), ("12345", "bad"), ("", "bad")])
def test_a_number_that_no_text_reaches_is_refused_before_anything_is_written(to: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        send(to=to, template="rating_asked", data=ASKED, now=MORNING)
    (reason,) = refusal.value.reasons
    assert (reason.code, refusal.value.status) == (code, 422) and reason.todo
    assert not Message.objects.exists() and due_jobs() == []


def test_what_is_not_urgent_waits_for_the_morning_and_goes_once(lines: Any, settings: Any) -> None:
    settings.QUIET_HOURS = "22:00-07:00"
    held, urgent = asked(NIGHT), send(to=TO, template="ticket_called", data=CALLED, now=NIGHT)
    assert (held.state, held.held_until) == (Message.HELD, MORNING) and urgent.state == Message.WAITING
    assert due_jobs() == [urgent.pk]
    assert deliver(urgent.pk, NIGHT).state == Message.SENT
    assert deliver(held.pk, NIGHT).state == Message.HELD  # a stray job at night changes nothing
    assert jobs.ring(MORNING - timedelta(seconds=1)) == 0
    assert jobs.ring(MORNING) >= 1
    for pk in due_jobs():
        deliver(pk, MORNING)
    held.refresh_from_db()
    assert (held.state, held.held_until) == (Message.SENT, None)
    assert len(lines()) == 2 and not Alarm.objects.exists()


def test_a_try_that_runs_into_the_night_waits_too(lines: Any, settings: Any) -> None:
    row = asked(NIGHT)
    settings.QUIET_HOURS = "22:00-07:00"
    assert deliver(row.pk, NIGHT).state == Message.HELD
    assert Alarm.objects.get().at == MORNING and lines() == []


def test_a_link_stops_its_kind_for_good_and_takes_it_up_again(lines: Any, client: Client) -> None:
    first, waiting = asked(), asked()
    page = client.get(f"/stop/{first.stop_code}/")
    assert page.status_code == 200 and "139****0031" in page.content.decode() and TO not in page.content.decode()
    assert client.post(f"/stop/{first.stop_code}/", {"stop": "rating"}).status_code == 302
    assert "已退订" in client.get(f"/stop/{first.stop_code}/?done=1").content.decode()
    row = OptOut.objects.get()
    assert (row.kind, row.active, row.way, row.division, row.site_id) == ("rating", True, "link", "330109118", 5)
    assert [event.type for event in ledger.history(row.stream)] == ["messages.stopped"]
    assert deliver(waiting.pk, MORNING).state == Message.SUPPRESSED and asked().state == Message.SUPPRESSED
    assert lines() == []
    assert send(to=TO, template="case_accepted", data=ACCEPTED, now=MORNING).state == Message.WAITING
    client.post(f"/stop/{first.stop_code}/", {"back": "rating"})
    assert asked().state == Message.WAITING
    assert [event.type for event in ledger.history(row.stream)] == ["messages.stopped", "messages.wanted"]


def test_nothing_else_can_be_stopped_and_a_wrong_code_opens_nothing(client: Client) -> None:
    row = asked()
    client.post(f"/stop/{row.stop_code}/", {"stop": "security"})
    assert not OptOut.objects.exists()
    for code in ("AAAAAAAAAA", "%20", str(row.uid)):
        assert client.get(f"/stop/{code}/").status_code == 404
        assert client.post(f"/stop/{code}/", {"stop": "rating"}).status_code == 404
    assert client.get("/stop/", {"code": "nothing"}).status_code == 404
    assert client.get("/stop/", {"code": str(row.stop_code).lower()})["Location"] == f"/stop/{row.stop_code}/"
    assert client.get("/stop/", {"code": ""}).status_code == 422
    assert send(to=TO, template="ticket_called", data=CALLED, now=MORNING).stop_code is None


def test_an_answer_stops_everything_that_may_be_and_an_older_one_changes_nothing_newer() -> None:
    asked()
    at = MORNING + timedelta(minutes=5)
    for _ in range(2):
        assert answer_text(number=TO, content="td", at=at, now=at) == "stop"
    assert stopped_kinds(TO) == ["reminder", "rating"] == stopped_kinds("+86 139 0000 0031")
    later = at + timedelta(hours=1)
    assert answer_text(number=TO, content="恢复", at=later, now=later) == "back"
    answer_text(number=TO, content="TD", at=at, now=later)  # the gateway says it again
    assert stopped_kinds(TO) == []
    assert answer_text(number=TO, content="谢谢", at=later, now=later) == ""
    assert answer_text(number="95588", content="TD", at=later, now=later) == ""
    assert Event.objects.filter(type__startswith="messages.").count() == 4
    assert all(TO not in json.dumps(event.payload) for event in Event.objects.all())


def test_an_officer_notes_what_he_was_told() -> None:
    actor = keeper()
    (row,) = stop_for(actor=actor, number=TO, kinds=["rating"], division="330109", why="本人来电", now=MORNING)
    assert (row.way, row.why, row.active) == ("staff", "本人来电", True)
    (event,) = ledger.history(row.stream)
    assert (event.type, event.actor_name) == ("messages.stopped", "谢区管")
    with pytest.raises(Refused) as refusal:
        stop_for(actor=actor, number="0571-82600000", kinds=["security"], division="330109", why=" ", now=MORNING)
    assert [reason.code for reason in refusal.value.reasons] == ["landline", "kinds", "why"]
    with pytest.raises(NotAllowed):
        stop_for(actor=keeper("330110"), number=TO, kinds=["rating"], division="330109", why="来电", now=MORNING)
    assert visible_opt_outs(keeper("330110")).count() == 0
    with pytest.raises(NotFound):
        want_again(actor=keeper("330110"), uid=str(row.uid), why="来电", now=MORNING)
    with pytest.raises(NotAllowed):
        want_again(actor=keeper("330109", "message.view"), uid=str(row.uid), why="来电", now=MORNING)
    with pytest.raises(Refused):
        want_again(actor=actor, uid=str(row.uid), why="", now=MORNING)
    assert not want_again(actor=actor, uid=str(row.uid), why="来电", now=MORNING).active
    with pytest.raises(Refused, match="已经恢复"):
        want_again(actor=actor, uid=str(row.uid), why="来电", now=MORNING)


def test_choosing_says_nothing_twice() -> None:
    row = asked()
    for _ in range(3):
        assert choose_by_code(code=str(row.stop_code), stopped=["rating"], now=MORNING) == ["rating"]
    assert OptOut.objects.count() == 1 and Event.objects.filter(type="messages.stopped").count() == 1


def test_a_failed_message_is_sent_again_by_hand_and_on_record(lines: Any, settings: Any) -> None:
    settings.MESSAGE_CHANNEL = "sms"
    row = deliver(asked().pk, MORNING)
    assert (row.state, row.failure) == (Message.FAILED, "没有接入短信网关")
    due_jobs()
    for stranger, error in ((keeper("330110"), NotFound), (keeper("330109", "message.view"), NotAllowed)):
        with pytest.raises(error):
            send_again(actor=stranger, uid=str(row.uid), now=MORNING)
    settings.MESSAGE_CHANNEL = "file"
    assert send_again(actor=keeper(), uid=str(row.uid), now=MORNING).state == Message.WAITING
    assert due_jobs() == [row.pk]
    assert deliver(row.pk, MORNING).state == Message.SENT and len(lines()) == 1
    book = MessageBook.objects.get(division="330109118")
    (event,) = ledger.history(book.stream)
    assert (event.type, event.payload["failure"]) == ("message.sent_again", "没有接入短信网关")
    row.refresh_from_db()
    steps = [(step.state, step.said) for step in row.steps.order_by("pk")]
    assert steps == [("failed", "没有接入短信网关"), ("waiting", "谢区管重新发送"), ("sent", "")]
    with pytest.raises(Refused, match="可能已经收到"):
        send_again(actor=keeper(), uid=str(row.uid), now=MORNING)


def test_a_code_is_never_sent_again(settings: Any) -> None:
    settings.MESSAGE_CHANNEL = "sms"
    data = {"code": "042042", "minutes": "10"}
    row = deliver(send(to=TO, template="reset_code", data=data, now=MORNING, place=HERE).pk, MORNING)
    with pytest.raises(Refused, match="验证码不留存"):
        send_again(actor=keeper(), uid=str(row.uid), now=MORNING)


@pytest.mark.parametrize(
    ("template", "data", "place", "most"),
    [
        ("ticket_called", CALLED, None, 2),  # the row, its job
        ("ticket_called", CALLED, HERE, 3),  # the place's wording
        ("rating_asked", ASKED, HERE, 4),  # does he want it
    ],
)
def test_writing_a_message_costs_few_statements(template: str, data: Any, place: Any, most: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as found:
        send(to=TO, template=template, data=data, now=clock.now(), place=place)
    assert len([one for one in found if "SAVEPOINT" not in one["sql"]]) == most
