"""May-do: every act on a case is asked of the one permission table, at the place where the case lies."""

from yichuang.accounts.permissions import who_may
from yichuang.cases.models import Case, Decision, Delegation
from yichuang.cases.rules.states import State
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.foundations.actors import Actor, Place, Post
from yichuang.foundations.problems import NotAllowed

# What the single clerk of an instant matter does of the department's and the issuing counter's work, on the cases he completed himself.
ENTRUSTED = frozenset({"case.send_to_issuing", "case.hand_out", "case.send_by_courier"})


def place_of(case: Case) -> Place:
    """Return where a case lies: receiving division and site, deciding department, receiving clerk."""
    return Place(
        division=case.division, department_id=case.department_id, site_id=case.site_id, staff_id=case.received_by
    )


def may(actor: Actor, act: str, case: Case) -> bool:
    """Tell whether the actor may do `act` on this case: by his post, or as the clerk to whom the whole of it was entrusted."""
    return actor.may(act, place_of(case)) or (act in ENTRUSTED and entrusted(actor, case))


def entrusted(actor: Actor, case: Case) -> bool:
    """Tell whether the actor completed this case alone under an instrument that still stands (one statement, none for other matters).

    S2-45②: 同一窗口完成受理、审查、制证、出件; when the instrument was revoked meanwhile, department and issuing counter go on.
    """
    waits = case.case_type == SINGLE_CLERK and case.state in (State.GRANTED, State.AT_ISSUING)
    if not waits or not actor.may("case.complete_instantly", place_of(case)):
        return False
    standing = Delegation.objects.filter(revoked_at=None).values("number")
    return Decision.objects.filter(case=case, decided_by=actor.id, delegation__in=standing).exists()


def demand(actor: Actor, act: str, case: Case, name: str) -> None:
    """Raise `NotAllowed` unless the actor may do `act` on this case; `name` is the act's Chinese name."""
    if not may(actor, act, case):
        raise NotAllowed(act, f"您的岗位不能对本件“{name}”：这由管辖本件的{who_may(act)}办理。")


def counters_of(actor: Actor, case: Case) -> frozenset[int]:
    """Return the sites whose people go on with a case: where it was received, and the actor's own town hall or centre above it (S2-54)."""
    return frozenset({case.site_id, *(post.site_id or 0 for post in actor.posts if case.site_id in post.outlets)})


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
