"""Reading the questions, situations and outcomes of a matter of the demonstration content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yichuang.catalog.rules.conditions import Condition, all_of, any_of, fact_in
from yichuang.catalog.rules.demo_routing import ROOT, Choice, Cube, FactNames, Node, leads_to, route, simplify
from yichuang.catalog.rules.demo_rows import Row
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.catalog.rules.spec import NO, YES

YES_NO = [{"id": YES, "text": "是"}, {"id": NO, "text": "否"}]


@dataclass(frozen=True)
class OptionRow:
    """One option of the content: id, text, and its effect."""

    id: str
    text: str
    effect: dict[str, Any]


@dataclass(frozen=True)
class QuestionRow:
    """One question of the content."""

    id: str
    text: str
    kind: str
    options: tuple[OptionRow, ...]
    ask: tuple[Cube, ...] | None


class JourneyReader:
    """Reads one matter's tree and questions; `parts()` gives the spec's facts, questions, situations and outcomes."""

    def __init__(self, row: Row, reading: Mapping[str, Any]) -> None:
        self.reading = reading
        self.names = FactNames(reading.get("facts", {}), reading.get("values", {}))
        self.leaf_materials: dict[str, list[str]] = {}
        self._axes: dict[str, str] = {}
        self.tree = Node(ROOT, "", tuple(self._node(item, (ROOT,)) for item in row.rows("situation_tree")))
        self.questions = [self._question(item) for item in row.rows("questions")]
        self.routing, self.added = route(self.tree, list(self._choices()))
        self.additions = list(self._additions())

    def _node(self, row: Row, above: tuple[str, ...]) -> Node:
        node_id = row.text("id")
        self._axes[node_id] = row.text("axis")
        row.take("leaf")
        if "materials" in row:
            self.leaf_materials[node_id] = list(row.take("materials"))
        children = (
            tuple(self._node(child, (*above, node_id)) for child in row.rows("children")) if "children" in row else ()
        )
        return Node(node_id, row.text("name"), children, above)

    def _question(self, row: Row) -> QuestionRow:
        options = tuple(
            OptionRow(item.text("id"), item.text("text"), item.take("effect") or {}) for item in row.rows("options")
        )
        question, shown = row.text("id"), row.text("show_if")
        stated = self.reading.get("ask", {}).get(question)
        cubes = _cubes(stated["any"]) if stated else (_equation(shown),) if shown else None
        return QuestionRow(question, row.text("text"), row.text("kind"), options, cubes)

    def _choices(self) -> Iterator[Choice]:
        every = frozenset(leaf.id for leaf in self.tree.leaves())
        for question in self.questions:
            leads = {option.id: leads_to(option.effect, self.tree) for option in question.options}
            if any(found is not None for found in leads.values()):
                known = question.id in self.reading.get("known", {})
                open_ = {option: every if found is None else found for option, found in leads.items()}
                yield Choice(question.id, open_, question.ask, known=known)
            for option in question.options:
                if bound := self.reading.get("bind", {}).get(f"{question.id}.{option.id}"):
                    leaf = frozenset({bound["leaf"]})
                    yield Choice(f"{question.id}.{option.id}", {YES: leaf, NO: every - leaf}, tick=True)

    def _additions(self) -> Iterator[tuple[str, str]]:
        for choice in self.added:
            yield (
                f"增加题目“{self._branch_text(choice.node)}”（节点 {choice.node}）",
                "原有题目到不了或分不开该节点的下级情形",
            )
        for question, stated in self.reading.get("ask", {}).items():
            yield f"题目 {question} 只在相关时提问", stated["why"]
        for option, stated in self.reading.get("offer", {}).items():
            yield f"选项 {option} 只在相关时提供", stated["why"]
        for option, stated in self.reading.get("bind", {}).items():
            yield f"选项 {option} 同时确定情形 {stated['leaf']}", stated["why"]
        for material, stated in self.reading.get("ask_for", {}).items():
            yield f"增加题目“{stated['text']}”（材料 {material}）", stated["why"]
        for material, stated in self.reading.get("narrow", {}).items():
            yield f"材料 {material} 只在相关时需要", stated["why"]
        for name in ("count_start", "max_extension"):
            if stated := self.reading.get(name):
                yield f"{name} = {stated['value']}", stated["why"]

    def parts(self) -> dict[str, Any]:
        """Return facts, questions, situations and outcomes as the spec takes them."""
        questions = self._ordered()
        return {
            "facts": list({fact["id"]: fact for fact in [*self._facts_of_questions(), *self._days()]}.values()),
            "questions": questions,
            "situations": [self._situation(child) for child in self.tree.children],
            "outcomes": list(self._outcomes()),
        }

    def _situation(self, node: Node) -> dict[str, Any]:
        condition = None if node.children else self._reaching({node.id})
        return {"id": node.id, "name": node.name, "axis": self._axes[node.id], "condition": condition,
                "children": [self._situation(child) for child in node.children]}  # fmt: skip

    def _reaching(self, leaves: set[str]) -> Condition | None:
        on = [answers for answers, end in self.routing.ends if end in leaves]
        return self.names.condition(simplify(on, [answers for answers, end in self.routing.ends if end not in leaves]))

    def needed_if(self, material: str) -> Condition | None:
        """Return when a material is needed: in the leaves that list it, and where an option adds it.

        :raises ValueError: when nothing ever asks for the material.
        """
        leaves = {leaf for leaf, materials in self.leaf_materials.items() if material in materials}
        parts = [self._reaching(leaves)] if leaves else []
        if None in parts:
            return self._narrowed(material, None)
        parts += [
            self._ticked(question, option)
            for question, option in self._adders(material)
            if not self._binds(question, option)
        ]
        if material in self.reading.get("ask_for", {}):
            parts.append(fact_in(self.names.fact(f"ask_{material}"), YES))
        if not parts:
            raise ValueError(f"材料 {material} 没有任何情形或选项需要")
        return self._narrowed(material, any_of(*(part for part in parts if part is not None)))

    def _binds(self, question: QuestionRow, option: OptionRow) -> bool:
        return f"{question.id}.{option.id}" in self.reading.get("bind", {})

    def _adders(self, material: str) -> Iterator[tuple[QuestionRow, OptionRow]]:
        return (
            (question, option)
            for question in self.questions
            for option in question.options
            if material in option.effect.get("add", ())
        )

    def _ticked(self, question: QuestionRow, option: OptionRow) -> Condition:
        if question.kind == "multi":
            return fact_in(self.names.fact(f"{question.id}.{option.id}"), YES)
        return fact_in(self.names.fact(question.id), *self.names.values(question.id, option.id))

    def _narrowed(self, material: str, condition: Condition | None) -> Condition | None:
        stated = self.reading.get("narrow", {}).get(material)
        return all_of(condition, self.names.condition(_cubes([stated["only"]]))) if stated else condition

    def _ordered(self) -> list[dict[str, Any]]:
        ordered = [(question.id, self._spec_question(question)) for question in self.questions]
        for choice in reversed(self.added):
            ordered.insert(self._position(choice, [name for name, _ in ordered]), (choice.id, self._branch(choice)))
        for material, stated in self.reading.get("ask_for", {}).items():
            name = f"ask_{material}"
            options = [{"id": value, "text": text, "values": [value]} for value, text in ((YES, "是"), (NO, "否"))]
            ordered.append(
                (name, {"id": name, "text": stated["text"], "fact": self.names.fact(name), "options": options})
            )
        return [question for _, question in ordered]

    def _position(self, choice: Choice, names: list[str]) -> int:
        order = [item.id.partition(".")[0] if item.tick else item.id for item in self.routing.choices]
        later = order[order.index(choice.id) + 1 :]
        stated = self.reading.get("ask", {})
        users = [name for name in names if any(choice.id in cube for cube in stated.get(name, {}).get("any", ()))]
        places = [names.index(name) for name in (*later, *users) if name in names]
        earlier = [names.index(name) + 1 for name in order[: order.index(choice.id)] if name in names]
        return min(places) if places else max(earlier, default=0)

    def _branch_text(self, node: str) -> str:
        return str(self.reading.get("branch_text", {}).get(node, "请选择具体情形"))

    def _branch(self, choice: Choice) -> dict[str, Any]:
        node = next(item for item in self.tree.walk() if item.id == choice.node)
        options = [
            {
                "id": child.id,
                "text": child.name,
                "values": self.names.values(choice.id, child.id),
                "only_if": self._offered(choice.id, child.id),
            }
            for child in node.children
        ]
        fact = self.names.fact(choice.id)
        text = self._branch_text(choice.node)
        return {"id": choice.id, "text": text, "fact": fact, "options": options, "ask_if": self._asked(choice.id)}

    def _spec_question(self, question: QuestionRow) -> dict[str, Any]:
        routed = question.id in self.routing.asked
        ask = self._asked(question.id) if routed else self.names.condition(question.ask) if question.ask else None
        options = [self._spec_option(question, option, routed) for option in question.options]
        multi = question.kind == "multi"
        return {"id": question.id, "text": question.text, "kind": question.kind, "fact": "" if multi else self.names.fact(question.id),
                "options": options, "ask_if": ask}  # fmt: skip

    def _spec_option(self, question: QuestionRow, option: OptionRow, routed: bool) -> dict[str, Any]:
        name = f"{question.id}.{option.id}"
        plain = {"id": option.id, "text": option.text, "warning": option.effect.get("warn", "")}
        if question.kind == "multi":
            stated = self.reading.get("offer", {}).get(name)
            only = (
                self._asked(name)
                if name in self.routing.asked
                else self.names.condition(_cubes(stated["any"]))
                if stated
                else None
            )
            return {**plain, "fact": self.names.fact(name), "only_if": only}
        only = self._offered(question.id, option.id) if routed else None
        return {**plain, "values": self.names.values(question.id, option.id), "only_if": only}

    def _asked(self, choice: str) -> Condition | None:
        return self.names.condition(
            simplify([answers for answers, _ in self.routing.asked[choice]], self.routing.passed.get(choice, ()))
        )

    def _offered(self, choice: str, option: str) -> Condition | None:
        on = [answers for answers, offered in self.routing.asked[choice] if option in offered]
        off = [answers for answers, offered in self.routing.asked[choice] if option not in offered]
        return self.names.condition(simplify(on, off))

    def _facts_of_questions(self) -> Iterator[dict[str, Any]]:
        known = self.reading.get("known", {})
        for question in self._ordered():
            if question.get("kind") == "multi":
                yield from (
                    {"id": option["fact"], "text": option["text"], "values": YES_NO} for option in question["options"]
                )
                continue
            values = {value: option["text"] for option in question["options"] for value in option["values"]}
            if source := known.get(question["id"]):
                values |= {value: APPLICANT_KIND_NAMES[value] for value in values}
            yield {"id": question["fact"], "text": question["text"], "values": [{"id": key, "text": text} for key, text in values.items()],
                   "source": source or "asked"}  # fmt: skip

    @cached_property
    def _blocks(self) -> list[tuple[QuestionRow, OptionRow, str]]:
        return [
            (question, option, str(option.effect["block_if_after"]))
            for question in self.questions
            for option in question.options
            if "block_if_after" in option.effect
        ]

    def _days(self) -> Iterator[dict[str, Any]]:
        for _, _, day in self._blocks:
            yield {
                "id": _day_fact(day),
                "text": f"是否在 {day} 或以后申请",
                "values": YES_NO,
                "source": "day",
                "since": day,
            }

    def _outcomes(self) -> Iterator[dict[str, Any]]:
        for question, option, day in self._blocks:
            condition = all_of(fact_in(_day_fact(day), YES), self._ticked(question, option))
            yield {"id": f"{question.id}.{option.id}", "kind": "not_required", "condition": condition, "message": option.effect["message"],
                   "legal_basis": self.reading.get("block_basis", "")}  # fmt: skip


def _day_fact(day: str) -> str:
    return f"on_or_after_{day.replace('-', '_')}"


def _equation(text: str) -> Cube:
    question, _, option = text.partition("=")
    return {question: frozenset({option})}


def _cubes(stated: list[dict[str, list[str]]]) -> tuple[Cube, ...]:
    return tuple({name: frozenset(options) for name, options in cube.items()} for cube in stated)
