"""`navigator`: advance + checklist per second on one core, on the demonstration matters and on a made matter of 200 questions.

“Nothing remembered” empties the navigator's memory before every pair; in the made matter every journey is different
besides. To reach: 20,000 a second (quality.md).
"""

import random
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.record import median, record
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.demo_conversion import convert_matter
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.yaml_files import read_yaml

DEMO = Path(__file__).parents[1] / "demo"
ROUNDS, STEPS = 7, 20_000
Facts = dict[str, str]


def main() -> None:
    """Measure and record."""
    rng = random.Random(20261120)
    demo = [(spec, facts) for spec in demo_specs() for facts in journeys(spec, rng, 60)]
    made = made_spec(200)
    many = [(made, facts) for facts in journeys(made, rng, STEPS)]
    answered = sum(len(facts) for _, facts in many) / len(many)
    print(
        f"made matter: {len(made.questions)} questions, {len(made.materials)} materials, {answered:.0f} answers a journey on average"
    )
    measure("demo matters", demo, forget=False)
    measure("demo matters, nothing remembered", demo, forget=True)
    measure("made matter of 200 questions, nothing remembered", many, forget=True)


def demo_specs() -> list[MatterSpec]:
    """Return the fourteen demonstration matters."""
    readings = read_yaml(DEMO / "readings.yaml")
    files = [read_yaml(path) for path in sorted((DEMO / "catalog").glob("*.yaml"))]
    return [convert_matter("", document, readings)[0] for document in files if document["kind"] == "matter"]


def journeys(spec: MatterSpec, rng: random.Random, count: int) -> list[Facts]:
    """Return random complete journeys: facts that reach a situation."""
    found: list[Facts] = []
    while len(found) < count:
        facts: Facts = {fact.id: rng.choice(fact.ids) for fact in spec.facts if fact.source == "day"}
        step = navigator.advance(spec, facts)
        while isinstance(step, navigator.Asked):
            for name in step.question.facts:
                facts[name] = rng.choice(spec.fact(name).ids)
            if step.question.kind == "single":
                facts[step.question.fact] = rng.choice(rng.choice(step.options).values)
            step = navigator.advance(spec, facts)
        if isinstance(step, navigator.Arrived):
            found.append(facts)
    return found


def made_spec(questions: int) -> MatterSpec:
    """Return a matter of many questions: every third asked always, the others hanging on an earlier answer; 80 conditional materials."""
    rng = random.Random(7)
    stated = demo_specs()[0].model_dump(by_alias=True)
    facts: list[Any] = []
    asked: list[Any] = []
    for number in range(questions):
        values = ["a", "b", "c"][: 2 + number % 2]
        facts.append(
            {"id": f"f{number}", "text": f"要素{number}", "values": [{"id": value, "text": value} for value in values]}
        )
        parent = rng.randrange(number) if number else 0
        ask_if: Any = None if number % 3 == 0 else {"fact": f"f{parent}", "in": ["a"]}
        if number % 10 == 1 and number > 5:
            ask_if = {
                "any": [{"fact": f"f{parent}", "in": ["a", "b"]}, {"not": {"fact": f"f{number - 2}", "in": ["b"]}}]
            }
        options = [{"id": value, "text": value, "values": [value]} for value in values]
        asked.append(
            {"id": f"q{number}", "text": f"题{number}", "fact": f"f{number}", "ask_if": ask_if, "options": options}
        )
    materials = [
        {"id": f"m{number}", "name": f"材料{number}", "needed_if": _needed(rng, questions) if number > 5 else None}
        for number in range(86)
    ]
    leaves = [
        {
            "id": f"S{value}",
            "name": value,
            "axis": "content",
            "condition": {"fact": "f0", "in": [value]},
            "children": [],
        }
        for value in "ab"
    ]
    return MatterSpec.model_validate(
        {
            **stated,
            "key": "made",
            "form": {},
            "facts": facts,
            "questions": asked,
            "materials": materials,
            "situations": leaves,
            "outcomes": [],
        }
    )


def _needed(rng: random.Random, questions: int) -> Any:
    one, two = rng.randrange(questions), rng.randrange(questions)
    pair = {"all": [{"fact": f"f{one}", "in": ["a"]}, {"fact": f"f{two}", "in": ["b"]}]}
    return pair if rng.random() < 0.5 else {"any": [pair, {"fact": f"f{rng.randrange(questions)}", "in": ["b"]}]}


def measure(figure: str, work: list[tuple[MatterSpec, Facts]], *, forget: bool) -> None:
    """Record how many advance + checklist pairs a second one core makes: the median of several rounds."""
    rates = []
    for _ in range(ROUNDS):
        specs = [navigator.compiled(spec) for spec, _ in work]
        began, done = perf_counter(), 0
        while done < STEPS:
            for fast, (spec, facts) in zip(specs, work, strict=True):
                if forget:
                    fast.forget()
                navigator.advance(spec, facts)
                navigator.checklist(spec, facts)
            done += len(work)
        rates.append(done / (perf_counter() - began))
    record("navigator", figure, median(rates), "per s", reference=20_000, ratio=median(rates) / 20_000)


if __name__ == "__main__":
    main()
