"""Messages over /api/messages, /api/message-templates and /api/opt-outs: the same lists and acts as on their pages (S2-32)."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.accounts.schemas.messages import (
    MessageDetailOut,
    MessageRecordOut,
    MessageRecordPage,
    OptOutBody,
    OptOutList,
    OptOutOut,
    OptOutPage,
    OptOutWhyBody,
)
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.notifications import policies
from yichuang.notifications.operations.send_again import send_again
from yichuang.notifications.operations.stop import stop_for, want_again
from yichuang.notifications.queries import messages as reads
from yichuang.notifications.queries import opt_outs
from yichuang.notifications.queries.wordings import divisions_of

router = Router(tags=["消息"])


def viewer(request: HttpRequest) -> Actor:
    """Return who asks. :raises NotAllowed: for whom messages are not for at all."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(found, policies.VIEW, None, "查看消息")
    return found


def _record(row: reads.Message) -> dict[str, object]:
    same = ("uid", "template", "state", "channel", "receipt", "tries", "failure", "written_at", "held_until", "sent_at")
    return {name: getattr(row, name) for name in same} | {"name": row.title, "to": row.masked_to, "about": row.stream}


def _detail(row: reads.Message) -> MessageDetailOut:
    steps = [{"at": step.at, "state": step.state, "said": step.said} for step in reads.steps_of(row)]
    more = {"text": reads.shown_text(row), "steps": steps, "stopped": opt_outs.stopped_kinds(row.to)}
    return MessageDetailOut.model_validate({**_record(row), **more})


def _opt_out(row: opt_outs.OptOut) -> OptOutOut:
    same = ("uid", "kind", "active", "way", "why", "changed_at")
    return OptOutOut.model_validate({name: getattr(row, name) for name in same} | {"to": row.masked_to})


@router.get(
    "/messages",
    auth=staff_auth,
    response={200: MessageRecordPage, **PROBLEMS},
    operation_id="list_messages",
    summary="消息记录",
)
def list_messages(
    request: HttpRequest,
    q: str = "",
    state: str = "",
    template: str = "",
    channel: str = "",
    since: str = "",
    until: str = "",
    sort: str = "",
    cursor: str = "",
    size: int = 30,
) -> MessageRecordPage:
    """Return the messages of the actor's place; `q` is a whole number or address."""
    given = {"q": q, "state": state, "template": template, "channel": channel, "since": since, "until": until}
    rows = reads.filtered(reads.visible_messages(viewer(request)), given)
    page = page_of(rows, [reads.order_of(sort)], cursor, size)
    found = [MessageRecordOut.model_validate(_record(row)) for row in page.rows]
    return MessageRecordPage(messages=found, next=page.next, previous=page.previous)


@router.get(
    "/messages/{uid}",
    auth=staff_auth,
    response={200: MessageDetailOut, **PROBLEMS},
    operation_id="get_message",
    summary="取一条消息",
)
def get_message(request: HttpRequest, uid: UUID) -> MessageDetailOut:
    """Return one message with its way."""
    return _detail(reads.message_for(viewer(request), str(uid)))


@router.post(
    "/messages/{uid}/again",
    auth=staff_auth,
    response={200: MessageDetailOut, **PROBLEMS},
    operation_id="send_message_again",
    summary="重新发送未能发送的消息",
)
def post_again(request: HttpRequest, uid: UUID) -> Status[MessageDetailOut]:
    """Send a failed message again."""
    actor = viewer(request)
    return write(request, lambda: _detail(send_again(actor=actor, uid=str(uid), now=clock.now())))


@router.get(
    "/opt-outs",
    auth=staff_auth,
    response={200: OptOutPage, **PROBLEMS},
    operation_id="list_opt_outs",
    summary="退订名单",
)
def list_opt_outs(
    request: HttpRequest,
    q: str = "",
    kind: str = "",
    state: str = "",
    sort: str = "",
    cursor: str = "",
    size: int = 30,
) -> OptOutPage:
    """Return who does not want which messages; `state`: empty (stopped), `back`, `all`."""
    rows = opt_outs.filtered(opt_outs.visible_opt_outs(viewer(request)), {"q": q, "kind": kind, "state": state})
    page = page_of(rows, [opt_outs.order_of(sort)], cursor, size)
    return OptOutPage(opt_outs=[_opt_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/opt-outs",
    auth=staff_auth,
    response={201: OptOutList, **PROBLEMS},
    operation_id="add_opt_out",
    summary="代为登记退订",
)
def post_opt_out(request: HttpRequest, body: OptOutBody) -> Status[OptOutList]:
    """Note what somebody told an officer not to send any more."""
    actor = viewer(request)
    division = body.division or next(iter(divisions_of(actor, policies.MANAGE)), "")

    def act() -> OptOutList:
        made = stop_for(
            actor=actor,
            number=body.number,
            kinds=list(body.kinds),
            division=division,
            why=body.why,
            now=clock.now(),
        )
        return OptOutList(opt_outs=[_opt_out(row) for row in made])

    return write(request, act, status=201)


@router.post(
    "/opt-outs/{uid}/back",
    auth=staff_auth,
    response={200: OptOutOut, **PROBLEMS},
    operation_id="end_opt_out",
    summary="恢复接收",
)
def post_back(request: HttpRequest, uid: UUID, body: OptOutWhyBody) -> Status[OptOutOut]:
    """Note that somebody wants a kind of messages again."""
    actor = viewer(request)
    return write(request, lambda: _opt_out(want_again(actor=actor, uid=str(uid), why=body.why, now=clock.now())))
