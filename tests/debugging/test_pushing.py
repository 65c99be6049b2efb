"""The bench's pushes are made by a job: asked for once, one at a time, given up when they never come back; the page only looks (S0-18)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cases.people import signed_in, who
from tests.debugging.test_bench import Judge, begun, joined_at
from tests.exchange.joined import ADMIN, Receiver, join
from yichuang.debugging.models import DebuggingRun, DebuggingStep
from yichuang.debugging.operations.ask_push import TASK, ask_push
from yichuang.debugging.queries import GIVEN_UP
from yichuang.debugging.rules.steps import CONFIRMED
from yichuang.debugging.tasks import push
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")


def asked(run: DebuggingRun, again: str = "", later: timedelta = timedelta()) -> str:
    now = clock.now()
    return ask_push(actor=who(ADMIN), pk=run.pk, now=now, wall=clock.wall() + later, again=again)


def events(run: DebuggingRun) -> list[str]:
    return [event.type for event in ledger.history(run.stream)]


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name=TASK).count()


def test_a_push_is_asked_for_once_and_not_made_in_the_request() -> None:
    judge = Judge()
    with Receiver(judge) as there:
        joined_at(there, judge)
        run, before = begun(), jobs()
        assert asked(run) == "connectivity" == asked(run) == asked(run, again="signed"), "one is under way"
        assert jobs() == before + 1 and there.got == [] and events(run)[-1] == "debugging.push_asked"
        push(run.pk, "signed")
        assert there.got == [], "nobody waits for that one"
        push(run.pk, "connectivity")
    run.refresh_from_db()
    assert len(there.got) == 1 and run.pushing == "signed", "the job asks for the next one itself"
    assert events(run)[-2:] == ["debugging.step_judged", "debugging.push_asked"]
    assert ledger.history(run.stream)[-1].actor_name == "一窗平台"


def test_a_push_that_never_came_back_is_asked_for_again() -> None:
    join(key="road-test", environment="test")
    run = begun()
    assert asked(run) == "connectivity"
    assert asked(run, "signed", GIVEN_UP - timedelta(seconds=5)) == "connectivity"
    assert asked(run, "signed", GIVEN_UP + timedelta(seconds=5)) == "signed"


def test_who_does_not_look_after_the_system_asks_for_nothing_and_a_confirmed_run_is_over() -> None:
    join(key="road-test", environment="test")
    run = begun()
    with pytest.raises(NotAllowed):
        ask_push(actor=who("孙局长"), pk=run.pk, now=clock.now(), wall=clock.wall())
    with pytest.raises(NotFound):
        asked(run, again="case")
    DebuggingRun.objects.filter(pk=run.pk).update(state=CONFIRMED)
    assert asked(run) == ""
    with pytest.raises(Refused) as over:
        asked(run, again="signed")
    assert over.value.reasons[0].code == "over"
    push(run.pk, "signed")
    assert not DebuggingStep.objects.exists()


def test_the_page_says_that_it_pushes_and_is_left_alone_without_news() -> None:
    join(key="road-test", environment="test")
    run, http = begun(), signed_in(ADMIN)
    page = f"/exchange/systems/road-test/debugging/{run.pk}/"
    advanced = looked(http, page, "")
    assert advanced.status_code == 200 and "正在推送…" in advanced.content.decode()
    seen = advanced.context["seen"]
    assert looked(http, page, seen).status_code == 204
    push(run.pk, "connectivity")
    fresh = looked(http, page, seen)
    assert fresh.status_code == 200 and "连接失败" in fresh.content.decode()


def looked(http: Client, page: str, seen: str) -> Any:
    """Look for news as the page does every few seconds."""
    return http.post(f"{page}act/advance/", {"seen": seen}, headers={"HX-Request": "true"})
