"""What can be read off a matter against the law: the promise by the worst calendar (rulebook 2.1.1 no. 4, part 8), remedies, attributes."""

from datetime import date
from typing import Any

import pytest

from benchmarks.prover_specs import matter
from tests.catalog.matters import converted, spec_of
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.prover import lawful
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.rules.calendar import WorkCalendar

# The National Day of 2018: 1 to 7 October off, the weekend of 29 and 30 September worked.
YEAR = WorkCalendar(
    {**{date(2018, 10, day): False for day in range(1, 8)}, date(2018, 9, 29): True, date(2018, 9, 30): True},
    frozenset({2018}),
)


NAMED = {"id": "m", "name": "甲"}


def found(calendar: WorkCalendar = YEAR, **parts: Any) -> list[tuple[str, str, str]]:
    spec = MatterSpec.model_validate(matter(**parts))
    return [(finding.code, finding.severity, finding.rule) for finding in lawful(spec, calendar)]


def limit(value: int, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit}


@pytest.mark.parametrize(
    ("promised", "statutory", "kept"),
    [
        (limit(20, "workday"), limit(20, "workday"), True),
        (limit(21, "workday"), limit(20, "workday"), False),
        (limit(0, "workday"), limit(3, "natural_day"), True),
        (limit(1, "natural_day"), limit(0, "same_day"), False),
        (
            limit(7, "workday"),
            limit(16, "natural_day"),
            True,
        ),  # 7 working days over the National Day: 30 September to 16 October
        (limit(7, "workday"), limit(15, "natural_day"), False),
        (
            limit(1, "workday"),
            limit(3, "natural_day"),
            False,
        ),  # received on 30 September, promised for the 8th, due on the 3rd
        (limit(1, "natural_day"), limit(1, "workday"), True),
        (limit(2, "natural_day"), limit(1, "workday"), False),
    ],
)
def test_the_promise_is_compared_by_the_worst_start(promised: Any, statutory: Any, kept: bool) -> None:
    expected = [] if kept else [("promise", "error", "行政许可法 42")]
    assert found(promised_limit=promised, statutory_limit=statutory) == expected


def test_the_example_of_a_broken_promise_names_the_days() -> None:
    spec = MatterSpec.model_validate(
        matter(promised_limit=limit(1, "workday"), statutory_limit=limit(3, "natural_day"))
    )
    (finding,) = lawful(spec, YEAR)
    assert finding.example == "2018年9月30日受理时，承诺到2018年10月8日，法定只到2018年10月3日。"
    assert finding.place == Place("matter", field="promised_limit")


def test_without_a_loaded_year_units_cannot_be_compared() -> None:
    nothing = WorkCalendar({}, frozenset())
    parts = {"promised_limit": limit(7, "workday"), "statutory_limit": limit(15, "natural_day")}
    assert found(nothing, **parts) == [("promise", "undecided", "行政许可法 42")]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"remedies": []}, [("remedies", "error", "行政许可法 38")]),
        ({"remedies": [" "]}, [("remedies", "error", "行政许可法 38")]),
        ({"remedies": [], "matter_type": "公共服务"}, []),
        ({"materials": [NAMED]}, [("attributes", "error", "S2-21")]),
        ({"materials": [{**NAMED, "tolerable": False, "shared": {}}]}, []),
        ({"materials": [{**NAMED, "tolerable": True, "shared": {}}]}, [("tolerance", "error", "S2-14")]),
        ({"materials": [{**NAMED, "tolerable": True, "tolerance_days": 5, "shared": {}}]}, []),
        ({"materials": [{**NAMED, "tolerable": False, "tolerance_days": 5, "shared": {}}]}, [("tolerance", "advice", "S2-14")]),
        ({"materials": [{**NAMED, "tolerable": False, "shared": {"mode": "e_licence"}}]}, [("attributes", "error", "S2-21")]),
        ({"materials": [{**NAMED, "tolerable": False, "shared": {"exempt": True}}]}, [("attributes", "error", "S2-21")]),
    ],
)  # fmt: skip
def test_remedies_and_attributes(parts: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert found(**parts) == expected


def test_the_promise_that_the_demo_content_makes_is_too_much_over_a_holiday() -> None:
    content = {**spec_of("gjj_withdraw_death").model_dump(by_alias=True), "promised_limit": limit(1, "workday")}
    said = [finding.message for finding in lawful(MatterSpec.model_validate(content), YEAR)]
    assert said[0] == "承诺期限 1个工作日 遇节假日会超过法定期限 3日（最多超出 5 日）。请缩短承诺期限。"


@pytest.mark.parametrize("key", sorted(converted()))
def test_every_demo_matter_as_loaded_keeps_its_statute_and_tells_the_remedies(key: str) -> None:
    assert [finding.code for finding in lawful(spec_of(key), YEAR)] == []
    assert ["申请行政复议" in text for text in spec_of(key).remedies] == [True, False]
    assert "提起行政诉讼" in spec_of(key).remedies[1]
