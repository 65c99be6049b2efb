"""May-do, reading the one permission table."""

from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed
from yichuang.organizations.models import Department


def demand(actor: Actor, act: str, department: Department | None, name: str) -> None:
    """Let the actor go on only where the table grants the act; `department` None asks whether it is granted anywhere.

    :raises NotAllowed: naming what is missing.
    """
    place = Place(division=department.division_id, department_id=department.pk) if department else None
    if not actor.may(act, place):
        where = f"{department.name}的" if department else ""
        raise NotAllowed(act, f"您没有{name}{where}事项的权限。" if department else f"您没有{name}的权限。")
