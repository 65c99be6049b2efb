"""Decision diagrams from `dd`: the manager with its budget, a first order of the variables, and diagrams read out as plain arrays.

CUDD where the wheel has it, else the pure Python twin. Nothing here depends on a clock or on addresses: the order of variables is
changed at stated sizes only, and the work is bounded by a number of nodes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

try:
    from dd import cudd as _engine
except ImportError:  # no wheel for this machine
    from dd import autoref as _engine

ENGINE: Any = _engine

Function = Any
# Putting the variables in order (sifting) costs more than it gains while a diagram is small.
REORDER_FROM, REORDER_UP_TO = 50_000, 200_000
BYTES_OF_A_NODE, BYTES_AT_LEAST = 64, 12 * 2**20
ROUNDS_WITHOUT_GAIN = 4


class Exceeded(Exception):
    """Raised when a question is larger than the budget: the answer is “undecided”, never a guess."""


@dataclass(frozen=True)
class Budget:
    """How much work is allowed: nodes of diagrams, fourth-level situations one repair may write, steps of an exact search."""

    nodes: int = 1_000_000
    children: int = 24
    steps: int = 20_000


@contextmanager
def within_budget() -> Iterator[None]:
    """Turn “no more nodes” of either engine into `Exceeded`."""
    try:
        yield
    except Exception as fault:
        if "NULL" in str(fault) or "max_nodes" in str(fault):
            raise Exceeded from fault
        raise


class Diagrams:
    """A manager of diagrams over named bits."""

    def __init__(self, budget: Budget, names: Sequence[str], library: Any = ENGINE) -> None:
        self.library = library
        if library.__name__.endswith("cudd"):
            self.bdd = library.BDD(memory_estimate=2**20, initial_cache_size=1024)
            self.bdd.configure(reordering=False, max_memory=BYTES_AT_LEAST + budget.nodes * BYTES_OF_A_NODE)
        else:
            self.bdd = library.BDD()
            self.bdd.configure(reordering=False)
            self.bdd._bdd.max_nodes = budget.nodes  # it has no other way in
        self.bdd.declare(*names)
        self.true: Function = self.bdd.true
        self.false: Function = self.bdd.false
        self._most, self._reorder_at = budget.nodes, REORDER_FROM

    def bit(self, name: str) -> Function:
        """Return the bit of that name."""
        return self.bdd.var(name)

    def any(self, parts: Iterable[Function]) -> Function:
        """Return the disjunction; false when there is none."""
        found = self.false
        for part in parts:
            found = found | part
        return found

    def all(self, parts: Iterable[Function]) -> Function:
        """Return the conjunction; true when there is none."""
        found = self.true
        for part in parts:
            found = found & part
        return found

    def same(self, one: Function, other: Function) -> Function:
        """Return where both agree."""
        return self.bdd.apply("<->", one, other)

    def within(self, part: Function, whole: Function) -> bool:
        """Tell whether `part` implies `whole`."""
        return bool((part & ~whole) == self.false)

    def holds(self, function: Function, chosen: Mapping[str, bool]) -> bool:
        """Tell whether an assignment fulfils a function; bits not named are 0."""
        bits = {name: chosen.get(name, False) for name in function.support}
        return bool((self.bdd.let(bits, function) if bits else function) == self.true)

    def without(self, names: Iterable[str], function: Function) -> Function:
        """Return the function with bits forgotten (there is a value for them)."""
        gone = [name for name in names if name in function.support]
        return self.bdd.exist(gone, function) if gone else function

    def tidy(self, function: Function) -> Function:
        """Return the function; put the variables in a better order when it has grown (by its size alone, so always alike).

        :raises Exceeded: when it stays larger than the budget.
        """
        size = function.dag_size
        if self._reorder_at <= size:
            if size <= REORDER_UP_TO:
                self.library.reorder(self.bdd)
                size = function.dag_size
            self._reorder_at = 2 * max(size, REORDER_FROM)
        if size > self._most:
            raise Exceeded
        return function

    def share(self, function: Function) -> float:
        """Return about how many assignments fulfil a function, to compare sizes (`Flat.count` is exact)."""
        return float(self.bdd.count(function, len(self.bdd.vars)))


FALSE, TRUE = 0, 1


class Flat:
    """A diagram read out: nodes from the leaves up, each (bit's place in the order, node when 0, node when 1); 0 false, 1 true."""

    def __init__(self, diagrams: Diagrams, function: Function, names: Sequence[str]) -> None:
        bdd = diagrams.bdd
        self.names = sorted(names, key=bdd.level_of_var)
        place = {name: index for index, name in enumerate(self.names)}
        self.nodes: list[tuple[int, int, int]] = [(len(self.names), FALSE, FALSE), (len(self.names), TRUE, TRUE)]
        numbers = {int(diagrams.false): FALSE, int(diagrams.true): TRUE}
        stack = [function]
        while stack:
            node = stack[-1]
            if int(node) in numbers:
                stack.pop()
                continue
            low, high = (~node.low, ~node.high) if node.negated else (node.low, node.high)
            waiting = [child for child in (low, high) if int(child) not in numbers]
            if waiting:
                stack += waiting
                continue
            numbers[int(node)] = len(self.nodes)
            self.nodes.append((place[node.var], numbers[int(low)], numbers[int(high)]))
            stack.pop()
        self.root = numbers[int(function)]
        self._below: list[int] = []

    def counts(self) -> list[int]:
        """Return for each node how many ways lead from it to true, over the bits from its own on."""
        if not self._below:
            self._below = [0, 1]
            for place, low, high in self.nodes[2:]:
                self._below.append(sum(self._below[node] << (self.nodes[node][0] - place - 1) for node in (low, high)))
        return self._below

    def count(self) -> int:
        """Return the number of assignments, exactly."""
        return self.counts()[self.root] << self.nodes[self.root][0]

    def nth(self, number: int) -> dict[str, bool]:
        """Return the assignment of that number in the order of the bits (0 before 1), counted from 0, without the ones before it."""
        counts, node, chosen = self.counts(), self.root, {}
        for place, name in enumerate(self.names):
            here, low, high = self.nodes[node]
            if here > place:
                half = counts[node] << (here - place - 1)
                low = high = node
            else:
                half = counts[low] << (self.nodes[low][0] - place - 1)
            chosen[name] = number >= half
            number -= half if chosen[name] else 0
            node = high if chosen[name] else low
        return chosen

    def cheapest(self, costs: Mapping[str, int]) -> dict[str, bool]:
        """Return the assignment with the least sum of the costs of its bits that are 1; what does not matter is 0.

        :raises ValueError: when there is none.
        """
        if self.root == FALSE:
            raise ValueError("nothing satisfies this diagram")
        weights = [costs.get(name, 0) for name in self.names]
        best: list[float] = [float("inf"), 0]
        for place, low, high in self.nodes[2:]:
            best.append(min(best[low], best[high] + weights[place]))
        chosen, node = dict.fromkeys(self.names, False), self.root
        while node != TRUE:
            place, low, high = self.nodes[node]
            up = best[high] + weights[place] < best[low]
            chosen[self.names[place]] = up
            node = high if up else low
        return chosen


def arrange(items: Sequence[str], groups: Iterable[Sequence[str]]) -> list[str]:
    """Return the items in an order in which each group lies close together (FORCE: every item moves to the middle of its groups)."""
    known = set(items)
    edges = [
        edge
        for edge in (tuple(dict.fromkeys(item for item in group if item in known)) for group in groups)
        if len(edge) > 1
    ]
    of: dict[str, list[int]] = {item: [] for item in items}
    for number, edge in enumerate(edges):
        for item in edge:
            of[item].append(number)
    best, best_span, order, idle = list(items), _span(items, edges), list(items), 0
    while edges and idle < ROUNDS_WITHOUT_GAIN:
        place = {item: index for index, item in enumerate(order)}
        middles = [sum(place[item] for item in edge) / len(edge) for edge in edges]
        pull = {
            item: sum(middles[edge] for edge in of[item]) / len(of[item]) if of[item] else place[item] for item in order
        }
        order = sorted(order, key=lambda item: (pull[item], place[item]))
        span, idle = _span(order, edges), idle + 1
        if span < best_span:
            best, best_span, idle = order, span, 0
    return best


def _span(order: Sequence[str], edges: Sequence[tuple[str, ...]]) -> int:
    place = {item: index for index, item in enumerate(order)}
    return sum(max(place[item] for item in edge) - min(place[item] for item in edge) for edge in edges)
