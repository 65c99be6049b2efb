"""What one member's end does to the others, the clock over all, a paper for several: tables and properties (S2-25; 行政许可法 42, 45)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules.clocks import Suspension
from yichuang.catalog.rules.spec import Material
from yichuang.foundations.clock import CHINA
from yichuang.foundations.rules.calendar import WorkCalendar
from yichuang.life_events.rules import joint_states as s
from yichuang.life_events.rules.joint_clock import JointTimes, read_joint, refusals_to_extend
from yichuang.life_events.rules.joint_papers import PaperGiven, items_of, keeper_of
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import Line

CALENDAR = WorkCalendar({}, frozenset({2026, 2027}))
NAMES = {"a": "甲", "b": "乙", "c": "丙", "d": "丁"}
RULES = ("others_go_on", "followers_stop", "all_stop")


def spec(rule: str = "followers_stop", **more: Any) -> LifeEventSpec:
    """Return a life event in which b waits for a, c for b, and d for nobody."""
    after = {"b": ["a"], "c": ["b"]}
    members = [
        {
            "id": name,
            "matter": name,
            "version": 1,
            "after": after.get(name, []),
            "on_failure": rule if name == "a" else "followers_stop",
        }
        for name in NAMES
    ]
    body = {
        "key": "some_event",
        "name": "某件事",
        "lead_departments": ["x"],
        "applicant_kinds": ["person"],
        "members": members,
    }
    return LifeEventSpec.model_validate({**body, "promised_limit": {"value": 10, "unit": "workday"}, **more})


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("rule", "states", "stopped", "asked", "then"),
    [
        ("others_go_on", "refused waiting waiting open", "", "", "b"),
        ("followers_stop", "refused waiting waiting open", "b c", "", ""),
        ("followers_stop", "withdrawn waiting waiting waiting", "b c", "", "d"),
        ("all_stop", "refused waiting waiting open", "b c", "d", ""),
        ("all_stop", "stopped waiting waiting waiting", "b c d", "", "d"),
        ("all_stop", "done waiting waiting open", "", "", "b"),
        ("followers_stop", "skipped waiting waiting open", "", "", "b"),
        ("followers_stop", "open waiting waiting open", "", "", ""),
        ("followers_stop", "refused waiting waiting done", "b c", "", ""),
    ],
)
def test_what_one_end_does_to_the_others(rule: str, states: str, stopped: str, asked: str, then: str) -> None:
    """One refused does not sink the others unless the life event says so (rulebook 8); nothing in hand is ended by us (行政许可法 29)."""
    event, found = spec(rule), dict(zip(NAMES, states.split(), strict=True))
    follows = s.consequences(event, found, "a", NAMES)
    assert [one.member for one in follows if not one.asked] == stopped.split()
    assert [one.member for one in follows if one.asked] == asked.split()
    assert s.ready(event, found) == then.split()
    if found["a"] in s.BADLY:
        assert s.told(event, found, "a", NAMES).startswith("“甲”没有办成")


@given(st.sampled_from(RULES), st.lists(st.sampled_from(sorted(s.CHILD_NAMES)), min_size=4, max_size=4))
def test_consequences_touch_only_what_goes_on_and_never_the_one_that_ended(rule: str, states: list[str]) -> None:
    event, found = spec(rule), dict(zip(NAMES, states, strict=True))
    for one in s.consequences(event, found, "a", NAMES):
        assert one.member != "a" and found[one.member] in s.PENDING
        assert one.asked == (found[one.member] == s.OPEN) and NAMES[one.member] in one.sentence
    assert all(found[name] == s.WAITING for name in s.ready(event, found))


@given(st.permutations(list(NAMES)), st.data())
def test_every_joint_case_comes_to_an_end(order: list[str], data: st.DataObject) -> None:
    """Whatever ends how, in whatever order: no member waits for ever."""
    event = spec(data.draw(st.sampled_from(RULES)))
    found = dict.fromkeys(NAMES, s.WAITING)
    for _ in range(12):
        for name in s.ready(event, found):
            found[name] = s.OPEN
        turn = next((name for name in order if found[name] == s.OPEN), "")
        if not turn:
            break
        found[turn] = data.draw(st.sampled_from([s.DONE, s.REFUSED, s.WITHDRAWN]))
        for one in s.consequences(event, found, turn, NAMES):
            if not one.asked:
                found[one.member] = s.STOPPED
    assert s.over(found)


@pytest.mark.parametrize(
    ("event", "payload", "state"),
    [
        ("case.decided", {"outcome": "granted"}, "done"),
        ("case.decided", {"outcome": "denied"}, "refused"),
        ("case.acceptance_refused", {"outcome": "refused"}, "refused"),
        ("case.acceptance_refused", {"outcome": "redirected"}, "refused"),
        ("case.acceptance_refused", {"outcome": "not_required"}, "skipped"),
        ("case.withdrawn", {}, "withdrawn"),
        ("case.terminated", {}, "stopped"),
        ("case.accepted", {}, ""),
        ("case.closed", {}, ""),
    ],
)
def test_how_a_case_ends_its_member(event: str, payload: dict[str, Any], state: str) -> None:
    assert s.ended_as(event, payload) == state


ACCEPTED = date(2026, 11, 30)


def test_forty_five_working_days_from_the_first_acceptance_and_fifteen_more_once() -> None:
    """行政许可法 42 II, 82."""
    times = JointTimes(at(ACCEPTED), ACCEPTED)
    read = read_joint(times, spec(), CALENDAR, ACCEPTED)
    assert read.statutory.due == CALENDAR.add_workdays(ACCEPTED, 45)
    assert read.promised.due == CALENDAR.add_workdays(ACCEPTED, 10) and "第四十二条第二款" in read.statutory.why
    longer = JointTimes(at(ACCEPTED), ACCEPTED, extended_days=15, extended_at=at(ACCEPTED + timedelta(days=9)))
    after = read_joint(longer, spec(), CALENDAR, ACCEPTED)
    assert after.statutory.due == CALENDAR.add_workdays(ACCEPTED, 60)
    assert after.promised.due == read.promised.due, "a promise is not lengthened"


def test_nothing_runs_before_acceptance_and_a_late_one_is_red() -> None:
    assert read_joint(JointTimes(at(ACCEPTED)), spec(), CALENDAR, ACCEPTED).promised.state == "not_started"
    late = read_joint(JointTimes(at(ACCEPTED), ACCEPTED), spec(), CALENDAR, date(2027, 3, 1))
    assert late.pressing.colour == "red" and late.pressing is late.statutory


@given(st.integers(0, 20), st.integers(1, 15), st.integers(0, 20), st.integers(1, 15))
def test_procedures_that_overlap_are_left_out_once(first: int, long: int, second: int, other: int) -> None:
    """行政许可法 45: the days of two members' special procedures count once for the whole."""
    spans = [(first, first + long), (second, second + other)]
    stops = [
        Suspension(at(ACCEPTED + timedelta(days=one)), at(ACCEPTED + timedelta(days=end)), notice_served=True)
        for one, end in spans
    ]
    today = ACCEPTED + timedelta(days=60)
    found = read_joint(JointTimes(at(ACCEPTED), ACCEPTED, suspensions=stops), spec(), CALENDAR, today)
    stood = {ACCEPTED + timedelta(days=day) for one, end in spans for day in range(one, end)}
    day, counted = ACCEPTED, 0
    while counted < 45:
        day += timedelta(days=1)
        counted += CALENDAR.is_workday(day) and day not in stood
    assert found.statutory.due == day


@pytest.mark.parametrize(
    ("times", "days", "why", "codes"),
    [
        (JointTimes(at(ACCEPTED), ACCEPTED), 15, "向外省核查", []),
        (JointTimes(at(ACCEPTED)), 15, "x", ["not_started"]),
        (JointTimes(at(ACCEPTED), ACCEPTED), 16, "", ["extension_days", "reasons_missing"]),
        (JointTimes(at(ACCEPTED), ACCEPTED), 0, "x", ["extension_days"]),
        (JointTimes(at(ACCEPTED), ACCEPTED, extended_days=3, extended_at=at(ACCEPTED)), 5, "x", ["extended_once"]),
        (JointTimes(at(ACCEPTED), ACCEPTED, decided_at=at(ACCEPTED)), 5, "x", ["over"]),
        (JointTimes(at(date(2026, 1, 5)), date(2026, 1, 5)), 5, "x", ["too_late"]),
    ],
)
def test_when_it_may_be_extended(times: JointTimes, days: int, why: str, codes: list[str]) -> None:
    read = read_joint(times, spec(), CALENDAR, ACCEPTED)
    assert [reason.code for reason in refusals_to_extend(times, read, days, why)] == codes


def paper(**more: Any) -> Material:
    return Material.model_validate({"id": "m", "name": "证明", "review_points": [], **more})


@pytest.mark.parametrize(
    ("original_for", "counts", "keeper"),
    [("b", (1, 1), "b"), ("", (0, 1), "b"), ("", (1, 1), "a"), ("", (0, 0), "a"), ("z", (0, 0), "a")],
)
def test_who_keeps_the_only_original(original_for: str, counts: tuple[int, int], keeper: str) -> None:
    """Two matters that want the same certificate's original at once: one keeps it, the other has the compared scan (S2-14)."""
    asked = tuple((name, paper(original_count=count)) for name, count in zip("ab", counts, strict=True))
    line = Line("l", "证明", "one_copy", asked, original_for)
    assert keeper_of(line) == keeper
    found = items_of([line], {"l": PaperGiven("paper", 1, 0, True)}, NAMES)
    ways = {member: items[0]["received_as"] for member, items in found.items()}
    assert ways == {name: "paper" if name == keeper else "scan" for name in "ab"}
    assert items_of([line], {}, NAMES) == {}, "what was not received is recorded for nobody"
