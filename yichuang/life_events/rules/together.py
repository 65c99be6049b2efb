"""One set of answers for several matters: what to ask next, which members are needed, what each is told, and what must be brought once.

Pure and the same for the counter, the public page, the API and the simulation. Answers are `{question id of the life event: option id, or
a list of them}`; member specs come by member id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.conditions import evaluate, mentions
from yichuang.catalog.rules.navigator import Arrived, Asked, Ended
from yichuang.catalog.rules.spec import Material, MatterSpec
from yichuang.life_events.rules.spec import JointMaterial, JointQuestion, LifeEventSpec, Member

Answers = Mapping[str, Any]
Specs = Mapping[str, MatterSpec]


@dataclass(frozen=True)
class Line:
    """One material to bring, once: how, for whom, and each member's own material that it stands for."""

    id: str
    name: str
    way: str
    asked: tuple[tuple[str, Material], ...]
    original_for: str = ""


@dataclass(frozen=True)
class Reached:
    """Where the answers lead: the next open question, or the members needed with their answers, paths and materials.

    `ended`: a member whose own journey ends without a situation, with the outcome's message. `unsettled`: a member's question that
    neither the answers nor a preset settles, in words; a proven life event has none.
    """

    asked: JointQuestion | None = None
    members: tuple[Member, ...] = ()
    answers: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    situations: Mapping[str, str] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    unsettled: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    @property
    def arrived(self) -> bool:
        """Tell whether a joint case can be received: nothing is open and every member needed has its situation."""
        return self.asked is None and bool(self.situations) and not self.ended and not self.unsettled


def facts_of(spec: LifeEventSpec, answers: Answers) -> dict[str, str]:
    """Return the facts that the answers state: single choices that are asked under the answers before them."""
    facts: dict[str, str] = {}
    for question in spec.questions:
        given = answers.get(question.id)
        if question.kind == "single" and isinstance(given, str) and evaluate(question.ask_if, facts):
            facts[question.id] = given
    return facts


def questions_asked(spec: LifeEventSpec, answers: Answers) -> tuple[JointQuestion, ...]:
    """Return the questions that these answers lead past or to, in order; one for members not needed only is left out.

    One that decides who is needed is asked whoever it is for: nobody would be needed before it is answered.
    """
    facts = facts_of(spec, answers)
    needed = {member.id for member in needed_members(spec, answers)}
    deciding = {part.fact for member in spec.members for part in mentions(member.needed_if)}
    return tuple(
        one
        for one in spec.questions
        if evaluate(one.ask_if, facts)
        and (not one.asks or one.id in deciding or any(asks.member in needed for asks in one.asks))
    )


def next_question(spec: LifeEventSpec, answers: Answers) -> JointQuestion | None:
    """Return the first question that is asked and not answered by one of its options; None when all are."""
    return next((one for one in questions_asked(spec, answers) if not _answered(one, answers.get(one.id))), None)


def _answered(question: JointQuestion, given: Any) -> bool:
    known = {one.id for one in question.options}
    if question.kind == "single":
        return isinstance(given, str) and given in known
    return isinstance(given, list | tuple) and set(given) <= known


def faults_of(spec: LifeEventSpec, answers: Answers) -> list[str]:
    """Return in Chinese what is wrong with answers: unknown questions and options; what is not answered yet is no fault."""
    known = {one.id: one for one in spec.questions}
    said = [f"没有编号为“{one}”的问题，请重新回答。" for one in answers if one not in known]
    return said + [
        f"“{known[name].text}”的答案“{given}”不在选项之中，请重新选择。"
        for name, given in answers.items()
        if name in known and given not in (None, "") and not _answered(known[name], given)
    ]


def needed_members(spec: LifeEventSpec, answers: Answers) -> tuple[Member, ...]:
    """Return the members that the answers need, in the spec's order."""
    facts = facts_of(spec, answers)
    return tuple(member for member in spec.members if evaluate(member.needed_if, facts))


def member_answers(spec: LifeEventSpec, member: Member, answers: Answers) -> dict[str, Any]:
    """Return the answers to a member's own questions: its presets, and what the life event's answers mean for it."""
    own: dict[str, Any] = {key: list(one) if isinstance(one, tuple) else one for key, one in member.presets.items()}
    for question in questions_asked(spec, answers):
        given = answers.get(question.id)
        if not _answered(question, given):
            continue
        for asks in question.asks:
            if asks.member != member.id:
                continue
            if question.kind == "single" and given in asks.options:
                own[asks.question] = asks.options[given]
            elif question.kind == "multi":
                own[asks.question] = [asks.options[one] for one in given or () if one in asks.options]
    return own


def reach(spec: LifeEventSpec, specs: Specs, answers: Answers, *, applicant_kind: str, on: date) -> Reached:
    """Return where the answers lead on a day, for all members together."""
    asked = next_question(spec, answers)
    members = needed_members(spec, answers)
    if asked is not None:
        return Reached(asked, members)
    own: dict[str, dict[str, Any]] = {}
    situations, ended, unsettled = dict[str, str](), dict[str, str](), dict[str, str]()
    needs: dict[str, dict[str, Material]] = {}
    for member in members:
        matter = specs[member.id]
        own[member.id] = member_answers(spec, member, answers)
        facts = navigator.facts_with_known(matter, own[member.id], applicant_kind=applicant_kind, on=on)
        match navigator.advance(matter, facts):
            case Arrived(path=path):
                situations[member.id] = path
                needs[member.id] = {
                    one.material.id: one.material for one in navigator.checklist(matter, facts).materials
                }
            case Ended(outcome=outcome):
                ended[member.id] = outcome.message
            case Asked(question=question):
                unsettled[member.id] = question.text
    return Reached(None, members, own, situations, ended, unsettled, _lines(spec, needs))


def _lines(spec: LifeEventSpec, needs: Mapping[str, Mapping[str, Material]]) -> tuple[Line, ...]:
    """Return what is brought: the joint materials that some member needs, then what the spec merges with nothing."""
    left = {(member, material): found for member, mine in needs.items() for material, found in mine.items()}
    lines = []
    for joint in spec.materials:
        asked = tuple(
            (one.member, left.pop((one.member, one.material)))
            for one in joint.gives
            if (one.member, one.material) in left
        )
        if asked:
            lines += _as_lines(joint, asked)
    lines += [
        Line(f"{member}.{one.id}", one.name, "data_share" if one.exempt_submission else "each_own", ((member, one),))
        for (member, _), one in left.items()
    ]
    return tuple(lines)


def _as_lines(joint: JointMaterial, asked: tuple[tuple[str, Material], ...]) -> list[Line]:
    if joint.way != "each_own":
        return [Line(joint.id, joint.name, joint.way, asked, joint.original_for)]
    return [Line(f"{joint.id}.{member}", joint.name, joint.way, ((member, one),)) for member, one in asked]


def fields_asked(spec: LifeEventSpec, needed: frozenset[str]) -> list[str]:
    """Return the ids of the merged fields that some needed member takes and that are not taken from the base form."""
    return [one.id for one in spec.fields if not one.from_base and any(feed.member in needed for feed in one.feeds)]


def member_form(spec: LifeEventSpec, member: str, values: Mapping[str, Any], base: Mapping[str, str]) -> dict[str, Any]:
    """Return a member's own form as the merged form (`values` by merged field) and the base form fill it; empty values are left out."""
    own: dict[str, Any] = {}
    for one in spec.fields:
        value = base.get(one.from_base, "") if one.from_base else values.get(one.id)
        if value in (None, "", []):
            continue
        own |= {feed.field: value for feed in one.feeds if feed.member == member}
    return own


def stages(spec: LifeEventSpec, needed: frozenset[str]) -> list[list[str]]:
    """Return the needed members in the order they start: each list in parallel, after those before it; members in a circle are left out."""
    left = {one.id: set(one.after) & needed for one in spec.members if one.id in needed}
    found: list[list[str]] = []
    while ready := [name for name, waits in left.items() if not waits]:
        found.append(ready)
        for name in ready:
            del left[name]
        for waits in left.values():
            waits -= set(ready)
    return found


def only(reached: Reached, members: frozenset[str]) -> Reached:
    """Return where the answers lead for some of the members needed: the others are finished already, or not wanted or not possible now."""
    lines = []
    for line in reached.lines:
        asked = tuple(pair for pair in line.asked if pair[0] in members)
        if asked:
            lines.append(replace(line, asked=asked))
    return replace(
        reached,
        members=tuple(member for member in reached.members if member.id in members),
        answers={key: value for key, value in reached.answers.items() if key in members},
        situations={key: value for key, value in reached.situations.items() if key in members},
        ended={key: value for key, value in reached.ended.items() if key in members},
        unsettled={key: value for key, value in reached.unsettled.items() if key in members},
        lines=tuple(lines),
    )
