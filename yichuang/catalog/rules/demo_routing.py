"""From the content's tree and its questions' effects to the conditions of the leaves.

The tree is the truth about which situations exist. Where the questions do not tell two leaves apart, or never lead to one, the missing
question is written from the tree at the node where the paths part.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from yichuang.catalog.rules.conditions import Condition, all_of, any_of, fact_in

Answers = dict[str, str]
Cube = dict[str, frozenset[str]]
ROOT = "root"


@dataclass(frozen=True)
class Node:
    """A node of the content's tree with its ancestors, nearest last."""

    id: str
    name: str
    children: tuple["Node", ...] = ()
    above: tuple[str, ...] = ()

    def leaves(self) -> tuple["Node", ...]:
        """Return the leaves below, or the node itself."""
        return tuple(leaf for child in self.children for leaf in child.leaves()) if self.children else (self,)

    def walk(self) -> Iterator["Node"]:
        """Yield the node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Choice:
    """A question, or one tick of a multi-choice question, that leads somewhere: the leaves each option leaves open."""

    id: str
    leads: Mapping[str, frozenset[str]]
    ask: tuple[Cube, ...] | None = None
    node: str = ""
    tick: bool = False
    known: bool = False


@dataclass
class Routing:
    """The answers that reach each leaf, and when each choice is asked and each of its options offered."""

    choices: list[Choice]
    ends: list[tuple[Answers, str]] = field(default_factory=list)
    asked: dict[str, list[tuple[Answers, frozenset[str]]]] = field(default_factory=dict)
    passed: dict[str, list[Answers]] = field(default_factory=dict)


class Unroutable(ValueError):
    """Raised when the content's own questions contradict its tree."""


def leads_to(effect: Mapping[str, object], tree: Node) -> frozenset[str] | None:
    """Return the leaves that an option's effect leaves open; None when it says nothing about the tree."""
    nodes = list(tree.walk())
    names = {node.id: node.name for node in nodes}
    if "lifecycle" in effect:
        wanted = effect["lifecycle"]
        return frozenset(
            leaf.id for leaf in tree.leaves() if wanted in {names[item] for item in (*leaf.above, leaf.id)}
        )
    pattern = effect.get("leaf") or effect.get("select")
    if pattern is None:
        return None
    found = frozenset(leaf.id for node in nodes if fnmatchcase(node.id, str(pattern)) for leaf in node.leaves())
    if not found:
        raise Unroutable(f"情形树里没有 {pattern}")
    return found


def route(tree: Node, choices: list[Choice]) -> tuple[Routing, list[Choice]]:
    """Walk every combination of answers; return the routing and the choices that had to be added from the tree.

    :raises Unroutable: when an added question does not help.
    """
    added: list[Choice] = []
    for _ in range(20):
        routing = _enumerate(tree, choices)
        node = _parting(tree, routing)
        if node is None:
            return routing, added
        if any(choice.node == node.id for choice in choices):
            raise Unroutable(f"节点 {node.id} 的题目分不开它的下级情形")
        leads = {child.id: frozenset(leaf.id for leaf in child.leaves()) for child in node.children}
        choice = Choice(f"branch_{node.id}", leads, node=node.id)
        added.append(choice)
        choices = _insert(choices, choice, node)
    raise Unroutable("题目与情形树无法对应")


def _enumerate(tree: Node, choices: list[Choice]) -> Routing:
    routing = Routing(choices)
    every = frozenset(leaf.id for leaf in tree.leaves())

    def go(index: int, answers: Answers, left: frozenset[str]) -> None:
        if index == len(choices):
            routing.ends.append((answers, next(iter(left)) if len(left) == 1 else "|".join(sorted(left))))
            return
        choice = choices[index]
        offered = {option: left & leads for option, leads in choice.leads.items() if left & leads}
        wanted = choice.ask is None or any(_matches(cube, answers) for cube in choice.ask)
        pointless = not offered or (choice.node and len(offered) < 2) or (choice.tick and "yes" not in offered)
        if not wanted or pointless:
            routing.passed.setdefault(choice.id, []).append(answers)
            # What the platform knows has a value even where nobody asks for it.
            for value in choice.leads if choice.known else ():
                go(index + 1, {**answers, choice.id: value}, left)
            if not choice.known:
                go(index + 1, answers, left)
            return
        routing.asked.setdefault(choice.id, []).append((answers, frozenset(offered)))
        for option, rest in offered.items():
            go(index + 1, {**answers, choice.id: option}, rest)

    go(0, {}, every)
    return routing


def _parting(tree: Node, routing: Routing) -> Node | None:
    """Return the node whose children the answers do not tell apart, or one below which a leaf is never reached."""
    for _, end in routing.ends:
        if "|" in end:
            return _common(tree, end.split("|"))
    reached = {end for _, end in routing.ends}
    for leaf in tree.leaves():
        if leaf.id not in reached:
            return next(
                node
                for node in sorted(tree.walk(), key=lambda item: -len(item.above))
                if node.id in leaf.above and any(other.id in reached for other in node.leaves())
            )
    return None


def _common(tree: Node, ids: list[str]) -> Node:
    holding = [node for node in tree.walk() if set(ids) <= {leaf.id for leaf in node.leaves()}]
    return max(holding, key=lambda node: len(node.above))


def _insert(choices: list[Choice], choice: Choice, node: Node) -> list[Choice]:
    """Put an added question before the questions that only concern what lies below its node, else after the last one that leads."""
    below = frozenset(leaf.id for leaf in node.leaves())
    for index, other in enumerate(choices):
        reach = frozenset().union(*other.leads.values())
        narrows = any(leads != below and leads < below for leads in other.leads.values())
        if reach < below or (reach == below and narrows and not other.ask and node.id == ROOT):
            return [*choices[:index], choice, *choices[index:]]
    return [*choices, choice]


def _matches(cube: Cube, answers: Mapping[str, str]) -> bool:
    return all(answers.get(name) in values for name, values in cube.items())


def simplify(on: Iterable[Answers], off: Iterable[Answers]) -> list[Cube]:
    """Return few short cubes that match every answer of `on` and none of `off` (expand, then drop what is covered)."""
    on, off = list(on), list(off)
    cubes: list[Cube] = []
    for answers in on:
        if any(_matches(cube, answers) for cube in cubes):
            continue
        cube: Cube = {name: frozenset({value}) for name, value in answers.items()}
        for name in reversed(list(cube)):  # what was answered first says most
            shorter = {other: values for other, values in cube.items() if other != name}
            if not any(_matches(shorter, item) for item in off):
                cube = shorter
        for name in cube:
            for value in sorted({item[name] for item in on if name in item} - cube[name]):
                wider = {**cube, name: cube[name] | {value}}
                if not any(_matches(wider, item) for item in off):
                    cube = wider
        cubes.append(cube)
    return cubes


class FactNames:
    """How the content's questions and options are called as facts and values of the spec."""

    def __init__(self, facts: Mapping[str, str], values: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._facts, self._values = facts, values

    def fact(self, question: str) -> str:
        """Return the fact that a question (or one tick, `q5.a`) asks about."""
        return self._facts.get(question, question.replace(".", "_"))

    def values(self, question: str, option: str) -> tuple[str, ...]:
        """Return the values that an option claims."""
        return tuple(self._values.get(question, {}).get(option, (option,)))

    def condition(self, cubes: Iterable[Cube]) -> Condition | None:
        """Return cubes over the content's questions as a condition over facts; None when they always hold."""
        parts = []
        for cube in cubes:
            part = all_of(
                *(fact_in(self.fact(name), *(item for option in sorted(options) for item in self.values(name, option)))
                  for name, options in cube.items())
            )  # fmt: skip
            if part is None:
                return None
            parts.append(part)
        return any_of(*parts) if parts else None
