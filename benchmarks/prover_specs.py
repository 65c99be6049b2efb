"""Made matters for the benchmark `prover` and its tests: a tree of questions, tangled conditions, and ticks alone."""

import random
from typing import Any

STATED: dict[str, Any] = {
    "schema": "matter/v1",
    "key": "made",
    "name": "试验事项",
    "main_item": "试验主项",
    "sub_item": "试验子项",
    "codes": {"basic": "0" * 12, "implementation": "0" * 31, "demo": True},
    "matter_type": "行政许可",
    "department": "made",
    "service_objects": ["natural_person"],
    "applicant_kinds": ["person"],
    "statutory_limit": {"value": 20, "unit": "workday"},
    "promised_limit": {"value": 10, "unit": "workday"},
    "fee": {"charged": False, "text": "不收费"},
    "acceptance_role": "accept",
    "remedies": ["行政复议", "行政诉讼"],
    "case_type": "promised",
    "channels": {},
    "integration": {"mode": "native"},
}
YES_NO = (("yes", "是"), ("no", "否"))


def fact(number: int, values: tuple[tuple[str, str], ...] = YES_NO) -> dict[str, Any]:
    """Return a fact of these values."""
    return {
        "id": f"f{number}",
        "text": f"要素{number}",
        "values": [{"id": value, "text": text} for value, text in values],
    }


def question(number: int, ask_if: Any = None, values: tuple[tuple[str, str], ...] = YES_NO) -> dict[str, Any]:
    """Return the single-choice question about a fact, with an option for each value."""
    options = [{"id": value, "text": text, "values": [value]} for value, text in values]
    return {"id": f"q{number}", "text": f"题{number}", "fact": f"f{number}", "options": options, "ask_if": ask_if}


def is_in(number: int, *values: str) -> dict[str, Any]:
    """Return the condition that a fact has one of the values."""
    return {"fact": f"f{number}", "in": list(values)}


def matter(**parts: Any) -> dict[str, Any]:
    """Return a whole document with these parts."""
    return {**STATED, "situations": [{"id": "S", "name": "通用", "axis": "content"}], **parts}


def tree(facts: int, materials: int = 40) -> dict[str, Any]:
    """Return a matter whose questions hang on answers like branches, each leaf of the tree a situation, materials by branch."""
    asked, leaves = [], []
    for number in range(facts):
        parent = (number - 1) // 2
        asked.append(question(number, is_in(parent, "yes" if number % 2 else "no") if number else None))
        for side, value in ((2 * number + 1, "yes"), (2 * number + 2, "no")):
            if side >= facts:
                leaves.append(
                    {"id": f"S{side}", "name": f"情形{side}", "axis": "content", "condition": is_in(number, value)}
                )
    needed = [is_in(number * 7 % facts, "yes") for number in range(materials)]
    rows = [
        {"id": f"m{number}", "name": f"材料{number}", "needed_if": condition} for number, condition in enumerate(needed)
    ]
    return matter(facts=[fact(number) for number in range(facts)], questions=asked, situations=leaves, materials=rows)


def tangled(facts: int, materials: int = 40, seed: int = 7) -> dict[str, Any]:
    """Return a matter whose questions and materials hang on two or three facts from anywhere before them."""
    rng = random.Random(seed)

    def condition(below: int) -> Any:
        parts: list[Any] = [is_in(rng.randrange(below), rng.choice(("yes", "no"))) for _ in range(rng.choice((2, 3)))]
        parts[0] = {"not": parts[0]} if rng.random() < 0.3 else parts[0]
        return {rng.choice(("all", "any")): parts}

    asked = [question(number, condition(number) if number > 3 and number % 3 else None) for number in range(facts)]
    rows = [{"id": f"m{number}", "name": f"材料{number}", "needed_if": condition(facts)} for number in range(materials)]
    return matter(facts=[fact(number) for number in range(facts)], questions=asked, materials=rows)


def ticks(facts: int, materials: int = 40) -> dict[str, Any]:
    """Return a matter of one multi-choice question with this many ticks, each asking for a material."""
    options = [{"id": f"o{number}", "text": f"选项{number}", "fact": f"f{number}"} for number in range(facts)]
    asked = [{"id": "q", "text": "以下情况是否适用", "kind": "multi", "options": options}]
    rows = [
        {"id": f"m{number}", "name": f"材料{number}", "needed_if": is_in(number % facts, "yes")}
        for number in range(materials)
    ]
    return matter(facts=[fact(number) for number in range(facts)], questions=asked, materials=rows)
