"""A test piece of a joint intake never counts: no list, no statistics, no message, no ticket, no public page, no hand-out (S0-26)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.life_events.composing import agreed, clerk_of, dealt, declared, graded, in_review, received
from yichuang.accounts.models import Applicant
from yichuang.cases import numbers
from yichuang.cases.models import Case
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.ports import exercise_of, opened_by, together_with
from yichuang.exchange.models import Delivery
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotFound, Refused
from yichuang.life_events.models import JointCase, JointChild, LifeEventRun, SavingMonth
from yichuang.life_events.operations.joint_extend import joint_extend
from yichuang.life_events.operations.joint_reopen import joint_reopen
from yichuang.life_events.operations.joint_urge import joint_urge, record_joint_overdue
from yichuang.life_events.operations.joint_withdraw import joint_withdraw
from yichuang.life_events.operations.run_simulation import start_life_event_run
from yichuang.life_events.queries.joint import endings, joint_for, running_joint_numbers, visible_joint
from yichuang.life_events.queries.practice import key_of
from yichuang.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@pytest.fixture
def run() -> LifeEventRun:
    """Return the first run of a draft in acceptance."""
    return dealt(graded(in_review()))[0]


def test_nothing_of_it_is_counted_told_or_remembered(run: LifeEventRun) -> None:
    before = (Applicant.objects.count(), Message.objects.count(), SavingMonth.objects.count(), Delivery.objects.count())
    joint = received(run)
    case = JointChild.objects.get(joint=joint, position=0).case
    assert case is not None
    streams = [joint.stream, case.stream]
    assert all(stream.startswith("practice:") for stream in streams)
    heard = {uid for one in ledger.subscribers() for uid in Event.objects.filter(stream__in=streams) if one.hears(uid)}
    assert heard == set() and not ledger.of_type("joint.received").filter(stream__in=streams).exists()
    after = (Applicant.objects.count(), Message.objects.count(), SavingMonth.objects.count(), Delivery.objects.count())
    assert after == before
    assert not JointCase.objects.exists() and not Case.objects.filter(number=case.number).exists()


def test_no_list_no_clock_no_public_page_has_it(run: LifeEventRun, client: Client) -> None:
    joint = received(run)
    clerk = Desk("林小窗")
    assert clerk.get("/joint-cases").json()["rows"] == []
    assert not visible_joint(who("邹主任")).exists() and running_joint_numbers() == []
    assert record_joint_overdue(actor=who("林小窗"), number=joint.number, now=clock.now()) == []
    assert not ProcrastinateJob.objects.filter(task_name="life_events.watch_joint").exists()
    assert opened_by(joint.number) is None
    page = client.post("/progress/", {"number": joint.number, "password": joint.query_password})
    assert joint.name not in page.content.decode()
    kept = endings([joint.number])[joint.number]
    assert kept.practice and kept.at == joint.received_at


def test_its_results_wait_with_no_others_at_the_issuing_counter() -> None:
    first, second = dealt(graded(in_review()))[:2]
    joint, other = received(first), received(second)
    moved = JointChild.objects.get(joint=other, position=0)
    case_id, moved.case = moved.case_id, None
    moved.save()
    JointChild.objects.filter(joint=joint, position=1).update(case_id=case_id)
    ids = list(JointChild.objects.filter(joint=joint, case__isnull=False).values_list("case_id", flat=True))
    Case.with_practice.filter(pk__in=ids).update(state="at_issuing")
    assert len(ids) == 2 and together_with(who("周出证"), ids) == {}


def test_nothing_can_be_done_with_it_but_to_look(run: LifeEventRun) -> None:
    joint = received(run)
    assert joint_for(who("林小窗"), joint.number).pk == joint.pk
    with pytest.raises(NotFound):
        joint_for(who("吴益农"), joint.number)
    given: dict[str, Any] = {"actor": who("林小窗"), "number": joint.number, "now": clock.now()}
    acts: list[tuple[Any, dict[str, Any]]] = [
        (joint_withdraw, {"members": [], "reasons": "不办了", "in_writing": True}),
        (joint_extend, {"days": 5, "reasons": "核查"}),
        (joint_reopen, {"member": "social_card_apply"}),
        (joint_urge, {"note": ""}),
    ]
    for act, more in acts:
        with pytest.raises(Refused) as caught:
            act(**given, **more)
        assert caught.value.status == 409 and caught.value.reasons[0].code == "practice"
    issuer = Desk("周出证")
    answer = issuer.post(f"/joint-cases/{joint.number}/hand-out", {"identity_checked": "身份证"})
    assert answer.status_code == 409 and answer.json()["reasons"][0]["code"] == "practice"
    assert signed_in("周出证").get(f"/joint/{joint.number}/hand-out/").status_code == 409


def test_its_members_are_exercises_of_the_run_and_of_nothing_else(run: LifeEventRun) -> None:
    clerk = who(clerk_of(run))
    start_life_event_run(actor=clerk, run_id=run.pk, now=clock.now())
    said = declared(run)
    alone = Declaration(
        "birth_registration", {}, "person", said.form, {}, practice=key_of(run.pk, "birth_registration")
    )
    with pytest.raises(NotFound):
        receive(actor=clerk, declaration=alone, now=clock.now())
    joint = received(run)
    with pytest.raises(NotFound):
        receive(actor=clerk, declaration=alone, now=clock.now())
    case = JointChild.objects.get(joint=joint, position=0).case
    found = exercise_of(case.number) if case else None
    assert found is not None and "测试件" in found.title and found.back.endswith(f"/simulations/{run.pk}/")


def test_it_says_on_every_page_that_it_is_a_test_piece(run: LifeEventRun) -> None:
    joint = received(run)
    client = signed_in("林小窗")
    for path in ("", "receipt/"):
        page = client.get(f"/joint/{joint.number}/{path}").content.decode()
        assert "测试件" in page and "practice-mark" in page and "practice-band" in page, path
    assert joint.query_password not in client.get(f"/joint/{joint.number}/receipt/").content.decode()
    assert Desk("林小窗").get(f"/joint-cases/{joint.number}").json()["practice"] is True


def test_the_database_keeps_real_and_rehearsed_apart(run: LifeEventRun) -> None:
    joint = received(run)
    for wrong in ({"practice": False}, {"candidate": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            JointCase.with_practice.filter(pk=joint.pk).update(**wrong)


def test_it_takes_no_serial_of_a_real_case(run: LifeEventRun) -> None:
    day = clock.now().date()
    first = numbers.draw_number("330109", "23", day, numbers.COUNTER)
    agreed(run)
    assert int(numbers.draw_number("330109", "23", day, numbers.COUNTER)[-6:]) == int(first[-6:]) + 1
