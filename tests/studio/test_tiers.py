"""Frequency tiers (S2-13): 1–100 high, 101–400 medium, beyond low, from real volumes; the sorting queue in their order."""

from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.studio.approved import CARD, FREIGHT, approved_draft, card_in_force
from yichuang.cases.models import Case
from yichuang.catalog.models import Matter
from yichuang.catalog.operations.withdraw import withdraw_matter
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event
from yichuang.foundations.problems import Refused
from yichuang.studio.models import Draft, MatterVolume
from yichuang.studio.operations.count_volumes import month_before, recount_volumes
from yichuang.studio.operations.judge_content import judge_in_force
from yichuang.studio.operations.publish_draft import publish_draft
from yichuang.studio.queries.sorting import page_of_lines, sorting_lines, volumes
from yichuang.studio.rules.sorting import next_unsorted, progress
from yichuang.studio.rules.tiers import first_month, ranked, tier_of

# Of the fourteen matters, one is the city bureau’s: the district administration does not see it in its queue.
# All fourteen of the demonstration: a city bureau's matter that the district's centre receives is sorted there too.
DISTRICT = 14


@pytest.mark.parametrize(
    ("rank", "volume", "tier"),
    [
        (1, 9, "high"),
        (100, 1, "high"),
        (101, 1, "medium"),
        (400, 1, "medium"),
        (401, 1, "low"),
        (5000, 1, "low"),
        (1, 0, "low"),
    ],
)
def test_the_tier_follows_the_rank(rank: int, volume: int, tier: str) -> None:
    """S2-13; a matter that nobody applied for is low (docs/decisions/frequency-tiers.md)."""
    assert tier_of(rank, volume) == tier


def test_equals_stand_in_order_of_their_keys() -> None:
    found = ranked({"b": 3, "a": 3, "c": 5, "d": 0})
    assert [(key, one.rank) for key, one in found.items()] == [("c", 1), ("a", 2), ("b", 3), ("d", 4)]
    many = ranked({f"m{place:04d}": 1000 - place for place in range(500)})
    assert [sum(one.tier == tier for one in many.values()) for tier in ("high", "medium", "low")] == [100, 300, 100]


@pytest.mark.parametrize(("now", "first"), [((2026, 11), (2025, 12)), ((2026, 12), (2026, 1)), ((2026, 1), (2025, 2))])
def test_twelve_months_end_with_this_one(now: tuple[int, int], first: tuple[int, int]) -> None:
    assert first_month(*now) == first


@pytest.fixture
def house(demo_district: None) -> None:
    """The demonstration district."""


def counted(key: str = FREIGHT) -> int:
    return sum(MatterVolume.objects.filter(matter__key=key).values_list("count", flat=True))


@pytest.mark.usefixtures("house")
class TestVolumes:
    """Counting cases, as they come and anew."""

    def test_each_case_counts_once_in_its_month_and_practice_never(self) -> None:
        desk = Desk("林小窗")
        desk.receive()
        practice = desk.receive()
        Case.objects.filter(number=practice).update(practice=True, applicant=None, source="0")
        assert (recount_volumes(), recount_volumes()) == (1, 1)
        today = day_of(clock.now())
        row = MatterVolume.objects.get(matter__key=FREIGHT)
        assert (row.year, row.month, row.count) == (today.year, today.month, 1)

    def test_counting_anew_mends_a_wrong_count(self) -> None:
        desk = Desk("林小窗")
        numbers = [desk.receive() for _ in range(4)]
        Case.objects.filter(number=numbers[0]).update(practice=True, applicant=None, source="0")
        call_command("count_volumes", stdout=StringIO())
        MatterVolume.objects.update(count=77)
        out = StringIO()
        call_command("count_volumes", stdout=out)
        assert counted() == 3 and "1 个事项月" in out.getvalue()

    def test_the_hourly_count_looks_at_this_month_and_the_last(self) -> None:
        desk = Desk("林小窗")
        numbers = [desk.receive() for _ in range(3)]
        now = datetime(2027, 1, 15, 4, tzinfo=UTC)
        days = (datetime(2026, 11, 30, 4, tzinfo=UTC), datetime(2026, 11, 30, 16, 30, tzinfo=UTC), now)
        for number, day in zip(numbers, days, strict=True):
            Case.objects.filter(number=number).update(received_at=day)
        assert recount_volumes(since=month_before(now)) == 2
        found = MatterVolume.objects.order_by("year", "month").values_list("year", "month", "count")
        assert list(found) == [(2026, 12, 1), (2027, 1, 1)], "midnight in China is where a month begins"

    def test_a_month_begins_at_midnight_in_china(self) -> None:
        number = Desk("林小窗").receive()
        Case.objects.filter(number=number).update(received_at=datetime(2026, 10, 31, 16, 30, tzinfo=UTC))
        call_command("count_volumes", stdout=StringIO())
        assert MatterVolume.objects.get().month == 11

    def test_only_the_last_twelve_months_count(self) -> None:
        matter = Matter.objects.get(key=FREIGHT)
        for year, month in ((2025, 11), (2025, 12), (2026, 11), (2027, 1)):
            MatterVolume.objects.create(matter=matter, year=year, month=month, count=10)
        assert volumes(date(2026, 11, 20))[FREIGHT] == 30
        assert volumes(date(2026, 12, 1))[FREIGHT] == 20


def volume(key: str, count: int) -> None:
    today = day_of(clock.now())
    matter = Matter.objects.get(key=key)
    MatterVolume.objects.create(matter=matter, year=today.year, month=today.month, count=count)


def lines(name: str = "谢区管") -> Any:
    return sorting_lines(who(name), day_of(clock.now()))


@pytest.mark.usefixtures("house")
class TestQueue:
    """The queue: order, states, errors, pages, export, what comes next."""

    def test_the_most_frequent_come_first_with_how_far_they_are(self) -> None:
        volume("id_card_renew", 50)
        volume(FREIGHT, 20)
        found = lines()
        assert [line.key for line in found[:2]] == ["id_card_renew", FREIGHT] and len(found) == DISTRICT
        assert [line.standing.tier for line in found[:3]] == ["high", "high", "low"]
        assert {line.state for line in found} == {"unsorted"}
        card_in_force()
        volume(CARD, 30)
        draft = approved_draft()
        assert {line.key: line.state for line in lines()}[CARD] == "approved"
        publish_draft(actor=who("谢区管"), draft_id=draft.pk, now=clock.now())
        line = next(one for one in lines() if one.key == CARD)
        assert (line.state, line.version, line.standing.rank, line.standing.volume, line.errors) == (
            "sorted",
            2,
            2,
            30,
            0,
        )

    @pytest.mark.parametrize(
        ("state", "shown"),
        [
            ("draft", "sorting"),
            ("reviewing", "reviewing"),
            ("simulating", "simulating"),
            ("scheduled", "approved"),
            ("discarded", "unsorted"),
        ],
    )
    def test_each_state_of_a_draft_shows(self, state: str, shown: str) -> None:
        draft = approved_draft(FREIGHT)
        Draft.objects.filter(pk=draft.pk).update(state=state)
        assert {line.key: line.state for line in lines()}[FREIGHT] == shown

    def test_a_department_sees_its_own_and_withdrawn_ones_leave(self) -> None:
        assert {line.department for line in lines("赵审查")} == {
            next(line.department for line in lines() if line.key == FREIGHT)
        }
        assert lines("林小窗") == []
        withdraw_matter(
            actor=who("谢区管"),
            matter_key=FREIGHT,
            reason="并入",
            legal_basis="国发 7 号",
            instead="办他项",
            now=clock.now(),
        )
        assert FREIGHT not in {line.key for line in lines()}

    def test_errors_of_what_is_in_force_are_counted_once(self) -> None:
        assert {line.errors for line in lines()} == {None}
        assert judge_in_force(now=clock.now(), key=FREIGHT) == 1
        assert judge_in_force(now=clock.now()) == 13 and judge_in_force(now=clock.now()) == 0
        assert all(line.errors is not None for line in lines())

    def test_a_publication_is_judged_when_it_is_heard(self) -> None:
        event = Event.objects.filter(type="matter.published", payload__key=FREIGHT).latest("pk")
        ledger.hear("studio.judgements", [str(event.uid)], clock.now())
        assert {line.key: line.errors is None for line in lines()}[FREIGHT] is False

    def test_pages_hang_together_both_ways(self) -> None:
        found = lines()
        first = page_of_lines(found, "", 5)
        second = page_of_lines(found, first.next, 5)
        third = page_of_lines(found, second.next, 5)
        assert [*first.rows, *second.rows, *third.rows] == found
        assert (first.previous, third.next) == ("", "") and list(page_of_lines(found, second.previous, 5).rows) == list(
            first.rows
        )
        for wrong in ("x", "1", "-", "９.a"):
            with pytest.raises(Refused, match="翻页标记"):
                page_of_lines(found, wrong, 5)

    def test_the_next_is_the_most_frequent_of_one_s_own_that_nobody_began(self) -> None:
        volume("id_card_renew", 50)
        volume(FREIGHT, 20)
        upcoming = next_unsorted(lines())
        assert upcoming is not None and upcoming.key == "id_card_renew"
        officer = signed_in("赵审查")
        assert officer.post("/studio/queue/next/").status_code == 302
        assert Draft.objects.get().key == FREIGHT
        for _ in range(20):
            if officer.post("/studio/queue/next/").status_code == 409:
                break
        assert {line.state for line in lines("赵审查")} == {"sorting"}

    def test_the_page_filters_and_gives_a_sheet(self) -> None:
        volume(FREIGHT, 20)
        http = signed_in("谢区管")
        name = Matter.objects.get(key=FREIGHT).name
        page = http.get("/studio/queue/?tier=high").content.decode()
        assert name in page and page.count('class="row-link"') == 1
        assert http.get("/studio/queue/?state=sorted").content.decode().count('class="row-link"') == 0
        sheet = load_workbook(BytesIO(http.get("/studio/queue/export/?tier=high").content)).active
        assert sheet is not None
        assert [cell.value for cell in next(sheet.iter_rows(min_row=2))][:4] == [1, "高频", 20, name]

    def test_progress_adds_up_and_leads_to_its_matters(self) -> None:
        approved_draft(FREIGHT)
        rows = progress(lines())
        assert sum(row.total for row in rows) == DISTRICT == sum(sum(row.counts.values()) for row in rows)
        page = signed_in("邹主任").get("/studio/progress/").content.decode()
        department = Matter.objects.get(key=FREIGHT).department_id
        assert f"/studio/queue/?department={department}&amp;state=approved" in page

    def test_the_queue_costs_the_same_statements_for_more_matters(self, django_assert_num_queries: Any) -> None:
        """Newest versions, open drafts, published through the studio, judgements, volumes."""
        actor = who("谢区管")
        approved_draft(FREIGHT)
        with django_assert_num_queries(5):
            sorting_lines(actor, day_of(clock.now()))

    def test_the_api_has_queue_and_progress(self) -> None:
        volume(FREIGHT, 20)
        desk = Desk("谢区管")
        page = desk.get("/studio/queue?size=5").json()
        assert page["rows"][0]["key"] == FREIGHT and page["next"] and len(page["rows"]) == 5
        assert sum(row["total"] for row in desk.get("/studio/progress").json()) == DISTRICT
        assert Desk("林小窗").get("/studio/queue").status_code == 403
