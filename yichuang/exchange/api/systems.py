"""What those who look after systems do, over /api/exchange/systems (S2-48, S2-49)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.exchange import policies
from yichuang.exchange import schemas_systems as s
from yichuang.exchange.models.deliveries import DELIVERED, PARKED
from yichuang.exchange.operations.register_system import change_system, register_system, resume_system, stop_system
from yichuang.exchange.operations.renew_secret import renew_secret
from yichuang.exchange.operations.retry import MOST, retry
from yichuang.exchange.operations.route_matter import Plea, route_matter
from yichuang.exchange.queries import health
from yichuang.exchange.queries.deliveries import Chosen, deliveries_of, ids_of
from yichuang.exchange.queries.systems import system_for, visible_systems
from yichuang.foundations import clock, idempotency
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.organizations.queries import department_by_key

router = Router(tags=["业务系统"], auth=staff_auth)
ANSWERS: dict[int, Any] = {200: s.SystemOut, **PROBLEMS}
COUNTED: dict[int, Any] = {200: s.SentAgainOut, **PROBLEMS}


def _viewer(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看业务系统")
    return actor


def _out(actor: Actor, key: str) -> s.SystemOut:
    row = system_for(actor, key)
    return s.system_out(row, health.queues_of([row]).get(row.pk, health.Queue()), clock.now())


@router.get(
    "/exchange/systems",
    response={200: s.SystemPage, **PROBLEMS},
    operation_id="list_systems",
    summary="业务系统列表",
)
def list_systems(request: HttpRequest, cursor: str = "", size: int = 20) -> s.SystemPage:
    """Return the systems that the actor may see, by name, each with its queue."""
    page, now = page_of(visible_systems(_viewer(request)), ["name"], cursor, size), clock.now()
    queues = health.queues_of(page.rows)
    rows = [s.system_out(row, queues.get(row.pk, health.Queue()), now) for row in page.rows]
    alive = health.sending(clock.wall()).alive
    return s.SystemPage(rows=rows, next=page.next, previous=page.previous, sender_alive=alive)


@router.get("/exchange/systems/{key}", response=ANSWERS, operation_id="get_system", summary="取业务系统")
def get_system(request: HttpRequest, key: str) -> s.SystemOut:
    """Return one system."""
    return _out(_viewer(request), key)


@router.post(
    "/exchange/systems",
    response={201: s.SystemOut, **PROBLEMS},
    operation_id="register_system",
    summary="登记业务系统",
)
def post_system(request: HttpRequest, body: s.SystemBody) -> Any:
    """Register a system; it has no secret yet."""
    actor = _viewer(request)
    policies.demand(actor, policies.MANAGE, None, "登记业务系统")
    department = department_by_key(body.department)

    def act() -> s.SystemOut:
        given: dict[str, Any] = {"key": body.key, "department": department, "environment": body.environment}
        register_system(actor=actor, profile=body.profile(), now=clock.now(), **given)
        return _out(actor, body.key)

    return write(request, act, 201)


def _act(request: HttpRequest, key: str, operation: Callable[..., Any], **given: Any) -> Any:
    actor = _viewer(request)

    def act() -> s.SystemOut:
        operation(actor=actor, key=key, now=clock.now(), **given)
        return _out(actor, key)

    return write(request, act)


@router.put("/exchange/systems/{key}", response=ANSWERS, operation_id="change_system", summary="更改业务系统")
def put_system(request: HttpRequest, key: str, body: s.ProfileBody) -> Any:
    """Change what is known of a system."""
    return _act(request, key, change_system, profile=body.profile())


@router.post("/exchange/systems/{key}/stop", response=ANSWERS, operation_id="stop_system", summary="停用业务系统")
def post_stop(request: HttpRequest, key: str, body: s.StopBody) -> Any:
    """Shut a system out; its tokens end at once."""
    return _act(request, key, stop_system, why=body.why)


@router.post("/exchange/systems/{key}/resume", response=ANSWERS, operation_id="resume_system", summary="恢复业务系统")
def post_resume(request: HttpRequest, key: str) -> Any:
    """Let a stopped system in again."""
    return _act(request, key, resume_system)


@router.post("/exchange/systems/{key}/routes", response=ANSWERS, operation_id="route_matter", summary="设置事项流转")
def post_route(request: HttpRequest, key: str, body: s.RouteBody) -> Any:
    """Begin to send a matter's cases to a system, or end it; live on its opening sheet, or for an emergency in words (S0-22)."""
    return _act(request, key, route_matter, matter=body.matter, on=body.on, plea=Plea(body.emergency))


@router.post(
    "/exchange/systems/{key}/secrets",
    response={201: s.SecretOut, **PROBLEMS},
    operation_id="renew_secret",
    summary="签发密钥",
)
def post_secret(request: HttpRequest, key: str, body: s.SecretBody) -> Any:
    """Issue a secret; it is in this answer and nowhere else, so that a repeated request gets an empty value."""
    actor, issued = _viewer(request), list[str]()

    def act() -> s.SecretOut:
        overlap = timedelta(days=body.overlap_days)
        issued.append(renew_secret(actor=actor, key=key, kind=body.kind, now=clock.now(), overlap=overlap))
        return s.SecretOut(kind=body.kind, value="")

    return write_once(request, act, issued)


def write_once(request: HttpRequest, act: Callable[[], s.SecretOut], issued: list[str]) -> Status[Any]:
    """Answer with what was issued unless the answer is that of an earlier request, whose secret is not kept."""
    key, sent = request.headers.get(idempotency.HEADER, ""), f"{request.path}\n".encode() + request.body
    actor: Actor = request.actor  # type: ignore[attr-defined]
    answer = idempotency.once(actor, key, sent, clock.now(), lambda: idempotency.Answer(201, act().model_dump()))
    return Status(201, answer.body if answer.repeated else {**answer.body, "value": issued[-1]})


@router.get(
    "/exchange/systems/{key}/deliveries",
    response={200: s.DeliveryPage, **PROBLEMS},
    operation_id="list_deliveries",
    summary="推送消息列表",
)
def list_deliveries(
    request: HttpRequest, key: str, state: str = "", type: str = "", number: str = "", day: date | None = None,
    cursor: str = "", size: int = 20,
) -> s.DeliveryPage:  # fmt: skip
    """Return a system's deliveries, the newest first, without their bodies."""
    system = system_for(_viewer(request), key)
    page = page_of(deliveries_of(system, Chosen(state, type, number, day)), ["-pk"], cursor, size)
    return s.DeliveryPage(rows=[s.delivery_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post("/exchange/systems/{key}/retry", response=COUNTED, operation_id="retry_deliveries", summary="重新推送")
def post_retry(request: HttpRequest, key: str, body: s.AgainBody) -> Any:
    """Send again: these, or all parked ones that the filter chooses."""
    return _again(request, key, body, PARKED)


@router.post(
    "/exchange/systems/{key}/replay", response=COUNTED, operation_id="replay_deliveries", summary="重放已送达的消息"
)
def post_replay(request: HttpRequest, key: str, body: s.AgainBody) -> Any:
    """Replay delivered ones: these, or all that the filter chooses; for a reason."""
    return _again(request, key, body, DELIVERED)


def _again(request: HttpRequest, key: str, body: s.AgainBody, state: str) -> Any:
    actor, replay = _viewer(request), state == DELIVERED

    def act() -> s.SentAgainOut:
        system = system_for(actor, key)
        ids = body.ids or ids_of(system, Chosen(state, body.type, body.number, body.day), MOST)
        return s.SentAgainOut(count=retry(actor=actor, key=key, ids=ids, now=clock.now(), replay=replay, why=body.why))

    return write(request, act)
