"""Reads of opt-outs: does a number want a kind of messages, and the list for those who look after it."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.notifications.models import Message
from yichuang.notifications.models import OptOut as OptOut  # doors of the room above name it through these reads
from yichuang.notifications.policies import VIEW
from yichuang.notifications.queries.messages import index_of
from yichuang.notifications.rules.opt_outs import STOPPABLE
from yichuang.notifications.rules.templates import TEMPLATES

SORTS = {"at": "changed_at", "kind": "kind"}


def is_stopped(message: Message) -> bool:
    """Tell whether a message's receiver does not want its kind (no statement for kinds that cannot be stopped)."""
    template = TEMPLATES[message.template]
    if not template.may_stop:
        return False
    return OptOut.objects.filter(to_index=message.to_index, kind=template.kind, active=True).exists()


def stopped_kinds(to: str) -> list[str]:
    """Return the kinds of messages that a number or address does not want, as a counter shows them."""
    index = index_of(to)
    rows = OptOut.objects.filter(to_index=index, active=True) if index else OptOut.objects.none()
    kinds = set(rows.values_list("kind", flat=True))
    return [kind for kind in STOPPABLE if kind in kinds]


def told_about(stream: str, limit: int = 20) -> tuple[list[Message], list[str]]:
    """Return the newest messages about a stream, and which kinds the receiver of the newest does not want (one statement for both)."""
    stops = OptOut.objects.filter(to_index=OuterRef("to_index"), active=True).values("kind")
    rows = Message.objects.filter(stream=stream).annotate(stops=ArraySubquery(stops))
    found = list(rows.order_by("-written_at", "-pk")[:limit])
    kinds = set(found[0].stops) if found else set()
    return [*found], [kind for kind in STOPPABLE if kind in kinds]


def message_with_code(code: str) -> Message:
    """Return the message that carries a stop code. :raises NotFound: when none does."""
    found = Message.objects.filter(stop_code=code.strip().upper()).first() if code.strip() else None
    if found is None:
        raise NotFound("这个退订码", "请照短信末尾的网址打开，或直接回复短信 TD。")
    return found


def visible_opt_outs(actor: Actor) -> QuerySet[OptOut]:
    """Return the opt-outs told in the actor's division or at his service point."""
    scope = Q(pk__in=[])
    for grant in actor.scopes(VIEW):
        if grant.scope == "everywhere":
            return OptOut.objects.all()
        if grant.scope == "division" and grant.value:
            scope |= Q(division__startswith=grant.value)
        if grant.scope == "site" and grant.value:
            scope |= Q(site_id=int(grant.value))
    return OptOut.objects.filter(scope)


def opt_out_for(actor: Actor, uid: str, lock: bool = False) -> OptOut:
    """Return an opt-out that the actor may see, locked on request. :raises NotFound: when it is not there or not his to see."""
    rows = visible_opt_outs(actor)
    try:
        found = (rows.select_for_update() if lock else rows).filter(uid=UUID(uid)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("这条退订", "请从退订名单中选择。")
    return found


def filtered(rows: QuerySet[OptOut], given: Mapping[str, str]) -> QuerySet[OptOut]:
    """Narrow a list by a whole number, kind and state (active unless asked)."""
    if asked := given.get("q", "").strip():
        index = index_of(asked)
        rows = rows.filter(to_index=index) if index else rows.none()
    if kind := given.get("kind", ""):
        rows = rows.filter(kind=kind)
    state = given.get("state", "")
    return rows if state == "all" else rows.filter(active=state != "back")


def order_of(sort: str) -> str:
    """Return the column to order by, the newest first unless asked."""
    column = SORTS.get(sort.removeprefix("-"))
    return "-changed_at" if column is None else f"-{column}" if sort.startswith("-") else column
