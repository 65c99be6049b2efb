"""The dictionary's doors: types of material with their names, who issues them, where they are used (S2-15)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.catalog import policies, schemas
from yichuang.catalog.models import MaterialType
from yichuang.catalog.operations.add_material_type import add_material_type
from yichuang.catalog.operations.correct_material_type import correct_material_type
from yichuang.catalog.operations.merge_material_types import merge_material_types
from yichuang.catalog.operations.retire_material_type import retire_material_type
from yichuang.catalog.queries import dictionary as reads
from yichuang.catalog.rules.material_types import FIELDS, TypeEntry
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of

router = Router(tags=["材料词典"], auth=staff_auth)


@router.get(
    "/material-types",
    response={200: schemas.MaterialTypePage, **PROBLEMS},
    operation_id="list_material_types",
    summary="查材料词典",
)
def get_types(
    request: HttpRequest, q: str = "", kind: str = "", state: str = "in_use", cursor: str = ""
) -> schemas.MaterialTypePage:
    """Return the types found by any part of a name, pinyin or initials, a page at a time; an empty state means all."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    page = page_of(reads.material_types(q, kind, state), ["standard_name"], cursor, 50)
    return schemas.MaterialTypePage(rows=[_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/material-types/{type_key}",
    response={200: schemas.MaterialTypeOut, **PROBLEMS},
    operation_id="get_material_type",
    summary="取一种材料",
)
def get_type(request: HttpRequest, type_key: str) -> schemas.MaterialTypeOut:
    """Return one type, in use or not."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    return _out(reads.material_type_for(type_key))


@router.get(
    "/material-types/{type_key}/uses",
    response={200: list[schemas.UseOut], **PROBLEMS},
    operation_id="list_uses_of_material_type",
    summary="材料使用处",
)
def get_uses(request: HttpRequest, type_key: str) -> list[schemas.UseOut]:
    """Return the materials of matters in force that are of the type."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    reads.material_type_for(type_key)
    return [
        schemas.UseOut(
            matter=use.matter_key,
            matter_name=use.matter_name,
            material=use.material_id,
            written=use.written,
            standard=use.standard,
        )
        for use in reads.uses_of(type_key)
    ]


@router.post(
    "/material-types",
    response={200: schemas.MaterialTypeOut, **PROBLEMS},
    operation_id="add_material_type",
    summary="登记材料",
)
def post_type(request: HttpRequest, body: schemas.NewMaterialTypeBody) -> Any:
    """Take a type into the dictionary."""

    def act() -> schemas.MaterialTypeOut:
        made = add_material_type(actor=request.actor, key=body.key, entry=_entry(body), now=clock.now())  # type: ignore[attr-defined]
        return _out(made)

    return write(request, act)


@router.put(
    "/material-types/{type_key}",
    response={200: schemas.MaterialTypeOut, **PROBLEMS},
    operation_id="correct_material_type",
    summary="更正材料",
)
def put_type(request: HttpRequest, type_key: str, body: schemas.MaterialTypeBody) -> Any:
    """Write an entry over a type; the same entry again changes nothing."""

    def act() -> schemas.MaterialTypeOut:
        return _out(correct_material_type(actor=request.actor, key=type_key, entry=_entry(body), now=clock.now()))  # type: ignore[attr-defined]

    return write(request, act)


@router.post(
    "/material-types/{type_key}/retire",
    response={200: schemas.MaterialTypeOut, **PROBLEMS},
    operation_id="retire_material_type",
    summary="停用材料",
)
def post_retire(request: HttpRequest, type_key: str, body: schemas.RetireBody) -> Any:
    """Retire a type: nobody is offered it any more, published specs keep it."""

    def act() -> schemas.MaterialTypeOut:
        return _out(retire_material_type(actor=request.actor, key=type_key, reason=body.reason, now=clock.now()))  # type: ignore[attr-defined]

    return write(request, act)


@router.post(
    "/material-types/{type_key}/merge",
    response={200: schemas.MaterialTypeOut, **PROBLEMS},
    operation_id="merge_material_types",
    summary="合并材料",
)
def post_merge(request: HttpRequest, type_key: str, body: schemas.MergeBody) -> Any:
    """Merge a type into another; returns the one that stays."""

    def act() -> schemas.MaterialTypeOut:
        return _out(merge_material_types(actor=request.actor, key=type_key, into=body.into, now=clock.now()))  # type: ignore[attr-defined]

    return write(request, act)


def _entry(body: schemas.MaterialTypeBody) -> TypeEntry:
    given = {name: getattr(body, name) for name in FIELDS if name != "aliases"}
    return TypeEntry(**given, aliases=tuple(body.aliases))


def _out(row: MaterialType) -> schemas.MaterialTypeOut:
    fields = {name: getattr(row, name) for name in FIELDS}
    into = row.merged_into.key if row.merged_into else ""
    return schemas.MaterialTypeOut(key=row.key, state=row.state, merged_into=into, **fields)
