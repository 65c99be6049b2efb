"""What people would have spared, counted exactly: against a count by hand, person by person, and never telling of a few (S2-25, S3-9)."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.navigator import demo_specs
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Asked
from yichuang.catalog.rules.spec import Material, MatterSpec, Shared
from yichuang.life_events.rules.joint_fields import folded
from yichuang.mining.rules import expected as rules
from yichuang.mining.rules.expected import Demand, Spared, Took, bound, demand, expectation, merged, spared
from yichuang.mining.rules.plain import basis_said, mean, saved_said

ON = date(2026, 11, 30)
DEMO = {spec.key: spec for spec in demo_specs()}
SETS = (
    ("birth_registration", "medical_insurance_child", "social_card_apply"),
    ("death_cancellation", "death_benefit", "gjj_withdraw_death"),
    ("realestate_transfer", "housing_fund_loan"),
    ("vehicle_licence_replace", "freight_general"),
    ("company_setup", "eia_report_form", "individual_business_setup"),
)


def journeys(spec: MatterSpec, answers: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Yield every set of answers that leads to a situation."""
    answers = answers or {}
    facts = navigator.facts_with_known(spec, answers, applicant_kind=spec.applicant_kinds[0], on=ON)
    step = navigator.advance(spec, facts)
    if isinstance(step, Arrived):
        yield answers
    elif isinstance(step, Asked):
        names = [one.id for one in step.options]
        ticked = [[one for part in some for one in part] for some in product(*(((), (one,)) for one in names))]
        given = names if step.question.kind == "single" else ticked
        for one in given[:12]:
            yield from journeys(spec, {**answers, step.question.id: one})


def demands_of(key: str) -> list[Demand]:
    spec = DEMO[key]
    found = [demand(spec, one, spec.applicant_kinds[0], ON) for one in journeys(spec)]
    assert found and None not in found
    return list(dict.fromkeys(found))  # type: ignore[arg-type]


def by_hand(specs: Mapping[str, MatterSpec], asked: Mapping[str, Demand]) -> Spared:
    """Count as one would on paper: what this person brings and fills at each counter, and what at one counter."""
    alike: dict[tuple[str, str], dict[str, list[Material]]] = {}
    for key, spec in specs.items():
        for one in spec.materials:
            kind = ("type", one.standard_type) if one.standard_type else ("name", folded(one.name))
            alike.setdefault(kind, {}).setdefault(key, []).append(one)
    before = after = 0
    for (how, _), users in alike.items():
        one_paper = how == "type" or len(users) > 1
        mine = {key: [one for one in its if one.id in asked[key].materials] for key, its in users.items()}
        brought = {key: [one for one in its if not one.exempt_submission] for key, its in mine.items()}
        counted = [min(1, len(its)) if one_paper else len(its) for its in brought.values()]
        before += sum(counted)
        after += min(1, sum(counted)) if one_paper else sum(counted)
    joint = merged(specs)
    assert joint is not None
    cells = sum(len(one.fields) for one in asked.values())
    filled = {one.id for one in joint.fields for feed in one.feeds if feed.field in asked[feed.member].fields}
    visits = sum(max(1, spec.channels.max_visits) for spec in specs.values()) - joint.max_visits
    return Spared(max(0, visits), before - after, cells - len(filled))


@pytest.mark.parametrize("keys", SETS)
def test_every_person_is_counted_as_one_would_by_hand(keys: tuple[str, ...]) -> None:
    """Of every combination of journeys through the demonstration's matters."""
    specs = {key: DEMO[key] for key in keys}
    joint = merged(specs)
    assert joint is not None
    least = bound(specs)
    for combination in list(product(*(demands_of(key)[:12] for key in keys)))[:600]:
        asked = dict(zip(keys, combination, strict=True))
        found = spared(joint, specs, asked)
        assert found == by_hand(specs, asked)
        assert found.visits >= least.visits and found.materials >= least.materials, "the lower bound is one"


TYPES = ("", "", "id_card", "household_register")
MATERIAL = st.builds(
    lambda number, name, kind, exempt, originals, copies: Material(
        id=f"m{number}", name=name, standard_type=kind, shared=Shared(exempt=exempt), original_count=originals, copy_count=copies
    ),
    st.integers(0, 5), st.sampled_from(("申请书", "身份证", "户口簿")), st.sampled_from(TYPES), st.booleans(), st.integers(0, 2),
    st.integers(0, 2),
)  # fmt: skip
FIELD = st.fixed_dictionaries(
    {
        "title": st.sampled_from(("姓名", "开户银行", "地址", "事由")),
        "type": st.just("string"),
        "maxLength": st.integers(5, 50),
    }
)


@st.composite
def matters(draw: st.DrawFn) -> tuple[dict[str, MatterSpec], list[tuple[int, dict[str, Demand]]]]:
    """Two or three made matters, and people with what each was asked for."""
    specs = {}
    for place in range(draw(st.integers(2, 3))):
        plain = DEMO[("death_benefit", "gjj_withdraw_death", "social_card_apply")[place]]
        materials = draw(st.lists(MATERIAL, max_size=4, unique_by=lambda one: one.id))
        rows = draw(st.dictionaries(st.sampled_from("abcd"), FIELD, max_size=3))
        form = {"type": "object", "additionalProperties": False, "properties": rows} if rows else {}
        specs[f"k{place}"] = plain.model_copy(update={"key": f"k{place}", "materials": tuple(materials), "form": form})
    asked = st.fixed_dictionaries({
        key: st.builds(
            Demand, st.sampled_from(("甲", "乙")),
            st.frozensets(st.sampled_from([one.id for one in spec.materials])) if spec.materials else st.just(frozenset()),
            st.frozensets(st.sampled_from(sorted(spec.form["properties"]))) if spec.form else st.just(frozenset()),
        )
        for key, spec in specs.items()
    })  # fmt: skip
    return specs, draw(st.lists(st.tuples(st.integers(0, 12), asked), max_size=40))


@settings(deadline=None, max_examples=150)
@given(matters(), st.integers(1, 12))
def test_the_total_is_the_sum_over_persons_whoever_they_are(made: Any, least: int) -> None:
    specs, people = made
    took = [Took(person, tuple(asked[key] for key in specs)) for person, asked in people]
    found = expectation(specs, took, least)
    assert found.spared == sum((by_hand(specs, asked) for _, asked in people), Spared())
    assert (found.bounded, found.whole) == (0, False)
    half = len(took) // 2
    assert found.spared == expectation(specs, took[half:], least).spared + expectation(specs, took[:half], least).spared
    told = [*found.ways, *([found.other] if found.other else [])]
    assert all(one.persons >= least for one in told), "nobody can be singled out (个人信息保护法 51)"
    if found.other or not found.others:
        assert sum(one.count for one in told) == len(took)
        assert sum((one.spared for one in told), Spared()) == found.spared


@settings(deadline=None, max_examples=60)
@given(matters(), st.integers(0, 30), st.integers(2, 12))
def test_what_leads_nowhere_now_counts_with_the_lower_bound_and_says_so(made: Any, lost: int, least: int) -> None:
    specs, people = made
    took = [Took(person, tuple(asked[key] for key in specs)) for person, asked in people]
    gone = [
        Took(100 + place, (None, *[Demand("甲", frozenset(), frozenset())] * (len(specs) - 1))) for place in range(lost)
    ]
    found = expectation(specs, [*took, *gone], least)
    assert found.spared == expectation(specs, took, least).spared + bound(specs) * lost
    assert found.bounded == (None if 0 < lost < least else lost)


def test_matters_that_cannot_be_one_document_stand_with_the_lower_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise ValueError("合不成一份")

    specs = {key: DEMO[key] for key in SETS[1]}
    took = [Took(person, tuple(demands_of(key)[0] for key in specs)) for person in range(30)]
    assert not expectation(specs, took, 10).whole
    monkeypatch.setattr(rules, "propose", refuse)
    found = expectation(specs, took, 10)
    assert (found.spared, found.bounded, found.whole, found.ways) == (bound(specs) * 30, 30, True, ())


def test_answers_that_lead_nowhere_ask_for_nothing() -> None:
    spec = DEMO["birth_registration"]
    assert demand(spec, {}, "person", ON) is None
    assert demand(spec, {"gone": "yes"}, "person", ON) is None


def test_a_way_of_few_people_stands_with_others_and_the_least_told_joins_it() -> None:
    """Nobody may subtract his way to a few persons: the rest is told only where it stands for enough."""
    specs = {key: DEMO[key] for key in SETS[2]}
    one, two = demands_of("realestate_transfer")[:2]
    loan = demands_of("housing_fund_loan")[0]
    many = [Took(person, (one, loan)) for person in range(30)] + [
        Took(100 + person, (two, loan)) for person in range(15)
    ]
    clear = expectation(specs, many, 10)
    assert [(way.count, way.persons) for way in clear.ways] == [(30, 30), (15, 15)] and clear.other is None
    third = next(
        found for found in demands_of("realestate_transfer") if found.situation not in (one.situation, two.situation)
    )
    few = expectation(specs, [*many, *(Took(200 + person, (third, loan)) for person in range(4))], 10)
    assert [way.count for way in few.ways] == [30]
    assert few.other is not None and (few.other.count, few.others) == (19, 2)


@pytest.mark.parametrize(
    ("total", "count", "said"),
    [(0, 7, "0"), (14, 7, "2"), (10, 7, "1.4"), (1, 300, "不到 0.1"), (1, 20, "不到 0.1"), (3, 20, "0.2")],
)
def test_an_average_is_told_with_one_decimal(total: int, count: int, said: str) -> None:
    assert mean(total, count) == said
    assert said.startswith("不到") or abs(Fraction(said) - Fraction(total, count)) <= Fraction(1, 20)


def test_what_it_stands_on_is_said() -> None:
    assert saved_said(40, 0, 54, 40) == "少跑 1 次、少填 1.4 栏" and saved_said(0, 0, 0, 40) == "没有可省的"
    assert "40 次都已逐次核算" in basis_said({"bounded": 0, "whole": False}, 40)
    assert "其中 12 次" in basis_said({"bounded": 12, "whole": False}, 40)
    assert "极少数" in basis_said({"bounded": None, "whole": False}, 40)
    assert "合不成一份" in basis_said({"bounded": 40, "whole": True}, 40) and "下限" in basis_said({}, 40)
