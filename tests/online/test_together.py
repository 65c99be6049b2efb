"""Several at once on one online application, over PostgreSQL: each takes effect once, nobody overwrites anybody (S2-46)."""

import pytest

from tests.at_once import at_once, refused
from tests.cases.people import who
from tests.online.applying import ADDRESS, all_passed, begun, code_kept, preapproved, submitted, uploaded
from yichuang.cases.models import Case, Document
from yichuang.foundations import clock, ledger
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.begin import begin
from yichuang.online.operations.examine import give_back, preapprove
from yichuang.online.operations.receive_online import receive_online
from yichuang.online.operations.submit import submit, take_back

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]


def events(row: OnlineApplication) -> list[str]:
    """Return the types of its events."""
    return [event.type for event in ledger.history(row.stream)]


def test_a_code_begins_one_application_and_one_submission_draws_one_number() -> None:
    code = code_kept()
    found = at_once(*[lambda: begin(code=code, address=ADDRESS, now=clock.now())] * 6)
    assert len({one.pk for one in found}) == 1 and OnlineApplication.objects.count() == 1
    row = uploaded(found[0])
    done = at_once(*[lambda: submit(pk=row.pk, agreed=True, now=clock.now())] * 6)
    assert refused(done) == [] and len({one.number for one in done}) == 1
    assert events(row).count("online.submitted") == 1


def test_two_officers_do_not_both_decide() -> None:
    row = submitted()
    found = all_passed(row)
    results = at_once(
        lambda: preapprove(actor=who("赵审查"), number=row.number, findings=found, now=clock.now()),
        lambda: give_back(actor=who("孙局长"), number=row.number, reasons="不全。", findings={}, now=clock.now()),
    )
    assert len(refused(results)) == 1
    assert len({"online.preapproved", "online.returned"} & set(events(row))) == 1
    assert Document.objects.filter(kind="online_print").count() == events(row).count("online.preapproved")


def test_several_counters_receive_it_once() -> None:
    row = preapproved()
    counters = [who(name) for name in ("林小窗", "吴益农", "沈主管")]
    results = at_once(
        *[lambda actor=actor: receive_online(actor=actor, number=row.number, now=clock.now()) for actor in counters]
    )
    assert len(refused(results)) == 2 and Case.objects.filter(number=row.number).count() == 1
    assert events(row).count("online.received") == 1


def test_taken_back_while_a_counter_receives_it_is_one_or_the_other() -> None:
    row = preapproved()
    results = at_once(
        lambda: receive_online(actor=who("林小窗"), number=row.number, now=clock.now()),
        lambda: take_back(pk=row.pk, now=clock.now()),
    )
    assert len(refused(results)) == 1
    ended = OnlineApplication.objects.get(pk=row.pk)
    assert (ended.state == "received") is Case.objects.filter(number=row.number).exists()


def test_a_draft_that_two_pages_submit_while_a_third_throws_it_away() -> None:
    row = uploaded(begun())
    results = at_once(
        lambda: submit(pk=row.pk, agreed=True, now=clock.now()), lambda: take_back(pk=row.pk, now=clock.now())
    )
    state = OnlineApplication.objects.get(pk=row.pk).state
    assert state in ("submitted", "withdrawn") and len(refused(results)) <= 1
