"""Who may review a draft (S2-21): named experts with the role, of other than the authoring office, who wrote nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass

ROLE = "reviewer"


@dataclass(frozen=True)
class Expert:
    """A person who holds the role here: the departments of all posts held and of the person's home; when the account may be used."""

    id: str
    name: str
    departments: frozenset[int]
    active: bool = True


@dataclass(frozen=True)
class Bench:
    """What the choice is about: the authoring department, and who wrote any revision or submitted the draft."""

    department_id: int
    department_name: str
    authors: frozenset[str]


def unfit(expert: Expert, bench: Bench) -> tuple[str, ...]:
    """Return every reason why an expert may not review, in words; nothing when he may."""
    checks = (
        (not expert.active, "账号已停用或尚未生效"),
        (bench.department_id in expert.departments, f"在编写部门（{bench.department_name}）任职或编制在该部门"),
        (expert.id in bench.authors, "编写过这份文稿"),
    )
    return tuple(reason for wrong, reason in checks if wrong)


def offered(experts: Sequence[Expert], bench: Bench) -> tuple[list[Expert], list[tuple[Expert, tuple[str, ...]]]]:
    """Return the experts who may review, and the others each with why not."""
    judged = [(expert, unfit(expert, bench)) for expert in experts]
    return [expert for expert, why in judged if not why], [(expert, why) for expert, why in judged if why]
