"""May-do in the exchange: who looks after systems, and what a system's own token lets it do."""

from yichuang.accounts.permissions import system_grants, who_may
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.rules.scopes import APPOINTMENTS, SCOPES
from yichuang.foundations.actors import Actor, Grant, Place, Post
from yichuang.foundations.problems import NotAllowed, Reason, Refused

MANAGE, VIEW, EMERGENCY = "exchange.manage", "exchange.view", "exchange.emergency"
# What the officers of a department's system do here: the acts of an officer and, for an extension, of the head.
OFFICER_ACTS = (
    *("case.view", "case.accept", "case.refuse", "case.request_correction", "case.take_up", "case.co_sign"),
    *("case.suspend", "case.resume", "case.extend", "case.decide", "case.send_to_issuing"),
)
# Under a unified number the department's own form stands in for the counter's checklist (S2-52②).
FORM_ACTS = ("case.receive",)


def place_of(system: ClientSystem) -> Place:
    """Return where a system lies: its department, under the centre that receives its matters, also a city bureau's (S2-21)."""
    return Place(division=system.department.receiving_id, department_id=system.department_id)


def demand(actor: Actor, act: str, system: ClientSystem | None, doing: str) -> None:
    """Let the actor go on only where the table grants the act; `system` None asks whether it is granted anywhere.

    :raises NotAllowed: naming who may.
    """
    if not actor.may(act, place_of(system) if system else None):
        raise NotAllowed(act, f"您的岗位不能{doing}：这由{who_may(act)}办理。")


def actor_of(system: ClientSystem, handler: str = "", name: str = "", *, form: bool = False) -> Actor:
    """Return the system as an actor, or one of its officers; he may do what an officer of the department may, and nothing elsewhere."""
    department = str(system.department_id)
    acts = (*OFFICER_ACTS, *(FORM_ACTS if form else ()))
    post = Post(
        "officer",
        division=system.department.division_id,
        department_id=system.department_id,
        department_name=system.department.name,
    )
    return Actor(
        kind="system",
        id=f"{system.key}/{handler}"[:64] if handler else system.key,
        name=f"{name}（{system.name}）"[:80] if name else system.name,
        grants=frozenset(Grant(act, "department", department) for act in acts),
        posts=(post,),
    )


def booker_of(system: ClientSystem) -> Actor:
    """Return the system as who books appointments: in the division of its department, a city's throughout the city (S2-35)."""
    grants = system_grants(APPOINTMENTS, system.department.division_id)
    return Actor(kind="system", id=system.key, name=system.name, grants=grants)


def demand_live(system: ClientSystem) -> None:
    """Let only a system that deals with real people book: one under joint debugging would take their places (S0-18).

    :raises Refused: 403.
    """
    if not system.live:
        reason = Reason(
            "test_environment", "联调环境的系统只能查询号源，不能预约、改期、取消：号源是真实的。", rule="S0-18",
            kept="没有占用号源。", todo="联调通过后，请改用正式环境的系统。",
        )  # fmt: skip
        raise Refused(reason, status=403, title="联调环境不能预约")


def demand_scope(held: str, scope: str) -> None:
    """Let a call go on only with a scope of its token.

    :raises Refused: 403 naming the scope.
    """
    if scope not in held.split():
        message = f"访问令牌没有“{SCOPES.get(scope, scope)}”（{scope}）的授权。"
        reason = Reason(
            "scope", message, rule="RFC 6750 3.1", kept="没有做任何改动。", todo="请向区数据资源管理部门申请授权。"
        )
        raise Refused(reason, status=403, title="授权范围不足")
