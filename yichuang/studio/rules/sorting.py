"""How far the sorting of a matter is, and the queue in which matters are sorted: the most frequent first (S2-13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yichuang.studio.rules.states import APPROVED, DRAFT, PUBLISHED, REVIEWING, SCHEDULED, SIMULATING
from yichuang.studio.rules.tiers import Standing

UNSORTED, SORTING, IN_REVIEW, IN_SIMULATION, TO_PUBLISH, SORTED = (
    "unsorted", "sorting", "reviewing", "simulating", "approved", "sorted",
)  # fmt: skip
STATES: dict[str, str] = {
    UNSORTED: "未梳理",
    SORTING: "梳理中",
    IN_REVIEW: "评审中",
    IN_SIMULATION: "验收中",
    TO_PUBLISH: "待发布",
    SORTED: "已发布",
}
TONES: dict[str, str] = {
    UNSORTED: "grey",
    SORTING: "yellow",
    IN_REVIEW: "blue",
    IN_SIMULATION: "blue",
    TO_PUBLISH: "green",
    SORTED: "green",
}
OF_DRAFT: dict[str, str] = {
    DRAFT: SORTING,
    REVIEWING: IN_REVIEW,
    SIMULATING: IN_SIMULATION,
    APPROVED: TO_PUBLISH,
    SCHEDULED: TO_PUBLISH,
    PUBLISHED: SORTED,
}


@dataclass(frozen=True)
class Line:
    """One matter of the queue: how frequent it is, how far its sorting is, and the errors left in the version in force.

    `errors` None: not judged yet, or nothing in force. `version_state` is the catalogue's word for the newest version.
    """

    key: str
    name: str
    department_id: int
    department: str
    standing: Standing
    state: str
    version: int = 0
    version_state: str = ""
    errors: int | None = None
    draft_id: str = ""

    @property
    def mark(self) -> tuple[int, str]:
        """Return the place in the queue."""
        return self.standing.rank, self.key


@dataclass(frozen=True)
class Progress:
    """How far one department is: matters in all, and by state; errors left in what is in force."""

    department_id: int
    department: str
    total: int
    counts: dict[str, int]
    with_errors: int

    @property
    def sorted_share(self) -> int:
        """Return the share of matters published through the studio, in percent."""
        return 100 * self.counts[SORTED] // self.total if self.total else 0


def next_unsorted(lines: Iterable[Line]) -> Line | None:
    """Return the most frequent matter that nobody has begun to sort."""
    return min((line for line in lines if line.state == UNSORTED), key=lambda line: line.mark, default=None)


def progress(lines: Sequence[Line]) -> list[Progress]:
    """Return how far each department is, by name."""
    names = {line.department_id: line.department for line in lines}
    found = [_progress(key, name, lines) for key, name in names.items()]
    return sorted(found, key=lambda row: row.department)


def _progress(department_id: int, name: str, lines: Sequence[Line]) -> Progress:
    own = [line for line in lines if line.department_id == department_id]
    counts = {state: sum(line.state == state for line in own) for state in STATES}
    return Progress(department_id, name, len(own), counts, sum(bool(line.errors) for line in own))
