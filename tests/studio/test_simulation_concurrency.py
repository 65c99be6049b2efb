"""Two who finish the last two runs at the same moment: the acceptance is passed once (S2-21②)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.cases.people import who
from tests.studio.simulating import agreed, agreed_by_clerk, arranged, clerk_of, in_acceptance, received
from yichuang.cases.models import Case
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.problems import Refused
from yichuang.studio.models import SimulationRun
from yichuang.studio.operations.examine_run import examine_run
from yichuang.studio.operations.run_simulation import start_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def together(*acts: Callable[[], object]) -> list[str]:
    """Do all at once, each on a connection of its own; return what was refused."""
    gate, refused = threading.Barrier(len(acts)), []

    def work(act: Callable[[], object]) -> None:
        try:
            gate.wait(30)
            act()
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def examining(actor: Actor, run: SimulationRun) -> Callable[[], object]:
    return lambda: examine_run(actor=actor, run_id=run.pk, now=clock.now())


def test_the_last_two_runs_finish_at_once_and_it_is_passed_once() -> None:
    draft = in_acceptance()
    first, second, third = arranged(draft, 3)
    agreed(first)
    for run in (second, third):
        agreed_by_clerk(run)
    zhao, qian = who("赵审查"), who("钱复核")
    assert together(examining(zhao, second), examining(qian, third)) == []
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert [event.type for event in ledger.history(draft.stream)].count("simulation.passed") == 1
    assert draft.candidate is not None
    settled = [event for event in ledger.history(f"matter:{draft.key}") if event.type == "matter.candidate_settled"]
    assert len(settled) == 1
    assert not verify_ledger().faults


def test_two_clerks_begin_one_run_and_one_is_told_why_not() -> None:
    run = arranged(in_acceptance(), 3)[0]
    acts = [
        lambda name=name: start_run(actor=who(name), run_id=run.pk, now=clock.now()) for name in ("林小窗", "陈一诺")
    ]
    assert len(together(*acts)) == 1


def test_a_run_has_one_practice_case_however_often_it_is_received() -> None:
    run = next(run for run in arranged(in_acceptance()) if run.script.expected["situation"])
    start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    tries: list[str] = []

    def receive() -> None:
        try:
            tries.append(received(run))
        except AssertionError:
            tries.append("")

    together(receive, receive)
    assert sorted(bool(one) for one in tries) == [False, True]
    assert Case.with_practice.filter(practice=True).count() == 1
