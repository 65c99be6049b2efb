"""Small specs from a seed: any that the model lets through, and clean ones that no check may find fault with.

Hypothesis draws the seeds; a seed makes a spec in a tenth of the time that drawing each part would take.
"""

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from benchmarks.prover_specs import matter
from yichuang.catalog.rules.spec import MatterSpec

KINDS = ("person", "enterprise", "other_organisation")
Groups = dict[str, list[tuple[str, ...]]]
Document = dict[str, Any]
SEEDS = st.integers(0, 2**40)


def named(ids: Sequence[str]) -> list[Document]:
    return [{"id": item, "text": f"{item}值"} for item in ids]


def is_in(fact: str, *values: str) -> Document:
    return {"fact": fact, "in": list(values)}


def leaf(number: int, condition: Any) -> Document:
    return {"id": f"S{number}", "name": f"情形{number}", "axis": "content", "condition": condition, "children": []}


def outcome(number: int, condition: Any) -> Document:
    return {"id": f"o{number}", "kind": "not_eligible", "message": f"原因{number % 2}", "condition": condition}


class Maker:
    """Makes one small matter that may have every fault at once."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.facts: list[Document] = []
        self.groups: Groups = {}

    def one_in(self, number: int) -> bool:
        return self.random.randrange(number) == 0

    def some(self, values: Sequence[Any], least: int = 1) -> list[Any]:
        return self.random.sample(values, self.random.randint(least, len(values)))

    def condition(self, groups: Groups | None = None, depth: int = 2) -> Any:
        """A condition over the facts so far that takes the values of one option together; now and then none."""
        groups = self.groups if groups is None else groups
        if not groups or (depth == 2 and self.one_in(4)):
            return None
        kind = self.random.choice(("in", "in", "all", "any", "not")) if depth else "in"
        if kind == "in":
            fact = self.random.choice(sorted(groups))
            chosen = self.random.sample(groups[fact], self.random.randint(1, min(2, len(groups[fact]))))
            return is_in(fact, *(value for group in chosen for value in group))
        if kind == "not":
            return {"not": self.condition(groups, depth - 1 if depth < 2 else 1)}
        return {kind: [self.condition(groups, min(depth - 1, 1)) for _ in range(self.random.randint(1, 3))]}

    def document(self) -> Document:
        kinds = self.some(KINDS)
        if self.one_in(2):
            values = self.some(KINDS)
            self.facts.append({"id": "kind", "text": "申报者类型", "values": named(values), "source": "applicant_kind"})
            self.groups["kind"] = [(value,) for value in values]
        for number in range(self.random.randrange(3)):
            since = self.random.choice(("2019-03-02", "2020-01-01"))
            self.facts.append(
                {
                    "id": f"day{number}",
                    "text": f"是否在{since}以后",
                    "values": named(("yes", "no")),
                    "source": "day",
                    "since": since,
                }
            )
            self.groups[f"day{number}"] = [("yes",), ("no",)]
        questions = [self.question(number) for number in range(self.random.randrange(5))]
        leaves = [leaf(number, self.condition()) for number in range(self.random.randint(1, 4))]
        above = {"id": "T", "name": "上级", "axis": "content", "children": leaves[1:]}
        tree = [leaves[0], above] if len(leaves) > 2 else leaves
        materials = [
            {"id": f"m{number}", "name": f"材料{number}", "needed_if": self.condition()}
            for number in range(self.random.randrange(5))
        ]
        conditions = [self.condition() for _ in range(self.random.randrange(3))]
        outcomes = [outcome(number, condition) for number, condition in enumerate(conditions) if condition]
        return matter(
            applicant_kinds=kinds,
            facts=self.facts,
            questions=questions,
            situations=tree,
            materials=materials,
            outcomes=outcomes,
        )

    def question(self, number: int) -> Document:
        before = dict(self.groups)
        question: Document = {"id": f"q{number}", "text": f"题{number}", "ask_if": self.condition(before)}
        if self.one_in(4):
            options = []
            for tick in range(self.random.randint(1, 2)):
                name = f"t{number}{tick}"
                self.facts.append({"id": name, "text": f"勾选{name}", "values": named(("yes", "no"))})
                self.groups[name] = [("yes",), ("no",)]
                options.append({"id": f"o{tick}", "text": name, "fact": name, "only_if": self.condition(before)})
            return {**question, "kind": "multi", "options": options}
        name = self.fact(number, before)
        options = []
        for place, group in enumerate(self.groups[name]):
            only = self.condition(before) if self.one_in(5) else None
            if place == 0 or not self.one_in(5):
                options.append({"id": f"o{place}", "text": f"选{place}", "values": list(group), "only_if": only})
        if self.one_in(6):
            options.append({**options[0], "id": "twice"})
        return {**question, "fact": name, "options": options}

    def fact(self, number: int, before: Groups) -> str:
        """A new fact, or one that the platform knows or an earlier question asked about."""
        again = [fact for fact in before if fact[0] in "fk"]
        if again and self.one_in(4):
            return self.random.choice(again)
        name, values = f"f{number}", ("a", "b", "c")[: self.random.randint(2, 3)]
        self.facts.append({"id": name, "text": f"要素{number}", "values": named(values)})
        together = len(values) == 3 and self.one_in(2)
        self.groups[name] = [(values[0],), values[1:]] if together else [(value,) for value in values]
        return name


def any_spec(seed: int) -> MatterSpec:
    """Any small spec that the model lets through."""
    while True:
        try:
            return MatterSpec.model_validate(Maker(seed).document())
        except (
            ValidationError
        ):  # a later question on the same fact claimed values together that a condition had told apart
            seed += 1


class CleanMaker:
    """Makes a matter without fault: a tree of questions whose every branch is a situation with a material of its own, or an outcome."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.parts: dict[str, list[Document]] = {
            "facts": [],
            "questions": [],
            "situations": [],
            "materials": [],
            "outcomes": [],
        }

    def document(self) -> Document:
        kinds = self.random.choice((("person",), ("person", "enterprise")))
        if len(kinds) == 2 and self.random.random() < 0.5:
            self.parts["facts"].append(
                {"id": "kind", "text": "申报者类型", "values": named(kinds), "source": "applicant_kind"}
            )
            for kind in kinds:
                self.branch([is_in("kind", kind)], 2)
        else:
            self.branch([], 3)
        if not self.parts["situations"]:
            self.leaf(self.parts["outcomes"].pop()["condition"])
        pairs = [
            item["condition"] for item in self.parts["situations"] if self.random.random() < 0.5 and item["condition"]
        ]
        if pairs:
            self.parts["materials"].append({"id": "shared", "name": "共同材料", "needed_if": {"any": pairs}})
        self.parts["materials"].append({"id": "always", "name": "申请表"})
        return matter(applicant_kinds=list(kinds), **self.parts)

    def branch(self, path: list[Any], depth: int) -> None:
        condition = {"all": path} if len(path) > 1 else path[0] if path else None
        if depth == 0 or (path and self.random.random() < 0.3):
            if path and self.random.random() < 0.2:
                self.parts["outcomes"].append(outcome(len(self.parts["outcomes"]), condition))
            else:
                self.leaf(condition)
            return
        name, groups = self.question(condition)
        for group in groups:
            self.branch([*path, is_in(name, *group)], depth - 1)

    def question(self, condition: Any) -> tuple[str, list[tuple[str, ...]]]:
        number = len(self.parts["questions"])
        name, question = f"f{number}", {"id": f"q{number}", "text": f"题{number}", "ask_if": condition}
        if self.random.random() < 0.25:
            self.parts["facts"].append({"id": name, "text": f"勾选{number}", "values": named(("yes", "no"))})
            self.parts["questions"].append(
                {**question, "kind": "multi", "options": [{"id": "o", "text": "选", "fact": name}]}
            )
            return name, [("yes",), ("no",)]
        values = ("a", "b", "c")[: self.random.randint(2, 3)]
        together = len(values) == 3 and self.random.random() < 0.5
        groups: list[tuple[str, ...]] = [(values[0],), values[1:]] if together else [(value,) for value in values]
        self.parts["facts"].append({"id": name, "text": f"要素{number}", "values": named(values)})
        options = [
            {"id": f"o{place}", "text": f"选{place}", "values": list(group)} for place, group in enumerate(groups)
        ]
        self.parts["questions"].append({**question, "fact": name, "options": options})
        return name, groups

    def leaf(self, condition: Any) -> None:
        number = len(self.parts["situations"])
        self.parts["situations"].append(leaf(number, condition))
        self.parts["materials"].append({"id": f"m{number}", "name": f"材料{number}", "needed_if": condition})


def clean_document(seed: int) -> Document:
    """A matter without fault, as JSON."""
    return CleanMaker(seed).document()
