"""APIs and grants over /api/sharing/ (S2-48)."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.sharing import policies
from yichuang.sharing import schemas as s
from yichuang.sharing.operations import grant, register_api
from yichuang.sharing.queries import apis, grants

router = Router(tags=["数据共享"], auth=staff_auth)
API: dict[int, Any] = {200: s.SharedApiOut, **PROBLEMS}
GRANT: dict[int, Any] = {200: s.GrantOut, **PROBLEMS}


def viewer(request: HttpRequest) -> Actor:
    """Return who asks. :raises NotAllowed: without a post that looks after shared data."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, policies.VIEW, None, "查看数据共享")
    return actor


def _out(actor: Actor, key: str) -> s.SharedApiOut:
    row = apis.api_for(key)
    return s.api_out(row, owns=actor.may(policies.VIEW, policies.place_of_api(row)))


@router.get(
    "/sharing/apis",
    response={200: s.SharedApiPage, **PROBLEMS},
    operation_id="list_shared_apis",
    summary="共享接口目录",
)
def list_shared_apis(
    request: HttpRequest, q: str = "", state: str = "", cursor: str = "", size: int = 20
) -> s.SharedApiPage:
    """Return the catalogue, by name."""
    actor = viewer(request)
    page = page_of(apis.narrowed(apis.registry(), q.strip(), state), ["name"], cursor, size)
    rows = [s.api_out(row, owns=actor.may(policies.VIEW, policies.place_of_api(row))) for row in page.rows]
    return s.SharedApiPage(rows=rows, next=page.next, previous=page.previous)


@router.get("/sharing/apis/{key}", response=API, operation_id="get_shared_api", summary="取共享接口")
def get_shared_api(request: HttpRequest, key: str) -> s.SharedApiOut:
    """Return one API."""
    return _out(viewer(request), key)


@router.get(
    "/sharing/apis/{key}/document",
    response={200: dict[str, Any], **PROBLEMS},
    operation_id="get_shared_api_document",
    summary="取接口文档",
)
def get_document(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return the OpenAPI document in force."""
    viewer(request)
    document: dict[str, Any] = apis.version_of(apis.api_for(key)).document
    return document


@router.post(
    "/sharing/apis",
    response={201: s.SharedApiOut, **PROBLEMS},
    operation_id="register_shared_api",
    summary="登记共享接口",
)
def post_api(request: HttpRequest, body: s.SharedApiBody) -> Any:
    """Register an API with its document."""
    actor = viewer(request)
    policies.demand(actor, policies.REGISTER, None, "登记共享接口")

    def act() -> s.SharedApiOut:
        given: dict[str, Any] = {"key": body.key, "provider": body.provider, "document": _bytes(body.document)}
        register_api.register_api(actor=actor, terms=body.terms(), now=clock.now(), **given)
        return _out(actor, body.key)

    return write(request, act, 201)


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _act(request: HttpRequest, key: str, operation: Callable[..., Any], **given: Any) -> Any:
    actor = viewer(request)

    def act() -> s.SharedApiOut:
        operation(actor=actor, key=key, now=clock.now(), **given)
        return _out(actor, key)

    return write(request, act)


@router.put("/sharing/apis/{key}", response=API, operation_id="change_shared_api", summary="更改共享接口")
def put_api(request: HttpRequest, key: str, body: s.SharedApiTerms) -> Any:
    """Change an API's terms."""
    return _act(request, key, register_api.change_api, terms=body.terms())


@router.put(
    "/sharing/apis/{key}/document", response=API, operation_id="replace_shared_api_document", summary="更新接口文档"
)
def put_document(request: HttpRequest, key: str, body: s.SharedApiDocument) -> Any:
    """Put a new version of the document in force."""
    return _act(request, key, register_api.replace_document, document=_bytes(body.document))


@router.post("/sharing/apis/{key}/withdraw", response=API, operation_id="withdraw_shared_api", summary="停止共享")
def post_withdraw(request: HttpRequest, key: str, body: s.SharingReason) -> Any:
    """Offer an API no more; calls end at once."""
    return _act(request, key, register_api.withdraw_api, why=body.reason)


@router.post("/sharing/apis/{key}/offer", response=API, operation_id="offer_shared_api", summary="恢复共享")
def post_offer(request: HttpRequest, key: str) -> Any:
    """Offer a withdrawn API again."""
    return _act(request, key, register_api.offer_again)


@router.get("/sharing/grants", response={200: s.GrantPage, **PROBLEMS}, operation_id="list_grants", summary="授权列表")
def list_grants(request: HttpRequest, api: str = "", state: str = "", cursor: str = "", size: int = 20) -> s.GrantPage:
    """Return the grants that concern the actor, the newest first."""
    exact = {name: value for name, value in (("api__key", api), ("state", state)) if value}
    page = page_of(grants.visible_grants(viewer(request)).filter(**exact), ["-pk"], cursor, size)
    return s.GrantPage(rows=[s.grant_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/sharing/grants", response={201: s.GrantOut, **PROBLEMS}, operation_id="ask_for_grant", summary="申请授权"
)
def post_grant(request: HttpRequest, body: s.GrantBody) -> Any:
    """Apply for the use of an API."""
    actor = viewer(request)
    policies.demand(actor, policies.APPLY, None, "申请共享接口授权")
    wanted = grant.Application(**body.model_dump())
    return write(
        request, lambda: s.grant_out(grant.ask_for_grant(actor=actor, application=wanted, now=clock.now())), 201
    )


def _decide(request: HttpRequest, pk: int, operation: Callable[..., Any], **given: Any) -> Any:
    actor = viewer(request)
    return write(request, lambda: s.grant_out(operation(actor=actor, pk=pk, now=clock.now(), **given)))


@router.post("/sharing/grants/{grant_id}/approve", response=GRANT, operation_id="approve_grant", summary="同意授权")
def post_approve(request: HttpRequest, grant_id: int, body: s.SharingReason) -> Any:
    """Let the consumer call."""
    return _decide(request, grant_id, grant.approve_grant, reason=body.reason)


@router.post("/sharing/grants/{grant_id}/refuse", response=GRANT, operation_id="refuse_grant", summary="不同意授权")
def post_refuse(request: HttpRequest, grant_id: int, body: s.SharingReason) -> Any:
    """Refuse an application, for a reason."""
    return _decide(request, grant_id, grant.refuse_grant, reason=body.reason)


@router.post("/sharing/grants/{grant_id}/revoke", response=GRANT, operation_id="revoke_grant", summary="收回授权")
def post_revoke(request: HttpRequest, grant_id: int, body: s.SharingReason) -> Any:
    """Take a grant back, for a reason; at once."""
    return _decide(request, grant_id, grant.revoke_grant, reason=body.reason)


@router.post("/sharing/grants/{grant_id}/take-back", response=GRANT, operation_id="take_back_grant", summary="撤回申请")
def post_take_back(request: HttpRequest, grant_id: int) -> Any:
    """Take an application back."""
    return _decide(request, grant_id, grant.take_back)
