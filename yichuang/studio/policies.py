"""May-do in the studio, reading the one permission table."""

from typing import Protocol

from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed


class Office(Protocol):
    """What a right in the studio is judged by: the department that a matter belongs to."""

    pk: int
    name: str

    @property
    def receiving_id(self) -> str:
        """Return the division whose centre receives its matters."""


def place_of(department: Office) -> Place:
    """Return the place whose rights count for a department's drafts: the centre that receives its matters has them sorted (S2-21)."""
    return Place(division=department.receiving_id, department_id=department.pk)


def demand(actor: Actor, act: str, department: Office, doing: str) -> None:
    """Let the actor go on only where the table grants the act for the department; `doing` completes “您没有权限…”.

    :raises NotAllowed: naming what is missing.
    """
    if not actor.may(act, place_of(department)):
        raise NotAllowed(act, f"您没有权限{doing}（{department.name}的事项）。")
