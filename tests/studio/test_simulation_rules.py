"""Simulated acceptance as rules: S2-21②, 民法典 1259 (三个以上 has three in it)."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.matters import converted, every_journey
from yichuang.cases.rules import base_form
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Ended
from yichuang.catalog.rules.prover import applicants
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.studio.rules.made_up import made_up
from yichuang.studio.rules.scripts import answers_in_words
from yichuang.studio.rules.simulation import (
    ASSIGNED,
    CLERK_DONE,
    OBJECTED,
    PASSED,
    RUNNING,
    End,
    RunFacts,
    after_dismissal,
    differences,
    end_of,
    plan_faults,
    propose,
    standing,
    why_not_here,
)

DAY = date(2026, 11, 27)
WINDOWS = {1: "一号", 2: "二号", 3: "三号", 4: "四号"}


def runs(*rows: tuple[int, int, str]) -> list[RunFacts]:
    return [RunFacts(script, window, f"clerk{window}", state) for script, window, state in rows]


P = PASSED


@pytest.mark.parametrize(
    ("scripts", "there", "passed", "said"),
    [
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 3, P)), True, ""),
        ([1], runs((1, 1, P), (1, 2, P), (1, 3, P)), True, ""),
        ([1, 2], runs((1, 1, P), (2, 2, P)), False, "至少要 3 个"),
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 2, P)), False, "至少要 3 个"),
        ([1, 2, 3, 4], runs((1, 1, P), (2, 2, P), (3, 3, P)), False, "剧本 4 还没有"),
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 3, CLERK_DONE)), False, "1 次受理还没有完成"),
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 3, P), (1, 4, ASSIGNED)), False, "1 次受理还没有完成"),
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 3, P), (1, 4, RUNNING)), False, "1 次受理还没有完成"),
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 3, P), (1, 4, OBJECTED)), False, "有异议"),
        # A window with an objection is no window without: two remain.
        ([1, 2, 3], runs((1, 1, P), (2, 2, P), (3, 3, P), (1, 3, OBJECTED)), False, "无异议的窗口 2 个"),
        ([], [], False, "无异议的窗口 0 个"),
    ],
)
def test_three_windows_every_script_no_objection(
    scripts: list[int], there: list[RunFacts], passed: bool, said: str
) -> None:
    found = standing(scripts, there)
    assert found.passed == passed
    assert said in "".join(found.missing)


@given(st.integers(1, 60), st.integers(3, 12))
def test_the_proposed_distribution_covers_everything_evenly(scripts: int, windows: int) -> None:
    numbers, places = list(range(1, scripts + 1)), list(range(100, 100 + windows))
    pairs = propose(numbers, places)
    assert len(set(pairs)) == len(pairs)
    assert {script for script, _ in pairs} == set(numbers)
    load = sorted(sum(window == place for _, window in pairs) for place in places)
    assert load[0] >= 1 and load[-1] - load[0] <= 1
    assert plan_faults(numbers, dict.fromkeys(places, ""), pairs) == []


def test_nothing_is_dealt_where_nothing_is() -> None:
    assert propose([], [1, 2, 3]) == [] == propose([1], [])


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([(1, 1), (2, 2)], "只用了 2 个窗口"),
        ([(1, 1), (1, 2), (1, 3)], "剧本 2 没有分配"),
        ([(1, 1), (2, 2), (1, 9)], "不是综合受理窗口"),
        ([(1, 1), (2, 2), (7, 3)], "不存在的剧本"),
        ([], "至少要 3 个"),
    ],
)
def test_a_distribution_that_cannot_pass_is_told_why(pairs: list[tuple[int, int]], said: str) -> None:
    assert said in "".join(plan_faults([1, 2], WINDOWS, pairs))


def test_one_clerk_stands_for_one_window() -> None:
    there = runs((1, 1, P), (2, 2, RUNNING))
    assert why_not_here(there, "clerk1", 2) != ""
    assert why_not_here(there, "clerk1", 1) == "" == why_not_here(there, "somebody", 2)


@pytest.mark.parametrize(
    ("done", "examined", "state"), [(False, False, RUNNING), (True, False, CLERK_DONE), (True, True, PASSED)]
)
def test_a_dismissed_objection_leaves_what_was_done(done: bool, examined: bool, state: str) -> None:
    assert after_dismissal(done=done, examined=examined) == state


def test_differences_are_named_both_ways() -> None:
    wanted = End("s1", "新办", materials=(("a", "身份证"), ("b", "制度")))
    got = End("s2", "变更", materials=(("a", "身份证"), ("c", "照片")))
    said = differences(wanted, got)
    assert said == ["预期“新办”，实际“变更”。", "预期要交“制度”，实际没有要求。", "预期不要“照片”，实际要求提交。"]
    assert differences(wanted, wanted) == []
    assert end_of(wanted.as_json()) == wanted and end_of({}) == End()


@pytest.mark.parametrize("key", sorted(converted()))
def test_the_scripts_reach_every_situation_and_outcome(key: str) -> None:
    """Against every journey there is, walked out by another program."""
    spec = converted()[key][0]
    scripts = applicants(spec, on=DAY).scripts
    covered = {thing for script in scripts for thing in script.covers}
    assert {one for one in covered if not one.startswith("option:")} == reached(spec)
    for script in scripts:
        facts = navigator.facts_with_known(spec, script.answers, applicant_kind=script.kind, on=DAY)
        assert navigator.validate_facts(spec, facts) == []
        step = navigator.advance(spec, facts)
        ended = getattr(step, "outcome", None)
        assert (ended.id if ended else "") == script.outcome
        assert (getattr(step, "path", ""), ended is None) == (script.path, bool(script.leaf))
        if ended is None:
            needed = [item.material.id for item in navigator.checklist(spec, facts).materials]
            assert needed == list(script.materials), "the prover and the navigator ask for the same in the same order"
        assert len(answers_in_words(spec, script.answers)) == len(script.answers)


def reached(spec: MatterSpec) -> set[str]:
    """Everything that a journey of a served kind of applicant comes to on the day."""
    found = set()
    for facts, end in every_journey(spec):
        kinds = {facts[fact.id] for fact in spec.facts if fact.source == "applicant_kind" and fact.id in facts}
        days = [
            fact
            for fact in spec.facts
            if fact.source == "day"
            and fact.since
            and fact.id in facts
            and facts[fact.id] != ("yes" if fact.since <= DAY else "no")
        ]
        if kinds - set(spec.applicant_kinds) or days or navigator.validate_facts(spec, facts):
            continue
        if isinstance(end, navigator.Arrived):
            found |= {f"situation:{end.situation.id}"}
            found |= {f"material:{item.material.id}" for item in navigator.checklist(spec, facts).materials}
        else:
            assert isinstance(end, Ended)
            found.add(f"outcome:{end.outcome.id}")
    return found


@pytest.mark.parametrize("kind", base_form.KINDS)
def test_a_made_up_applicant_fills_the_real_form(kind: str) -> None:
    forms = [made_up(kind, number, "普通货物运输经营许可") for number in (1, 2, 77, 1234)]
    for form in forms:
        judged = base_form.judge(kind, form, on=DAY)
        assert judged.ok and not judged.warnings, (judged.errors, judged.warnings)
        assert "练习" in base_form.applicant_name(kind, judged.values)
    for one, other in pairwise(forms):
        assert base_form.applicant_number(kind, one) != base_form.applicant_number(kind, other)
