"""May-do, reading the one permission table."""

from typing import Protocol

from yichuang.accounts.permissions import who_may
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.life_events.models import JointCase


class Office(Protocol):
    """What a right is judged by: the department that leads a life event or is concerned."""

    pk: int
    name: str

    @property
    def receiving_id(self) -> str:
        """Return the division whose centre receives its matters."""


def place_of(department: Office) -> Place:
    """Return the place whose rights count for a department's life events: the centre that receives its matters (S2-21)."""
    return Place(division=department.receiving_id, department_id=department.pk)


def demand(actor: Actor, act: str, place: Place | None, name: str) -> None:
    """Let the actor go on only where the table grants the act; `place` None asks whether it is granted anywhere.

    :raises NotAllowed: naming what is missing.
    """
    if not actor.may(act, place):
        raise NotAllowed(act, f"您没有权限{name}{'这件“一件事”' if place else ''}。")


def place_of_joint(joint: JointCase) -> Place:
    """Return where a joint case lies: receiving division, site and clerk; its departments see it through their members."""
    return Place(division=joint.division, site_id=joint.site_id, staff_id=joint.received_by)


def demand_joint(actor: Actor, act: str, joint: JointCase, name: str) -> None:
    """Let the actor go on only where the table grants the act on this joint case.

    :raises NotAllowed: naming the act. :raises Refused: 409 for a test piece, with which nothing is done but to look (S0-26).
    """
    if not actor.may(act, place_of_joint(joint)):
        raise NotAllowed(act, f"您的岗位不能对这件联办件“{name}”：这由管辖它的{who_may(act)}办理。")
    if joint.practice and act != "joint.receive":
        raise refused_practice()


def refused_practice() -> Refused:
    """Return the refusal of every act on a test piece: nobody applied, and it ends with its run."""
    message, todo = "这是测试件：没有申请人，不能撤回、延期、催办、续办或者出件。", "请回到模拟验收任务，说明有无异议。"
    return Refused(
        Reason("practice", message, rule="S0-26", kept="测试件没有改动。", todo=todo), title="测试件不能这样办"
    )
