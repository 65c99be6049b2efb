"""The scripted applicants of a simulated acceptance: few people who between them use every option, member and paper (S2-21②)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.joint_form import merged_form
from yichuang.life_events.rules.made_fields import made_fields
from yichuang.life_events.rules.practice import expected_end
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import Reached, fields_asked, next_question, reach
from yichuang.life_events.rules.whole.ground import said
from yichuang.life_events.rules.whole.leaves import Given, TooMany, values_of, walks
from yichuang.studio.rules.made_up import made_up

BUDGET = 3_000
MOST = 24


@dataclass(frozen=True)
class Script:
    """One made-up applicant: number, kind, what he answers (by question, and in words), where it must lead."""

    number: int
    kind: str
    answers: Mapping[str, Any]
    words: str
    reached: Reached

    @property
    def title(self) -> str:
        """Return what the applicant is called on screen."""
        return f"剧本 {self.number}"


def scripts_of(spec: LifeEventSpec, specs: Mapping[str, MatterSpec], on: date) -> tuple[Script, ...]:
    """Return the scripted applicants of a life event, the same for the same content; at most 24."""
    kinds = spec.applicant_kinds
    found = [
        (answers, kind, reach(spec, specs, answers, applicant_kind=kind, on=on))
        for answers in _ways(spec)
        for kind in kinds
    ]
    chosen = _covering([(_features(answers, kind, one), place) for place, (answers, kind, one) in enumerate(found)])
    return tuple(
        Script(
            number,
            found[place][1],
            _plain(found[place][0]),
            said(spec, found[place][0]) or "没有问题要回答",
            found[place][2],
        )
        for number, place in enumerate(chosen, 1)
    )


def written(spec: LifeEventSpec, specs: Mapping[str, MatterSpec], on: date) -> list[dict[str, Any]]:
    """Return the scripts as a clerk is given them: who comes, what he answers, fills in and brings, and what he must get."""
    names = {one: matter.name for one, matter in specs.items()}
    return [
        {
            "number": one.number,
            "kind": one.kind,
            "words": one.words,
            "answers": dict(one.answers),
            "said": answers_in_words(spec, one.answers),
            "applicant": made_up(one.kind, one.number, spec.name),
            "merged": _filled(spec, one, on),
            "expected": expected_end(spec, one.reached, names).as_json(),
        }
        for one in scripts_of(spec, specs, on)
    ]


def answers_in_words(spec: LifeEventSpec, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return question and answer as the applicant says them."""
    questions = {one.id: one for one in spec.questions}
    found = []
    for name, given in answers.items():
        texts = {one.id: one.text for one in questions[name].options}
        chosen = [given] if isinstance(given, str) else given
        found.append((questions[name].text, "、".join(texts[one] for one in chosen) or "都不选"))
    return found


def _filled(spec: LifeEventSpec, one: Script, on: date) -> dict[str, Any]:
    asked = fields_asked(spec, frozenset(member.id for member in one.reached.members))
    return made_fields(merged_form(spec, frozenset(member.id for member in spec.members)), asked, one.number, on)


def _plain(answers: Given) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else list(value) for name, value in answers.items()}


def _ways(spec: LifeEventSpec) -> list[Given]:
    every = frozenset(one.id for one in spec.questions)
    try:
        return list(walks(spec, every, BUDGET))
    except TooMany:
        return list(_one_each(spec))


def _one_each(spec: LifeEventSpec) -> Iterator[Given]:
    """Yield for each answer to each question one way to give it, where there are too many ways to try them all."""
    for question in spec.questions:
        for wanted in [one.id for one in question.options]:
            answers: dict[str, Any] = {}
            while (asked := next_question(spec, answers)) is not None:
                hit = asked.id == question.id
                if asked.kind == "multi":
                    answers[asked.id] = (wanted,) if hit else ()
                else:
                    answers[asked.id] = wanted if hit else str(values_of(asked)[0])
            yield answers


def _features(answers: Given, kind: str, one: Reached) -> frozenset[tuple[str, ...]]:
    """Return what a way to answer exercises."""
    options = {
        ("option", name, given)
        for name, value in answers.items()
        for given in ((value,) if isinstance(value, str) else value)
    }
    members = {("member", member.id) for member in one.members}
    return frozenset(options | members | {("line", line.id) for line in one.lines} | {("kind", kind)})


def _covering(rows: Sequence[tuple[frozenset[tuple[str, ...]], int]]) -> list[int]:
    """Return greedily few rows that cover every feature of all, in their own order."""
    left = frozenset().union(*(features for features, _ in rows)) if rows else frozenset()
    chosen: list[int] = []
    while left and len(chosen) < MOST:
        features, place = max(rows, key=lambda row: (len(row[0] & left), -row[1]))
        chosen.append(place)
        left -= features
    return sorted(chosen) or [place for _, place in rows[:1]]
