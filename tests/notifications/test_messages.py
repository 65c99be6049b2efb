"""Messages: sealed until sent, sent at most once in effect, their delivery on record."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from yichuang.foundations import clock
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.channels.local import OutboxFile
from yichuang.notifications.models import Message
from yichuang.notifications.operations.deliver import deliver
from yichuang.notifications.operations.send import send
from yichuang.notifications.ports import ChannelDown, Letter
from yichuang.notifications.queries import outbox_lines
from yichuang.notifications.rules.templates import HIDDEN, TEMPLATES, text_of, without_secrets

TO = "13900000031"
DATA = {"code": "042042", "minutes": "10"}


def written(**more: Any) -> Message:
    return send(to=TO, template="reset_code", data=DATA, now=clock.now(), **more)


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.MESSAGE_CHANNEL, settings.OUTBOX = "file", tmp_path
    return tmp_path / "messages.jsonl"


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_says_who_speaks_and_wipes_its_secrets(key: str) -> None:
    data = {name: f"<{name}>" for name in TEMPLATES[key].fields}
    assert text_of(key, data).startswith("【一窗受理平台】")
    assert {value for name, value in without_secrets(key, data).items() if name in TEMPLATES[key].secret} <= {HIDDEN}
    with pytest.raises(LookupError):
        text_of(key, {**data, "more": "x"})


def test_an_unknown_template_is_a_fault() -> None:
    with pytest.raises(LookupError):
        text_of("nothing", {})


@pytest.mark.django_db
def test_a_message_goes_out_once_and_its_code_is_wiped(outbox: Path) -> None:
    row = written(stream="staff:1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM notifications_message m")
        kept = cursor.fetchone()[0]
    assert TO not in kept and DATA["code"] not in kept
    for _ in range(3):
        deliver(row.pk, clock.now())
    lines = [json.loads(line) for line in outbox.read_text(encoding="utf-8").splitlines()]
    assert [(line["to"], DATA["code"] in line["text"]) for line in lines] == [(TO, True)]
    row.refresh_from_db()
    assert (row.state, row.channel, row.tries, row.data["code"]) == (Message.SENT, "file", 1, HIDDEN)
    assert outbox_lines(5) == lines


@pytest.mark.django_db
def test_a_channel_that_is_away_is_tried_again_until_nobody_tries(
    outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: OutboxFile, letter: Letter) -> str:
        raise ChannelDown("disk full")

    row = written()
    with monkeypatch.context() as patch:
        patch.setattr(OutboxFile, "send", away)
        with pytest.raises(ChannelDown):
            deliver(row.pk, clock.now())
        row.refresh_from_db()
        assert (row.state, row.failure, row.data) == (Message.WAITING, "disk full", DATA)
        assert [(step.state, step.said) for step in row.steps.all()] == [(Message.WAITING, "disk full")]
        other = written()
        assert deliver(other.pk, clock.now(), last=True).state == Message.FAILED
    assert deliver(row.pk, clock.now()).state == Message.SENT


@pytest.mark.django_db
def test_a_message_found_half_sent_is_never_sent_again(outbox: Path) -> None:
    row = written()
    Message.objects.filter(pk=row.pk).update(state=Message.SENDING)  # the worker died between claim and answer
    assert deliver(row.pk, clock.now()).state == Message.UNKNOWN
    assert not outbox.exists()


@pytest.mark.django_db
def test_without_a_gateway_the_record_says_so(settings: Any) -> None:
    settings.MESSAGE_CHANNEL = "sms"
    assert settings.SMS_GATEWAY["key_id"] == ""
    row = deliver(written().pk, clock.now())
    assert (row.state, row.failure) == (Message.FAILED, "没有接入短信网关")


@pytest.mark.django_db
def test_the_console_shows_it(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MESSAGE_CHANNEL = "console"
    deliver(written().pk, clock.now())
    assert DATA["code"] in capsys.readouterr().err


@pytest.mark.django_db
def test_one_key_is_one_message_and_an_undone_transaction_sends_none(empty_queue: None) -> None:
    assert written(once_key="a").pk == written(once_key="a").pk
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.deliver'"
    with connection.cursor() as cursor:
        cursor.execute(jobs)
        assert cursor.fetchone()[0] == 1
    with pytest.raises(RuntimeError), unit_of_work():
        written()
        raise RuntimeError
    assert Message.objects.count() == 1
