"""`POST /events`: where the platform's pushes come in (docs/exchange.md, “What we send: pushes”)."""

import json

from examples.department_system import clock, intake, misbehaviour
from examples.department_system.app import App
from examples.department_system.signatures import WrongSignature, WrongTime, check_push
from examples.department_system.web import Request, Response, as_json, problem


def take_push(app: App, request: Request) -> Response:
    """Answer a push; in a rehearsal, badly."""
    kind, seconds, status = misbehaviour.next_act(app, "events")
    early = misbehaviour.before(kind, status)
    if early is not None:
        return early
    return misbehaviour.after(app, kind, seconds, _take(app, request))


def _take(app: App, request: Request) -> Response:
    """Check who says it, when, and what; store it; then say so. Nothing else is done before the answer."""
    try:
        message_id = check_push(app.settings.signing_secrets, request.headers, request.body, clock.unix())
    except WrongSignature as error:
        return problem(401, "签名不符", str(error))
    except WrongTime as error:
        return problem(400, "时间戳超出五分钟", str(error))
    try:
        event = intake.Event.of(json.loads(request.body))
        if event.id != message_id:
            raise ValueError("webhook-id is not the event's id")
        new = intake.receive(app, event)
    except (ValueError, RecursionError) as error:
        return problem(400, "消息不是 CloudEvents 1.0", str(error))
    except intake.OtherBody:
        return problem(409, "同一编号的消息内容不同", "The same id was received before with another body.")
    return as_json({"id": event.id, "new": new}, 202)


def tell_of_event(app: App, request: Request) -> Response:
    """`GET /events/{id}`: how often an event came and how often it was worked off; for rehearsals and the conformance kit."""
    row = app.store.one("SELECT id, times, taken FROM inbox WHERE id = ?", request.arguments[0])
    if row is None:
        return problem(404, "没有这条消息")
    return as_json({"id": row["id"], "received": row["times"], "taken": row["taken"]})
