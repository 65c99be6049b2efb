"""A report counts once, however often and at whatever moment it is repeated; each refusal says what it is (issue 4, 3)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from tests.counter import Desk
from tests.exchange.joined import Joined, join
from tests.exchange.outbox import system_at
from tests.exchange.test_split_mode import accepted
from yichuang.exchange.models import ClientSystem, InboundMessage
from yichuang.exchange.operations.keep_token import keep_token
from yichuang.foundations import clock, ledger

pytestmark = pytest.mark.usefixtures("plain_http")


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Make all calls at the same moment, each on a connection of its own; return what they answered."""
    answers: list[Any] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def make(place: int) -> None:
        gate.wait(10)
        answers[place] = calls[place]()
        connections.close_all()

    threads = [threading.Thread(target=make, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def another(joined: Joined) -> Joined:
    """Return the same system calling from another connection."""
    return Joined(joined.system, joined.secret, joined.signing, token=joined.token)


@pytest.mark.usefixtures("demo_again")
def test_the_same_message_twice_at_once_has_one_effect_and_both_get_the_same_answer() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    said: list[tuple[str, dict[str, Any]]] = [
        ("node_changed", {"node": "site", "name": "现场核查"}),
        ("extended", {"days": 5, "reasons": "需专家论证", "handler": {"id": "s00", "name": "孙局长"}}),
    ]
    for turn, (type_, data) in enumerate(said):
        answers = at_once(*[partial(another(joined).report, number, type_, f"m-{turn}", **data) for _ in range(3)])
        assert [answer.status_code for answer in answers] == [200] * 3, [answer.content.decode() for answer in answers]
        assert all(answer.json() == answers[0].json() for answer in answers)
    assert InboundMessage.objects.count() == 2
    # Other words under one id at once: one of the two counts, the other is told.
    names = ("现场核查", "专家评审")
    answers = at_once(
        *[partial(another(joined).report, number, "node_changed", "x", node="n", name=one) for one in names]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["reasons"][0]["code"] == "id_reused" and InboundMessage.objects.count() == 3
    types = [event.type for event in ledger.history(f"case:{number}")]
    assert types.count("case.reported") == 3 and types.count("case.extended") == 1


@pytest.mark.usefixtures("demo_district")
def test_one_id_for_two_cases_is_refused_and_a_number_with_its_check_digit_is_the_same_number() -> None:
    joined, lin = join(), Desk("林小窗")
    number, other = accepted(lin), accepted(lin)
    assert joined.report(number, "node_changed", "m", node="n", name="现场核查").status_code == 200
    assert joined.report(other, "node_changed", "m", node="n", name="现场核查").status_code == 409
    assert joined.report(f" {number}", "node_changed", "m", node="n", name="现场核查").status_code == 200


@pytest.mark.usefixtures("demo_district")
def test_unknown_foreign_and_unauthorised_are_told_apart_by_status() -> None:
    joined = join()
    number = accepted(Desk("林小窗"))
    unknown = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert joined.report(unknown, "accepted").status_code in (404, 422)
    now, scope = clock.now(), "report:node_changed"
    stranger = system_at("", now)
    ClientSystem.objects.filter(pk=stranger.pk).update(scopes=[scope])
    keep_token(system_id=stranger.pk, token="t" * 43, scope=scope, lasts=timedelta(minutes=1), now=now)
    foreign = Joined(stranger, "", "", token="t" * 43)
    assert foreign.report(number, "node_changed", node="n", name="x").status_code == 404
    joined.sign_in("case.read")
    answer = joined.report(number, "node_changed", node="n", name="x")
    assert answer.status_code == 403 and answer.json()["reasons"][0]["code"] == "scope"
    joined.token = "nobody"
    assert joined.report(number, "node_changed", node="n", name="x").status_code == 401
    assert not InboundMessage.objects.exists()
