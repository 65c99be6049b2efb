"""The demonstration matters for the tests of the room: converted once."""

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.demo_conversion import ConversionReport, convert_matter
from yichuang.catalog.rules.dictionary import Dictionary, DictionaryType, dictionary_of
from yichuang.catalog.rules.spec import NO, YES, MatterSpec
from yichuang.foundations.yaml_files import read_yaml

DEMO = Path(__file__).parents[2] / "demo"


@cache
def readings() -> dict[str, Any]:
    return read_yaml(DEMO / "readings.yaml")


@cache
def documents() -> dict[str, dict[str, Any]]:
    files = {path.name: read_yaml(path) for path in sorted((DEMO / "catalog").glob("*.yaml"))}
    return {name: content for name, content in files.items() if content["kind"] == "matter"}


@cache
def demo_dictionary() -> Dictionary:
    rows = read_yaml(DEMO / "material_types.yaml")["types"]
    given = [{name: value for name, value in row.items() if name != "note"} for row in rows]
    return dictionary_of(DictionaryType(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in given)


@cache
def converted() -> dict[str, tuple[MatterSpec, ConversionReport]]:
    pairs = [convert_matter(name, content, readings(), demo_dictionary()) for name, content in documents().items()]
    return {spec.key: (spec, report) for spec, report in pairs}


def spec_of(key: str) -> MatterSpec:
    return converted()[key][0]


def every_journey(spec: MatterSpec) -> list[tuple[dict[str, str], navigator.Step]]:
    """Every combination of known facts and answers to what is really asked, with its end."""
    asked_about = {fact for question in spec.questions for fact in question.facts}
    known = [fact for fact in spec.facts if fact.source != "asked"]
    ends: list[tuple[dict[str, str], navigator.Step]] = []

    def go(facts: dict[str, str]) -> None:
        step = navigator.advance(spec, facts)
        if not isinstance(step, navigator.Asked):
            ends.append((facts, step))
            return
        if step.question.kind == "single":
            for option in step.options:
                for value in option.values:
                    go({**facts, step.question.fact: value})
            return
        for values in product((YES, NO), repeat=len(step.options)):
            go({**facts, **{option.fact: value for option, value in zip(step.options, values, strict=True)}})

    domains = [[None, *fact.ids] if fact.id in asked_about else list(fact.ids) for fact in known]
    for combination in product(*domains):
        go({fact.id: value for fact, value in zip(known, combination, strict=True) if value is not None})
    return ends
