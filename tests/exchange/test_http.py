"""What the other side may do to a call: it ends in time, with an outcome in words, and never where we may not call (SSRF)."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.exchange.joined import Receiver
from tests.exchange.raw import RawReceiver, Say, says
from yichuang.exchange.http import MOST_OF_ANSWER, post
from yichuang.exchange.rules.attempts import Outcome

OK = b"HTTP/1.1 200 OK\r\n"
SECONDS = 1.0


def tried(say: Say, seconds: float = SECONDS) -> tuple[Outcome, float]:
    """Post to a receiver that behaves so; return the outcome and how long it took."""
    with RawReceiver(say) as there:
        began = time.monotonic()
        outcome, _ = post(there.address, b"{}", {"Content-Type": "application/json"}, seconds)
        return outcome, time.monotonic() - began


def names_resolve(monkeypatch: pytest.MonkeyPatch, resolve: Callable[[str, int], list[Any]]) -> None:
    """Let names that end in .example resolve so; addresses stay what they are."""
    real = socket.getaddrinfo

    def found(host: str, port: int, *more: Any, **given: Any) -> Any:
        return resolve(host, port) if host.endswith(".example") else real(host, port, *more, **given)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.mark.parametrize(
    ("say", "status", "done", "away"),
    [
        (says(OK + b"Content-Length: 2\r\n\r\nok"), 200, True, False),
        (says(b"HTTP/1.1 204 No Content\r\n\r\n"), 204, True, False),
        (says(OK + b"\r\nthe end is where it closes"), 200, True, False),
        (says(OK + b"Content-Length: 10\r\n\r\nok"), 200, False, True),
        (says(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"), 200, False, True),
        (says(OK + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"), 200, False, True),
        (says(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"), 500, False, True),
        (says(b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"), 400, False, False),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), 0, False, True),
        (says(b"\x00\xff" * 500), 0, False, True),
        (says(b""), 0, False, True),
        (says(OK + b"X: " + b"x" * 300_000), 0, False, True),
        (says(b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 0\r\n\r\n"), 200, True, False),
    ],
)
def test_each_answer_has_its_outcome(say: Say, status: int, done: bool, away: bool, plain_http: Any) -> None:
    outcome, _ = tried(say)
    assert (outcome.status, outcome.done, outcome.away) == (status, done, away), outcome
    assert outcome.done or outcome.status >= 400 or outcome.fault, "an operator is told what was wrong"


@pytest.mark.parametrize(
    "say",
    [
        says(OK, *([b"x"] * 60), pause=0.1),
        says(*[bytes([byte]) for byte in OK + b"X: " + b"x" * 100], pause=0.1),
        says(OK + b"Content-Length: 100\r\n\r\n", *([b"x"] * 100), pause=0.1),
        says(b"", pause=5.0),
    ],
    ids=["dripped headers without end", "a byte at a time", "a dripped body", "silence"],
)
def test_what_drips_is_cut_off_at_the_deadline(say: Say, plain_http: Any) -> None:
    outcome, took = tried(say)
    assert not outcome.done and outcome.away and outcome.fault
    assert took < SECONDS + 0.5


def test_an_endless_answer_is_not_read_to_its_end(plain_http: Any) -> None:
    sent = [0]

    def endless(connection: socket.socket) -> None:
        connection.sendall(OK + b"\r\n")
        while True:
            sent[0] += connection.send(b"x" * 65536)

    outcome, took = tried(endless, 5.0)
    assert outcome.done and took < 2.0, "it took the event; what else it has to say is not ours to hear"
    assert sent[0] < MOST_OF_ANSWER + 32 * 1024 * 1024


def test_a_redirect_is_not_followed(plain_http: Any) -> None:
    with RawReceiver(says(OK + b"Content-Length: 0\r\n\r\n")) as secret:
        location = f"HTTP/1.1 307 There\r\nLocation: {secret.address}\r\nContent-Length: 0\r\n\r\n".encode()
        outcome, _ = tried(says(location))
        assert (outcome.status, outcome.done, secret.connections) == (307, False, 0)


@pytest.mark.parametrize(("header", "seconds"), [("120", 120.0), ("999999", 3600.0), ("soon", 0.0), ("-5", 0.0)])
def test_how_long_the_receiver_asks_us_to_wait(header: str, seconds: float, plain_http: Any) -> None:
    answer = f"HTTP/1.1 503 Busy\r\nRetry-After: {header}\r\nContent-Length: 0\r\n\r\n".encode()
    assert tried(says(answer))[0].retry_after == seconds


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "0"]
)
def test_this_machine_is_not_called_by_any_spelling(host: str, settings: Any) -> None:
    settings.EXCHANGE_NETWORKS = []
    with RawReceiver(says(OK + b"Content-Length: 0\r\n\r\n")) as there:
        outcome, _ = post(f"http://{host}:{there.port}/", b"{}", {}, SECONDS)
        assert outcome.status == 0 and "不允许" in outcome.fault and there.connections == 0


def test_the_address_that_was_checked_is_the_one_that_is_called(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers one thing to the check and another to the call (DNS rebinding) is asked only once."""
    settings.EXCHANGE_NETWORKS = ["127.0.0.1/32"]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with RawReceiver(says(OK + b"Content-Length: 0\r\n\r\n")) as there:
        names_resolve(monkeypatch, resolve)
        outcome, _ = post(f"http://rebinding.example:{there.port}/", b"{}", {}, SECONDS)
    assert outcome.done and asked == ["rebinding.example"]


def test_a_name_with_a_dead_address_is_reached_by_its_other_one(
    plain_http: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(host: str, port: int) -> list[Any]:
        entries = ((socket.AF_INET6, ("::1", port, 0, 0)), (socket.AF_INET, ("127.0.0.1", port)))
        return [(family, socket.SOCK_STREAM, 6, "", place) for family, place in entries]

    with RawReceiver(says(OK + b"Content-Length: 0\r\n\r\n")) as there:
        names_resolve(monkeypatch, resolve)
        assert post(f"http://both.example:{there.port}/", b"{}", {}, SECONDS)[0].done


@pytest.mark.parametrize(
    "address", ["http://nowhere.invalid/", "gopher://127.0.0.1/", "http://127.0.0.1:1/", "http://a..b/"]
)
def test_where_nobody_is_costs_an_outcome_and_no_exception(address: str, plain_http: Any) -> None:
    outcome, _ = post(address, b"{}", {}, SECONDS)
    assert outcome.status == 0 and outcome.away and outcome.fault


def test_connections_are_kept_and_a_dead_one_is_noticed(plain_http: Any) -> None:
    with RawReceiver(says(OK + b"Content-Length: 0\r\n\r\n", hang_up=False)) as there:
        assert all(post(there.address, b"{}", {}, SECONDS)[0].done for _ in range(3))
        assert (there.requests, there.connections) == (3, 1)
    with RawReceiver(says(OK + b"Content-Length: 0\r\n\r\n")) as there:
        for _ in range(3):
            assert post(there.address, b"{}", {}, SECONDS)[0].done
            time.sleep(0.05)
        assert (there.requests, there.connections) == (3, 3)


def test_a_time_out_poisons_no_later_call(plain_http: Any) -> None:
    turns = [0]

    def late_once(connection: socket.socket) -> None:
        turns[0] += 1
        if turns[0] == 1:
            time.sleep(0.6)
        connection.sendall(OK + b"Content-Length: 1\r\n\r\n" + str(turns[0]).encode())

    with RawReceiver(late_once) as there:
        assert not post(there.address, b"{}", {}, 0.3)[0].done
        assert post(there.address, b"{}", {}, SECONDS)[0].done
        assert there.connections == 2, "a connection that owes an answer is not used again"


def test_a_joined_receiver_takes_it(plain_http: Any) -> None:
    with Receiver() as there:
        assert post(there.address, b"{}", {"webhook-id": "1"})[0] == Outcome(202)
