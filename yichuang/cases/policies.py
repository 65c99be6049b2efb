"""May-do: every act on a case is asked of the one permission table, at the place where the case lies."""

from yichuang.accounts.permissions import who_may
from yichuang.cases.models import Case
from yichuang.foundations.actors import Actor, Place, Post
from yichuang.foundations.problems import NotAllowed


def place_of(case: Case) -> Place:
    """Return where a case lies: receiving division and site, deciding department, receiving clerk."""
    return Place(
        division=case.division, department_id=case.department_id, site_id=case.site_id, staff_id=case.received_by
    )


def may(actor: Actor, act: str, case: Case) -> bool:
    """Tell whether the actor may do `act` on this case."""
    return actor.may(act, place_of(case))


def demand(actor: Actor, act: str, case: Case, name: str) -> None:
    """Raise `NotAllowed` unless the actor may do `act` on this case; `name` is the act's Chinese name."""
    if not may(actor, act, case):
        raise NotAllowed(act, f"您的岗位不能对本件“{name}”：这由管辖本件的{who_may(act)}办理。")


def counter_of(actor: Actor) -> Post:
    """Return the post at which the actor receives applications: a centre, town hall or village point.

    :raises NotAllowed: when the actor has no counter.
    """
    for post in actor.posts:
        place = Place(division=post.division, department_id=post.department_id, site_id=post.site_id)
        if post.site_id is not None and actor.may("case.receive", place):
            return post
    raise NotAllowed("case.receive", "您没有在服务点收件的岗位。")


def departments_of(actor: Actor) -> frozenset[int]:
    """Return the departments in which the actor holds a post."""
    return frozenset(
        post.department_id
        for post in actor.posts
        if post.department_id is not None and post.role in ("officer", "department_head")
    )
