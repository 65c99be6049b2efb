"""The organisation over /api/organisation: the same lists and acts as on its pages (S0-25)."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.accounts.schemas.places import OrganizationBody, OrganizationOut, OrganizationPage, OrganizationWhyBody
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.organizations import policies
from yichuang.organizations.operations.add_place import add_place
from yichuang.organizations.operations.change_place import change_place
from yichuang.organizations.operations.close_place import close_place, reopen_place
from yichuang.organizations.queries import places as reads

router = Router(tags=["组织机构"])
Kind = Literal["division", "department", "site", "board", "window"]


ANSWERS = {200: OrganizationOut, **PROBLEMS}


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _out(row: reads.Place) -> OrganizationOut:
    kind = reads.kind_of(row)
    return OrganizationOut(
        kind=kind,
        key=reads.key_of_place(row),
        values=reads.values_of(row),
        closed_on=getattr(row, reads.CLOSED[kind]),
    )


@router.get(
    "/organisation/{kind}",
    auth=staff_auth,
    response={200: OrganizationPage, **PROBLEMS},
    operation_id="list_places",
    summary="组织机构列表",
)
def list_places(
    request: HttpRequest,
    kind: Kind,
    q: str = "",
    inside: str = "",
    state: str = "",
    sort: str = "",
    cursor: str = "",
    size: int = 30,
) -> OrganizationPage:
    """Return the places of one kind that the actor may see."""
    actor = _actor(request)
    policies.demand_view(actor)
    given = {"q": q, "inside": inside, "state": state}
    rows = reads.filtered(reads.visible_places(actor, kind), kind, given)
    page = page_of(rows, reads.order_of(kind, sort), cursor, size)
    return OrganizationPage(places=[_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.post(
    "/organisation/{kind}",
    auth=staff_auth,
    response={201: OrganizationOut, **PROBLEMS},
    operation_id="add_place",
    summary="登记区划、部门、服务点、板块或窗口",
)
def post_place(request: HttpRequest, kind: Kind, body: OrganizationBody) -> Status[OrganizationOut]:
    """Register a place."""
    return write(
        request,
        lambda: _out(add_place(actor=_actor(request), kind=kind, values=body.values, now=clock.now())),
        status=201,
    )


@router.get(
    "/organisation/{kind}/{key}", auth=staff_auth, response=ANSWERS, operation_id="get_place", summary="取一个机构"
)
def get_place(request: HttpRequest, kind: Kind, key: str) -> OrganizationOut:
    """Return one place."""
    return _out(reads.place_for(_actor(request), kind, key))


@router.post(
    "/organisation/{kind}/{key}/change",
    auth=staff_auth,
    response=ANSWERS,
    operation_id="change_place",
    summary="变更登记内容",
)
def post_change(request: HttpRequest, kind: Kind, key: str, body: OrganizationBody) -> Status[OrganizationOut]:
    """Change fields of a place; what is left out stays."""
    return write(
        request,
        lambda: _out(change_place(actor=_actor(request), kind=kind, key=key, values=body.values, now=clock.now())),
    )


@router.post(
    "/organisation/{kind}/{key}/close", auth=staff_auth, response=ANSWERS, operation_id="close_place", summary="停用"
)
def post_close(request: HttpRequest, kind: Kind, key: str, body: OrganizationWhyBody) -> Status[OrganizationOut]:
    """Close a place that nobody needs any more."""
    return write(
        request, lambda: _out(close_place(actor=_actor(request), kind=kind, key=key, why=body.why, now=clock.now()))
    )


@router.post(
    "/organisation/{kind}/{key}/reopen", auth=staff_auth, response=ANSWERS, operation_id="reopen_place", summary="恢复"
)
def post_reopen(request: HttpRequest, kind: Kind, key: str, body: OrganizationWhyBody) -> Status[OrganizationOut]:
    """Open a closed place again."""
    return write(
        request, lambda: _out(reopen_place(actor=_actor(request), kind=kind, key=key, why=body.why, now=clock.now()))
    )
