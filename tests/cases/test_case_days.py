"""The counts by day are what counting the cases one by one gives, whatever happened, in whatever order it was heard."""

import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from procrastinate.contrib.django import app

from tests.cases.people import who
from tests.cases.test_retention import scanned
from tests.counter import Desk
from tests.results import accepted
from yichuang.accounts.permissions import CLOCK
from yichuang.cases.models import Case, CaseDay, HandoverBatch, HandoverItem
from yichuang.cases.operations import count_days
from yichuang.cases.operations.count_days import differing, roll_up
from yichuang.cases.queries.overview import READER, counted_at, overview
from yichuang.cases.rules.overview import EVENTS, Figures, total
from yichuang.demo.generate import Maker, copy_cases
from yichuang.demo.operations.move_clock import move_clock, return_to_today
from yichuang.files.operations.destroy import destroy, due_files
from yichuang.foundations import calendars, clock, ledger
from yichuang.foundations.actors import Grant
from yichuang.foundations.clock import CHINA
from yichuang.foundations.models import NewsMark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]

MIDNIGHTS = (time(0), time(0, 0, 1), time(7, 59, 59), time(8), time(12), time(23, 59, 59, 999999))
ACTS = ("receive", "accept", "decide", "close", "supplement", "hand_over", "hear", "again", "whole")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(-9, 3), st.sampled_from(MIDNIGHTS)))


@dataclass(frozen=True)
class Step:
    """Something happened."""

    type: ClassVar[str] = "case.step_of_a_test"


@pytest.fixture
def movable(settings: Any) -> Iterator[None]:
    settings.DEMO, settings.MOVABLE_CLOCK = True, True
    clock.forget_shift()
    calendars.forget()
    yield
    clock.forget_shift()
    calendars.forget()


def day(at: datetime) -> date:
    return at.astimezone(CHINA).date()


def one_by_one() -> Counter[tuple[Any, ...]]:
    """Count every case by itself: (day, department, site, division, what) → how many."""
    found: Counter[tuple[Any, ...]] = Counter()
    for case in Case.objects.all():
        place = (case.department_id, case.site_id, case.division)
        facts = [("received", case.received_at), ("accepted", case.accepted_at)]
        facts.append(("concluded", case.decided_at or case.closed_at))
        due = case.promised_due or case.statutory_due
        if case.decided_at and due:
            facts.append(("decided", case.decided_at))
            facts.append(("on_time", case.decided_at if day(case.decided_at) <= due else None))
        paper = any(row.received_as == "paper" and row.originals + row.copies for row in case.materials.all())
        if paper and (case.accepted_at or case.acceptance_role == "collect_only"):
            batches = HandoverBatch.objects.filter(items__case=case, direction="to_department")
            left = [batch.signed_out_at for batch in batches if batch.signed_out_at]
            facts.append(("paper", case.received_at))
            same = bool(left) and day(min(left)) == day(case.received_at)
            facts.append(("same_day", case.received_at if same else None))
        found.update((day(at), *place, what) for what, at in facts if at)
    return found


def kept() -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for row in CaseDay.objects.all():
        for what in EVENTS:
            found[row.day, row.department_id, row.site_id, row.division, what] += getattr(row, what)
    return +found


def summed(since: date, until: date) -> Figures:
    """Return the sum of the period as the director reads it, but for what is late."""
    found = overview(who("邹主任"), since, until, date(2000, 1, 1))
    departments, sites = (total(line.now for line in found[by]) for by in ("department", "site"))
    assert departments == sites
    return departments


class History:
    """Cases made with what a step says of them, each change with an event of the ledger."""

    def __init__(self) -> None:
        self.maker, self.made = Maker(clock.now(), 7, people=2), 0

    def do(self, act: str, which: int, moved: int, at: time) -> None:
        moment = datetime.combine(day(clock.now()) + timedelta(days=moved), at, CHINA)
        if act == "receive":
            self.receive(moment)
        elif act in ("hear", "again", "whole"):
            if act == "again":
                NewsMark.objects.filter(reader=READER).update(settled=0, seen=0, horizon=0)
            roll_up(clock.now(), whole=act == "whole")
        elif case := Case.objects.order_by("pk").filter(number__contains="7000")[which:].first():
            self.change(case, act, moment)

    def receive(self, moment: datetime) -> None:
        self.made += 1
        given = (self.maker.chosen()[0], moment, self.maker.people[0])
        case = self.maker.case(900_000 + self.made, self.made, given)
        case.accepted_at = case.closed_at = None
        case.promised_due = day(moment) + timedelta(days=self.made % 3)
        case.acceptance_role = random.Random(self.made).choice(("collect_only", case.acceptance_role))
        copy_cases([(self.maker, case)])

    def change(self, case: Case, act: str, moment: datetime) -> None:
        if act == "supplement":
            case.materials.update(received_as="none", copies=0)
        if act == "hand_over":
            self.hand_over(case, moment)
            return
        column = {"accept": "accepted_at", "decide": "decided_at", "close": "closed_at"}.get(act)
        if column and getattr(case, column) is None:
            setattr(case, column, moment)
        columns = [column] if column else []
        ledger.write(case, Step(), actor=CLOCK, at=moment, update_fields=columns)

    def hand_over(self, case: Case, moment: datetime) -> None:
        number, places = f"T{HandoverBatch.objects.count()}", {"site_id": case.site_id}
        batch = HandoverBatch(
            number=number, direction="to_department", department_id=case.department_id, **places, state="signed_out",
            prepared_at=moment, signed_out_at=moment,
        )  # fmt: skip
        ledger.write(batch, Step(), actor=CLOCK, at=moment)
        HandoverItem.objects.create(batch=batch, case=case, listed=[])


@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(-20, 0), st.integers(0, 20))
def test_the_counts_are_those_of_the_cases_one_by_one(steps: list[Any], back: int, long: int) -> None:
    with transaction.atomic():
        history = History()
        for step in steps:
            history.do(*step)
        roll_up(clock.now())
        truth = one_by_one()
        assert kept() == truth and differing() == []
        since = day(clock.now()) + timedelta(days=back)
        until = since + timedelta(days=long)
        inside: Counter[str] = Counter()
        for (on, *_, what), many in truth.items():
            inside[what] += many if since <= on <= until else 0
        assert summed(since, until) == Figures(**{what: inside[what] for what in EVENTS})
        transaction.set_rollback(True)


def test_a_worker_killed_in_the_middle_counts_again(monkeypatch: Any) -> None:
    history = History()
    roll_up(clock.now())
    for moved in (-3, -2, -1):
        history.do("receive", 0, moved, time(9))
    count = count_days._count
    counted: list[Any] = []

    def killed(*given: Any) -> None:
        if counted:
            raise KeyboardInterrupt
        counted.append(given)
        count(*given)

    monkeypatch.setattr(count_days, "_count", killed)
    with pytest.raises(KeyboardInterrupt):
        roll_up(clock.now())
    assert len(differing()) == 2
    monkeypatch.setattr(count_days, "_count", count)
    assert roll_up(clock.now()) >= 3 and kept() == one_by_one()


@pytest.mark.usefixtures("movable")
def test_the_demonstration_s_clock_forward_and_back_loses_nothing() -> None:
    roll_up(clock.now())
    desk, today = Desk("林小窗"), day(clock.now())
    accepted(desk)
    move_clock(by=timedelta(days=3), who="邹主任")
    desk = Desk("林小窗")
    accepted(desk)
    roll_up(clock.now())
    accepted(desk)
    ahead = today + timedelta(days=3)
    assert return_to_today(who="邹主任") == timedelta(days=3)
    accepted(Desk("林小窗"))
    roll_up(clock.now())
    assert (summed(today, today).received, summed(ahead, ahead).received) == (2, 2)
    assert kept() == one_by_one() and counted_at() < clock.now()  # type: ignore[operator]


def test_what_retention_destroys_stays_counted() -> None:
    number = scanned()
    roll_up(clock.now(), whole=True)
    before, later = kept(), clock.now().replace(year=clock.now().year + 11)
    gone = [destroy(due, later) for due in due_files(settings.RETENTION, later) if due.file.owner_key == number]
    assert any(gone)
    roll_up(clock.now())
    assert kept() == before == one_by_one() and differing() == []


def test_a_town_s_leader_sees_the_town_and_nobody_else_anything() -> None:
    accepted(Desk("林小窗"))
    roll_up(clock.now())
    director, today = who("邹主任"), day(clock.now())
    case = Case.objects.get()

    def seen(*grants: Grant) -> Figures:
        found = overview(replace(director, grants=frozenset(grants)), today, today, today)["site"]
        return total(line.now for line in found)

    def of(scope: str, value: Any) -> list[Grant]:
        return [Grant(act, scope, str(value)) for act in ("case.view", "handover.view")]

    whole = Figures(received=1, accepted=1, paper=1)
    for scope, value in (("division", case.division), ("division", case.division[:4]), ("site", case.site_id)):
        assert seen(*of(scope, value)) == whole
    assert seen(*of("department", case.department_id)) == seen(*of("everywhere", "")) == whole
    for scope, value in (("division", f"{case.division}9"), ("division", ""), ("site", 0), ("self", director.id)):
        assert seen(*of(scope, value)) == Figures()
    assert seen(Grant("case.view", "site", str(case.site_id))) == replace(whole, paper=0)
    assert seen(Grant("handover.view", "site", str(case.site_id))) == Figures(paper=1)
    assert seen() == Figures()


def test_the_command_finds_what_was_changed_behind_the_house_and_puts_it_right() -> None:
    accepted(Desk("林小窗"))
    call_command("count_overview", stdout=(said := io.StringIO()))
    assert "1 天" in said.getvalue()
    call_command("count_overview", "--check", stdout=said)
    assert "相符" in said.getvalue()
    CaseDay.objects.update(received=5)
    CaseDay.objects.create(day=date(2020, 1, 1), department_id=1, site_id=1, received=1)
    with pytest.raises(CommandError, match="2020-01-01"):
        call_command("count_overview", "--check")
    call_command("count_overview", stdout=said)
    assert kept() == one_by_one() and differing() == []


def test_a_quiet_minute_counts_nothing_and_the_worker_does_it_every_minute() -> None:
    accepted(Desk("林小窗"))
    assert roll_up(clock.now()) == 1
    mark = NewsMark.objects.get(reader=READER)
    mark.settled = mark.seen
    mark.save()
    assert roll_up(clock.now()) == 0
    periodic = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == "cases.count_days"]
    assert [one.cron for one in periodic] == ["* * * * *"]
    accepted(Desk("林小窗"))
    app.tasks["cases.count_days"](timestamp=0)
    assert kept() == one_by_one()
