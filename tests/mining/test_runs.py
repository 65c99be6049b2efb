"""An analysis from asking to proposals: state, events, refusals; what is never read and never kept (S2-25; 个人信息保护法 51)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cases.people import who
from tests.mining.ground import DISTRICT, BruteForce, mined, people_come, work
from tests.mining.test_expected import by_hand, journeys
from yichuang.accounts.models import Applicant
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case
from yichuang.catalog.queries import published
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.rules.identifiers.case_number import PRACTICE
from yichuang.mining.models import AssociationRule, ItemSet, MiningRun, Proposal
from yichuang.mining.operations.cancel_run import cancel_run
from yichuang.mining.operations.mine import mine
from yichuang.mining.operations.run_mining import Parameters, run_mining
from yichuang.mining.queries.source import cases_of
from yichuang.mining.rules.baskets import baskets
from yichuang.mining.rules.expected import Spared, bound, demand
from yichuang.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def ask(name: str = "邹主任", division: str = DISTRICT, **parameters: Any) -> MiningRun:
    given = Parameters(**parameters)
    return run_mining(actor=who(name), division=division, parameters=given, now=clock.now())


def test_a_run_finds_what_people_do_together() -> None:
    cases = people_come(400)
    before = Case.objects.count()
    run = mined()
    assert (run.state, run.progress, run.trouble, run.persons) == ("done", 100, "", 400)
    assert run.rows_read == cases and run.baskets >= 400 and Case.objects.count() == before
    types = [event.type for event in ledger.history(run.stream)]
    assert types == ["mining.asked", "mining.ended"]
    assert ledger.history(run.stream)[1].payload["counts"]["proposed"] == run.proposed
    loan = AssociationRule.objects.get(run=run, given=["realestate_transfer"], then="housing_fund_loan")
    both = [one.names for one in baskets(cases_of(run), window=90)]
    assert loan.count == sum({"realestate_transfer", "housing_fund_loan"} <= one for one in both)
    assert loan.count_given == sum("realestate_transfer" in one for one in both) and loan.total == len(both)
    assert (loan.order, loan.confidence > 4000, loan.lift > 300) == ("before", True, True)
    # Birth and death are life events already; freight with the vehicle's licence and the home with its loan are not.
    assert run.recognised >= 2
    assert {tuple(one.matters) for one in Proposal.objects.all()} == {
        ("realestate_transfer", "housing_fund_loan"),
        ("vehicle_licence_replace", "freight_general"),
    }
    home = Proposal.objects.get(matters__contains=["housing_fund_loan"])
    assert (home.saved_visits, home.saved_materials, len(home.departments)) == (1, 1, 2)
    assert home.minutes == home.all_visits * 60 + home.all_materials * 10 + home.all_fields
    assert home.all_visits == home.count and home.all_materials >= home.saved_materials * home.count
    assert home.basis["bounded"] == 0 and sum(one["count"] for one in home.basis["ways"]) == home.count
    assert [event.type for event in ledger.history(home.stream)] == ["mining.proposed"]
    message = Message.objects.get(template="mining_ended")
    assert f"提出一件事建议 {run.proposed} 条" in message.data["said"]


def test_nothing_that_stands_for_few_is_kept_and_nothing_of_anybody() -> None:
    people_come(400)
    run = mined(least_persons=40)
    assert run.sets and Proposal.objects.exists()
    for table in (ItemSet, AssociationRule, Proposal):
        assert all(row.persons >= 40 for row in table.objects.all())
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemSet.objects.create(run=run, items=["a"], names=["a"], size=1, count=50, persons=9, lift_hundredths=100)
    names = {name for (name,) in Applicant.objects.values_list("name")}
    kept = [str(row.__dict__) for table in (ItemSet, AssociationRule, Proposal) for row in table.objects.all()]
    assert not [one for one in kept for name in names if f"'{name}'" in one]


def test_reading_is_one_statement_and_never_opens_a_number() -> None:
    people_come(60)
    run = ask()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        steps = list(cases_of(run))
    assert len(steps) > 60 and len([one for one in asked if "cases_case" in one["sql"]]) == 1
    (sql,) = [one["sql"] for one in asked if "cases_case" in one["sql"]]
    columns = sql.split(" FROM ")[0]
    assert "id_index" in columns and not any(word in columns for word in ("id_number", "name", "mobile", "form"))


def test_practice_cases_and_what_was_never_one_are_not_read() -> None:
    people_come(60)
    run = ask()
    every = len(list(cases_of(run)))
    Case.objects.filter(pk__in=Case.objects.values("pk")[:7]).update(state="withdrawn")
    assert len(list(cases_of(run))) == every - 7
    one = Case.objects.filter(state="closed").latest("pk")
    Case.objects.filter(pk=one.pk).update(practice=True, applicant=None, source=PRACTICE)
    assert len(list(cases_of(run))) == every - 8
    Case.objects.filter(state="closed").update(division="330110001")
    assert list(cases_of(run)) == [step for step in cases_of(run) if step.person < 0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("window_days", 6), ("window_days", 366), ("months", 0), ("months", 61), ("least_persons", 9), ("longest", 1), ("longest", 7),
        ("least_confidence", 0), ("least_lift", 99), ("grain", "x"), ("kind", "x"), ("engine", "x"),
    ],
)  # fmt: skip
def test_parameters_out_of_bounds_are_refused(field: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        ask(**{field: value})
    assert refused.value.status == 422 and [one.field for one in refused.value.reasons] == [field]
    assert not MiningRun.objects.exists()


def test_only_one_at_a_time_and_only_in_one_s_own_district() -> None:
    ask()
    with pytest.raises(Refused, match="正在进行") as refused:
        ask()
    assert refused.value.status == 409
    with pytest.raises(NotAllowed):
        ask(division="330110")
    with pytest.raises(NotAllowed):
        ask("沈主管")


def test_a_run_that_waits_is_cancelled_and_one_that_ended_is_not() -> None:
    run = ask()
    cancel_run(actor=who("谢区管"), run=run.pk, now=clock.now())
    work(run)
    assert (run.state, run.ended_at is not None, Proposal.objects.count()) == ("cancelled", True, 0)
    assert [event.type for event in ledger.history(run.stream)] == ["mining.asked", "mining.cancelled"]
    with pytest.raises(Refused, match="已取消"):
        cancel_run(actor=who("谢区管"), run=run.pk, now=clock.now())
    with pytest.raises(NotFound):
        cancel_run(actor=who("沈主管"), run=run.pk, now=clock.now())


def test_a_run_that_is_cancelled_meanwhile_keeps_nothing() -> None:
    people_come(100)
    run = ask(least_persons=10)

    class Cancelling(BruteForce):
        def mine(self, baskets, min_count, longest):
            cancel_run(actor=who("邹主任"), run=run.pk, now=clock.now())
            return super().mine(baskets, min_count, longest)

    mine(run=str(run.pk), actor=CLOCK, tick=clock.now, engine=lambda name: Cancelling())
    run.refresh_from_db()
    assert run.state == "cancelled" and not ItemSet.objects.exists() and not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [(MemoryError(), "内存不足"), (ImportError(name="pyspark"), "pyspark"), (ValueError("坏了"), "坏了")],
)
def test_what_fails_says_why_and_leaves_the_proposals_alone(error: Exception, said: str) -> None:
    people_come(200)
    mined()
    before = list(Proposal.objects.order_by("pk").values_list("pk", "state"))
    run = ask()

    def broken(name: str) -> BruteForce:
        raise error

    mine(run=str(run.pk), actor=CLOCK, tick=clock.now, engine=broken)
    run.refresh_from_db()
    assert run.state == "failed" and said in run.trouble
    assert list(Proposal.objects.order_by("pk").values_list("pk", "state")) == before
    mine(run=str(run.pk), actor=CLOCK, tick=clock.now, engine=broken)
    assert [event.type for event in ledger.history(run.stream)] == ["mining.asked", "mining.ended"], "told once"


def test_a_run_that_a_killed_worker_left_behind_begins_again() -> None:
    people_come(100)
    run = ask(least_persons=10)
    MiningRun.objects.filter(pk=run.pk).update(state="running", progress=40, rows_read=9)
    work(run)
    assert run.state == "done" and run.rows_read > 100
    found = ItemSet.objects.count()
    work(run)
    assert ItemSet.objects.count() == found, "what has ended is left alone"


def test_a_window_and_a_past_that_are_shorter_find_less() -> None:
    people_come(300)
    whole, short = mined(), mined(window_days=7, months=6)
    assert short.rows_read < whole.rows_read
    assert short.since > whole.since and short.until - short.since == timedelta(days=180)


def test_savings_are_weighted_by_the_situations_that_people_really_took() -> None:
    """Every third home is another situation, some answers lead nowhere in the version in force: each case counts as it was asked for."""
    people_come(400)
    first = mined()
    before = Proposal.objects.get(run=first, matters__contains=["housing_fund_loan"])
    spec, today = published("realestate_transfer").spec, day_of(clock.now())
    answers = [one for one in journeys(spec) if demand(spec, one, "person", today)]
    other = next(
        one for one in answers if demand(spec, one, "person", today) != demand(spec, answers[0], "person", today)
    )
    homes = list(Case.objects.filter(matter__key="realestate_transfer").order_by("pk"))
    for place, one in enumerate(homes):
        one.answers = other if place % 3 == 0 else {"gone": "x"} if place % 7 == 0 else answers[0]
    Case.objects.bulk_update(homes, ["answers"])
    second = mined()
    after = Proposal.objects.get(run=second, matters__contains=["housing_fund_loan"])
    assert after.count == before.count and after.basis["bounded"] not in (0, after.count)
    keys = ["housing_fund_loan", "realestate_transfer"]
    specs = {key: published(key).spec for key in keys}
    said, total = dict(Case.objects.values_list("pk", "answers")), Spared()
    for basket in baskets(cases_of(second), window=90):
        if set(keys) <= basket.names:
            cases = {item: case for (item, _), case in zip(basket.items, basket.cases, strict=True)}
            asked = {key: demand(specs[key], said[cases[key]], "person", today) for key in keys}
            total += bound(specs) if None in asked.values() else by_hand(specs, asked)  # type: ignore[arg-type]
    assert (after.all_visits, after.all_materials, after.all_fields) == (total.visits, total.materials, total.fields)
    assert after.minutes == total.minutes
    assert all(one["persons"] >= 10 for one in [*after.basis["ways"], *filter(None, [after.basis["other"]])])
