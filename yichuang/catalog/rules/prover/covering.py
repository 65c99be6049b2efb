"""The smallest number of rows that together hold every element, by branch and bound within a number of steps."""

from collections.abc import Iterable

Row = frozenset[int]


def cover_exactly(rows: Iterable[Row], wanted: Row, known: int, steps: int) -> tuple[list[Row] | None, bool]:
    """Return a cover with fewer than `known` rows if there is one, and whether the search came to its end."""
    search = _Search(_undominated(rows), known, steps)
    search.go(wanted, [])
    return search.best, search.left > 0


def _undominated(rows: Iterable[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (-len(row), sorted(row))):
        if not any(row <= other for other in kept):
            kept.append(row)
    return kept


class _Search:
    def __init__(self, rows: list[Row], limit: int, steps: int) -> None:
        self.rows, self.limit, self.left = rows, limit, steps
        self.best: list[Row] | None = None

    def go(self, open_: Row, chosen: list[Row]) -> None:
        if not open_:
            self.best, self.limit = list(chosen), len(chosen)
            return
        widest = max((len(row & open_) for row in self.rows), default=0)
        if not widest or len(chosen) + -(-len(open_) // widest) >= self.limit:
            return
        fitting = {item: [row for row in self.rows if item in row] for item in open_}
        scarce = min(fitting, key=lambda item: (len(fitting[item]), item))
        for row in sorted(fitting[scarce], key=lambda row: (-len(row & open_), sorted(row))):
            self.left -= 1
            if self.left <= 0:
                return
            self.go(open_ - row, [*chosen, row])
