"""What whoever runs the servers sees: one line for each thing that happened to a case, and numbers for Prometheus."""

import json
import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests.counter import Desk
from tests.exchange.joined import Joined, Receiver, join
from tests.exchange.outbox import send, settle_one
from tests.results import accepted
from yichuang.exchange.models import Delivery
from yichuang.exchange.operations.claim import claim
from yichuang.exchange.rules.attempts import Outcome
from yichuang.foundations import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]


Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Collect what the trace says, as its JSON has it."""
    logger, said = logging.getLogger("yichuang.trace"), StringIO()
    handler, level = logging.StreamHandler(said), logger.level
    handler.setFormatter(logger.handlers[0].formatter)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in said.getvalue().splitlines()]
    logger.setLevel(level)
    logger.removeHandler(handler)


def test_a_case_is_followed_through_counter_sender_and_report(
    lines: Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with Receiver() as receiver:
        joined = join(receiver.address)
        with django_capture_on_commit_callbacks(execute=True):
            number = accepted(Desk("林小窗"))
        row = Delivery.objects.get(number=number)
        lease = uuid.uuid4()
        claim(system=joined.system, lease=lease, now=clock.now(), wall=clock.wall())
        send(row.pk, lease)
    refused = joined.report(number, "special_end")
    assert refused.status_code in (409, 422)

    told = [line for line in lines() if line.get("case") == number]
    recorded = next(one for one in told if one["what"] == "recorded" and one["type"] == "case.accepted")
    assert recorded["event"] == str(row.event_uid)
    pushed = next(one for one in told if one["what"] == "pushed")
    assert (pushed["event"], pushed["system"], pushed["status"], pushed["outcome"]) == (
        recorded["event"],
        joined.system.key,
        202,
        "delivered",
    )
    answered = [one for one in told if one["what"] == "answered"][-1]
    assert answered["status"] == refused.status_code
    assert answered["request"] == refused.headers["X-Request-ID"]
    whole = json.dumps(told, ensure_ascii=False)
    assert "林小窗" not in whole and "赵承办" not in whole, "a log names nobody"


def test_what_was_rolled_back_is_not_said(
    lines: Lines, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        number = accepted(Desk("林小窗"))
        raise ZeroDivisionError
    assert number and not [one for one in lines() if one["what"] == "recorded"]


def test_a_callers_request_id_is_kept_when_it_is_one(client: Client, lines: Lines) -> None:
    kept = client.get("/sign-in/", headers={"X-Request-ID": "abc-12345"}).headers["X-Request-ID"]
    made = client.get("/sign-in/", headers={"X-Request-ID": 'x\n{"what":1}'}).headers["X-Request-ID"]
    assert client.get("/static/ui/theme.css").status_code == 200
    assert kept == "abc-12345" and len(made) == 32
    assert [one["request"] for one in lines()] == [kept, made], "and no line for a style sheet"


def numbers(client: Client) -> dict[tuple[str, ...], float]:
    """Read /metrics with Prometheus' own parser."""
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prometheus_sees_queues_lag_and_counts(client: Client) -> None:
    joined = join()
    before = numbers(client).get(("yichuang_reports_total", "refused", joined.system.key, "special_end"), 0.0)
    number = accepted(Desk("林小窗"))
    Delivery.objects.filter(number=number).update(created_at=clock.now() - timedelta(minutes=5))
    assert joined.report("330109112611288000004"[:-1] + "9", "special_end").status_code == 404

    found = numbers(client)
    assert found["yichuang_deliveries", "waiting", joined.system.key] == 1
    assert 300 <= found["yichuang_delivery_lag_seconds", joined.system.key] < 400
    assert found["yichuang_sender_silent_seconds",] == -1
    assert found["yichuang_reports_total", "refused", joined.system.key, "special_end"] == before + 1
    assert found["yichuang_request_seconds_count", "POST", "api/exchange/cases/<number>/events", "404"] >= 1
    assert found["yichuang_ledger_unsealed_events",] > 0


def test_metrics_cost_five_statements_and_are_for_operators(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, settings: Any
) -> None:
    with django_assert_num_queries(5):
        assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.5").status_code == 403
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 403
    assert client.post("/metrics").status_code == 405


def test_follow_case_reads_all_logs_in_order_of_time(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "log").mkdir()
    number = "330109100100261128900001"[:21]
    (tmp_path / "log" / "sender.log").write_text(
        f'plain words about {number}\n{{"at": "2026-11-28T10:00:02+0800", "what": "pushed", "case": "{number}"}}\n'
    )
    (tmp_path / "log" / "web.log.1").write_text(
        f'{{"at": "2026-11-28T10:00:01+0800", "what": "recorded", "case": "{number}", "type": "case.registered"}}\n{{{number}\n'
    )
    out = StringIO()
    call_command("follow_case", number, stdout=out)
    first, second = out.getvalue().splitlines()
    assert "web" in first and "type=case.registered" in first and "sender" in second and "pushed" in second
    with pytest.raises(CommandError, match="没有关于"):
        call_command("follow_case", "1", stdout=out)


def tried(joined: Joined, outcome: Outcome, row: Delivery) -> None:
    """Let a sender try one delivery."""
    lease = uuid.uuid4()
    Delivery.objects.filter(pk=row.pk).update(lease=lease)
    settle_one(delivery_id=row.pk, lease=lease, outcome=outcome, milliseconds=1, now=clock.now(), chance=1.0)


def test_what_waited_for_a_receiver_goes_as_soon_as_it_is_back() -> None:
    joined = join()
    first, second = (Delivery.objects.get(number=accepted(Desk("林小窗"))) for _ in range(2))
    for _ in range(9):
        tried(joined, Outcome(0), first)
    first.refresh_from_db()
    assert first.next_at > clock.now() + timedelta(minutes=10)
    tried(joined, Outcome(202), second)
    first.refresh_from_db()
    assert first.next_at <= clock.now() and first.state == "waiting" and first.attempts == 9


def test_a_refusals_pause_is_not_cut_short_by_a_receiver_that_was_never_away() -> None:
    joined = join()
    first, second = (Delivery.objects.get(number=accepted(Desk("林小窗"))) for _ in range(2))
    tried(joined, Outcome(429, retry_after=900), first)
    tried(joined, Outcome(202), second)
    first.refresh_from_db()
    assert first.next_at > clock.now() + timedelta(minutes=10)
