"""Questions: each of a member's is preset or asked, every answer has somewhere to go, nothing is asked for nothing."""

from collections.abc import Iterator, Mapping, Sequence

from yichuang.catalog.rules.conditions import mentions
from yichuang.catalog.rules.findings import Finding, Place
from yichuang.life_events.rules.spec import Asks, JointQuestion, LifeEventSpec, Member
from yichuang.life_events.rules.whole.ground import Ground, advice, error, member_place, said
from yichuang.life_events.rules.whole.leaves import BUDGET, Given, Leaf, TooMany, closed, smallest, walks

RULE = "S2-25"


def questions(
    spec: LifeEventSpec, ground: Ground, leaves: Mapping[str, Sequence[Leaf] | None], budget: int = BUDGET
) -> Iterator[Finding]:
    """Judge the questions."""
    for one in spec.members:
        found = leaves.get(one.id)
        if found is not None and one.id in ground.specs:
            yield from _unsettled(spec, one, ground, found)
            yield from _without_case(spec, one, ground, found)
    for question in spec.questions:
        for asks in question.asks:
            yield from _mapping(question, asks, ground)
        yield from _twice(question, spec, ground)
        yield from _nowhere(question, spec)
        yield from _dead(question, spec, budget)


def _unsettled(spec: LifeEventSpec, member: Member, ground: Ground, leaves: Sequence[Leaf]) -> Iterator[Finding]:
    """A question that nobody answers would stop the person in the middle (matters.md, complete)."""
    texts = {question.id: question.text for question in ground.specs[member.id].questions}
    asked = list(dict.fromkeys(leaf.asked for leaf in leaves if leaf.asked))
    for name in asked:
        failing = [leaf for leaf in leaves if leaf.asked == name]
        chosen = smallest(leaves, failing)
        yield error("unsettled", RULE, member_place(member.id, f"questions.{name}"),
                    f"“{ground.name(member.id)}”的问题“{texts[name]}”既没有预设，也没有问到。请预设答案，或者合并到一个问题。",
                    _example(spec, chosen, f"“{ground.name(member.id)}”不知道“{texts[name]}”"), _facts(chosen))  # fmt: skip
    if gaps := [leaf for leaf in leaves if leaf.gap]:
        chosen = smallest(leaves, gaps)
        yield error("no_situation", "S2-11", member_place(member.id),
                    f"有的答案使“{ground.name(member.id)}”没有对应的情形。请调整答案的对应。",
                    _example(spec, chosen, "没有对应的情形"), _facts(chosen))  # fmt: skip


def _without_case(spec: LifeEventSpec, member: Member, ground: Ground, leaves: Sequence[Leaf]) -> Iterator[Finding]:
    for message in dict.fromkeys(leaf.ended for leaf in leaves if leaf.ended):
        failing = [leaf for leaf in leaves if leaf.ended == message]
        chosen = smallest(leaves, failing)
        yield advice("no_case", RULE, member_place(member.id),
                     f"有的答案使“{ground.name(member.id)}”不必办或不能办：{message}",
                     _example(spec, chosen, "这个事项没有可办的"), _facts(chosen))  # fmt: skip


def _example(spec: LifeEventSpec, chosen: Given, then: str) -> str:
    when = said(spec, chosen)
    return f"{when}时，{then}。" if when else f"无论怎样回答，{then}。"


def _facts(chosen: Given) -> dict[str, str]:
    return {name: value if isinstance(value, str) else "、".join(value) for name, value in chosen.items()}


def _mapping(question: JointQuestion, asks: Asks, ground: Ground) -> Iterator[Finding]:
    """An answer may only mean what the member's own question offers."""
    matter = ground.specs.get(asks.member)
    if matter is None:
        return
    own = next((one for one in matter.questions if one.id == asks.question), None)
    place = Place("question", question.id)
    if own is None:
        yield error(
            "unknown_question",
            RULE,
            place,
            f"“{question.text}”对应到“{matter.name}”没有的问题 {asks.question}。请重新选择。",
        )
        return
    if own.kind != question.kind:
        yield error(
            "kind", RULE, place, f"“{question.text}”与“{matter.name}”的“{own.text}”一个单选、一个多选，不能对应。"
        )
    known, mine = {one.id for one in own.options}, {one.id: one.text for one in question.options}
    for option, target in asks.options.items():
        where = Place("option", option, question.id)
        if option not in mine:
            yield error("unknown_option", RULE, place, f"“{question.text}”没有选项 {option}，却写了它的对应。请去掉。")
        elif target not in known:
            yield error("unknown_option", RULE, where,
                        f"“{question.text}”的“{mine[option]}”对应到“{matter.name}”没有的选项 {target}。请重新选择。")  # fmt: skip


def _twice(question: JointQuestion, spec: LifeEventSpec, ground: Ground) -> Iterator[Finding]:
    """What is preset need not be asked; what two questions fill, the later one wins, and nobody sees it."""
    place = spec.questions.index(question)
    for asks in question.asks:
        member = spec.member(asks.member)
        if asks.question in member.presets:
            yield advice("preset_and_asked", RULE, Place("question", question.id),
                         f"“{ground.name(member.id)}”已预设了这一答案，又由“{question.text}”来问；以问的为准。请留一个。")  # fmt: skip
        for other in spec.questions[:place]:
            both = not mentions_any(question) and not mentions_any(other)
            if both and any((its.member, its.question) == (asks.member, asks.question) for its in other.asks):
                yield error("asked_twice", RULE, Place("question", question.id),
                            f"“{other.text}”和“{question.text}”都回答“{ground.name(member.id)}”的同一个问题。请留一个。")  # fmt: skip


def mentions_any(question: JointQuestion) -> bool:
    """Tell whether a question is asked under a condition only."""
    return question.ask_if is not None


def _nowhere(question: JointQuestion, spec: LifeEventSpec) -> Iterator[Finding]:
    """A tick of a multi-choice question that no member takes is lost in silence."""
    if question.kind != "multi":
        return
    for option in question.options:
        if not any(option.id in asks.options for asks in question.asks):
            yield error("option_nowhere", RULE, Place("option", option.id, question.id),
                        f"“{question.text}”的选项“{option.text}”没有对应到任何事项的选项。请写明对应，或去掉。")  # fmt: skip


def _dead(question: JointQuestion, spec: LifeEventSpec, budget: int) -> Iterator[Finding]:
    conditions = [*(one.ask_if for one in spec.questions), *(one.needed_if for one in spec.members)]
    place = Place("question", question.id)
    if not question.asks and not any(part.fact == question.id for one in conditions for part in mentions(one)):
        yield error(
            "dead_question",
            RULE,
            place,
            f"“{question.text}”问了没有用：不对应任何事项的问题，也不决定办哪些事项。请去掉。",
        )
        return
    try:
        asked = any(question.id in answers for answers in walks(spec, closed(spec, {question.id}), budget))
    except TooMany:
        return  # the members that it belongs to are reported as undecided
    if not asked:
        yield error("dead_question", RULE, place, f"“{question.text}”永远不会问到。请修改它的条件，或去掉。")
