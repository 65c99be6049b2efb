"""The organisation on screen (S0-15, S0-25): lists of divisions, departments, sites, boards and windows, each kept by its region."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms.places import PlaceFilter, PlaceForm, WhyForm
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.http import spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT, write_sheet
from yichuang.organizations import policies
from yichuang.organizations.operations.add_place import add_place
from yichuang.organizations.operations.change_place import change_place
from yichuang.organizations.operations.close_place import close_place, reopen_place
from yichuang.organizations.queries import places as reads
from yichuang.organizations.rules.ledger_words import history_line
from yichuang.organizations.rules.places import BOARD, COLUMNS, DEPARTMENT, DIVISION, KINDS, SITE, WINDOW
from yichuang.organizations.rules.workbook import in_words

ICONS = {
    DIVISION: "hierarchy",
    DEPARTMENT: "building-bank",
    SITE: "map-pin",
    BOARD: "layout-dashboard",
    WINDOW: "device-desktop",
}
# What a list shows of each kind beside the name: (what it may be sorted by, heading, field).
SHOWN: dict[str, tuple[tuple[str, str, str], ...]] = {
    DIVISION: (
        ("code", "区划代码", "code"),
        ("name", "名称", "name"),
        ("", "类型", "kind"),
        ("", "上级区划", "parent"),
    ),
    DEPARTMENT: (
        ("name", "名称", "name"),
        ("code", "部门编号", "key"),
        ("", "申报编码部门段", "code2"),
        ("", "机关代字", "short_name"),
        ("division", "所属区划", "division"),
    ),
    SITE: (
        ("name", "名称", "name"),
        ("code", "服务点编号", "key"),
        ("", "类型", "kind"),
        ("division", "所在区划", "division"),
        ("", "办公时间", "hours"),
    ),
    BOARD: (("name", "名称", "name"), ("site", "服务点", "site"), ("", "票号字母", "letter")),
    WINDOW: (
        ("number", "窗口号", "number"),
        ("name", "名称", "name"),
        ("", "类型", "kind"),
        ("site", "服务点", "site"),
        ("", "板块", "board"),
    ),
}


def known_kind(kind: str) -> str:
    """Return a kind that there is. :raises NotFound: for any other."""
    if kind not in KINDS:
        raise NotFound("这个列表", "请从“组织机构”进入。")
    return kind


@signed_in
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin with the divisions."""
    policies.demand_view(request.actor)  # type: ignore[attr-defined]
    return HttpResponseRedirect("/organisation/division/")


@signed_in
@require_http_methods(["GET", "HEAD"])
def place_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the places of one kind that the actor may see: filtered, sorted, paged."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand_view(actor)
    rows = reads.filtered(reads.visible_places(actor, known_kind(kind)), kind, request.GET)
    page = page_of(rows, reads.order_of(kind, request.GET.get("sort", "")), request.GET.get("cursor", ""), 30)
    context = {
        "kind": kind,
        "name": KINDS[kind],
        "kinds": KINDS.items(),
        "heads": [(head, sort) for sort, head, _ in SHOWN[kind]],
        "first": next(iter(reads.ORDERS[kind])),
        "page": page,
        "lines": [line(row) for row in page.rows],
        "filter": PlaceFilter(request.GET, kind, within(actor, kind)),
        "icon": ICONS[kind],
        "may_add": actor.may(policies.act_of(kind)),
        "may_import": actor.may(policies.MANAGE),
    }
    return render(request, "accounts/places.html", context)


def line(row: reads.Place) -> dict[str, Any]:
    """Return a place as lists show it."""
    kind, values = reads.kind_of(row), reads.values_of(row)
    cells = [(head, _shown(row, kind, field, values[field]), field == "name") for _, head, field in SHOWN[kind]]
    return {"key": reads.key_of_place(row), "cells": cells, "closed": getattr(row, reads.CLOSED[kind])}


def _shown(row: Any, kind: str, field: str, value: str) -> str:
    if field in ("parent", "division", "site", "board"):
        place = getattr(row, field)
        return str(place) if place is not None else ""
    return in_words(kind, field, value)


def within(actor: Actor, kind: str) -> list[tuple[str, str]]:
    """Return the open places in which one of this kind may lie, that the actor may see, as the choices of a form."""
    if kind in (BOARD, WINDOW):
        rows = reads.visible_places(actor, SITE).filter(closed_on=None).order_by("division_id", "name")
        return [(row.key, row.name) for row in rows]
    divisions = reads.visible_places(actor, DIVISION).filter(valid_to=None).order_by("code")
    if kind == DIVISION:
        divisions = divisions.exclude(kind__in=("village", "non_gb"))
    return [(row.code, f"{row.name}（{row.code}）") for row in divisions]


@signed_in
@require_http_methods(["GET", "HEAD"])
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand_view(actor)
    rows = reads.filtered(reads.visible_places(actor, known_kind(kind)), kind, request.GET)
    rows = rows.order_by(*reads.order_of(kind, request.GET.get("sort", "")), "pk")[: LIMIT + 1]
    out = BytesIO()
    heads = [*(column.name for column in COLUMNS[kind]), "停用日期"]
    write_sheet(out, KINDS[kind], heads, (_cells(row, kind) for row in rows))
    return handed_out(out.getvalue(), kind)


def _cells(row: reads.Place, kind: str) -> list[str]:
    values, closed = reads.values_of(row), getattr(row, reads.CLOSED[kind])
    shown = [in_words(kind, column.field, values[column.field]) for column in COLUMNS[kind]]
    return [*shown, closed.isoformat() if closed else ""]


def handed_out(data: bytes, name: str) -> HttpResponse:
    """Return a spreadsheet as a download."""
    return spreadsheet(data, name, clock.now())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Register a place; a refusal keeps what was typed."""
    actor, name = request.actor, KINDS[known_kind(kind)]  # type: ignore[attr-defined]
    if not actor.may(policies.act_of(kind)):
        raise NotAllowed(policies.act_of(kind), f"{name}由本地区管理员登记（S0-25）。")
    initial = {name: request.GET.get(name, "") for name in ("site", "parent", "division")}
    form = PlaceForm(request.POST or None, kind, within(actor, kind), initial=initial)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = add_place(actor=actor, kind=kind, values=form.values(), now=clock.now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, f"已登记{name}“{made.name}”。")
            return HttpResponseRedirect(address(made))
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    context = {"form": form, "refused": refused, "kind": kind, "name": name, "icon": ICONS[kind]}
    return render(request, "accounts/place_add.html", context, status=status)


def address(row: reads.Place) -> str:
    """Return the address of a place's page."""
    return f"/organisation/{reads.kind_of(row)}/at/{reads.key_of_place(row)}/"


@signed_in
@require_http_methods(["GET", "HEAD"])
def place_page(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show one place."""
    return _show(request, known_kind(kind), key)


@signed_in
@require_POST
def act(request: HttpRequest, kind: str, key: str, verb: str) -> HttpResponse:
    """Change, close or reopen a place from its page; a refusal keeps what was typed."""
    actor, name = request.actor, KINDS[known_kind(kind)]  # type: ignore[attr-defined]
    given: dict[str, Any] = {"actor": actor, "kind": kind, "key": key, "now": clock.now()}
    row = reads.place_for(actor, kind, key)
    policies.demand(actor, kind, reads.division_of(row), f"变更这个{name}")
    form: PlaceForm | WhyForm
    bound: dict[str, Any]
    if verb == "change":
        form = PlaceForm(request.POST, kind, [], reads.values_of(row))
    elif verb in ("close", "reopen"):
        form = WhyForm(request.POST)
    else:
        raise NotFound("这个操作")
    bound = {verb: form}
    if not form.is_valid():
        return _show(request, kind, key, status=422, **bound)
    try:
        if isinstance(form, PlaceForm):
            change_place(values=form.values(), **given)
        elif verb == "close":
            close_place(why=form.cleaned_data["why"], **given)
        else:
            reopen_place(why=form.cleaned_data["why"], **given)
    except Refused as refused:
        return _show(request, kind, key, refused=refused, status=refused.status, **bound)
    done = {"change": "变更已保存", "close": "已停用", "reopen": "已恢复"}[verb]
    messages.success(request, f"{done}：{row.name}。" if verb != "change" else f"{done}，新办的件和文书使用新内容。")
    return HttpResponseRedirect(f"/organisation/{kind}/at/{key}/")


def _show(
    request: HttpRequest, kind: str, key: str, refused: Refused | None = None, status: int = 200, **bound: Any
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = reads.place_for(actor, kind, key)
    values = reads.values_of(row)
    closed = getattr(row, reads.CLOSED[kind])
    manages = policies.may_manage(actor, kind, reads.division_of(row))
    context = {
        "row": row,
        "kind": kind,
        "key": key,
        "name": KINDS[kind],
        "icon": ICONS[kind],
        "facts": [(column.name, _fact(row, kind, column.field, values[column.field])) for column in COLUMNS[kind]],
        "closed": closed,
        "manages": manages,
        "change": bound.get("change") or (PlaceForm(None, kind, [], values) if manages and not closed else None),
        "close": bound.get("close") or WhyForm(),
        "reopen": bound.get("reopen") or WhyForm(),
        "history": [(event, history_line(event.type, event.payload)) for event in reversed(ledger.history(row.stream))],
        "within": _lies_within(actor, row, kind),
        "refused": refused,
    }
    return render(request, "accounts/place.html", context, status=status)


def _fact(row: reads.Place, kind: str, field: str, value: str) -> str:
    shown = _shown(row, kind, field, value)
    return f"{shown}（{value}）" if field in ("parent", "division", "site") and value else shown


def _lies_within(actor: Actor, row: reads.Place, kind: str) -> list[dict[str, Any]]:
    """Return what lies in a place: a division's parts, a site's boards and windows, each list with its way to more."""
    inside = {DIVISION: (DIVISION, DEPARTMENT, SITE), SITE: (BOARD, WINDOW)}.get(kind, ())
    key = reads.key_of_place(row)
    groups = []
    for part in inside:
        rows = reads.filtered(reads.visible_places(actor, part), part, {"inside": key})
        found = list(rows.order_by(*reads.order_of(part, ""), "pk")[: MOST_WITHIN + 1])
        more = f"/organisation/{part}/?inside={key}"
        parameter = "site" if kind == SITE else "parent" if part == DIVISION else "division"
        groups.append(
            {
                "kind": part,
                "name": f"下级{KINDS[part]}" if part == DIVISION else KINDS[part],
                "heads": [head for _, head, _ in SHOWN[part]],
                "lines": [line(one) for one in found[:MOST_WITHIN]],
                "more": more if len(found) > MOST_WITHIN else "",
                "icon": ICONS[part],
                "add": f"/organisation/{part}/add/?{parameter}={key}"
                if actor.may(policies.act_of(part)) and not reads.is_closed(row)
                else "",
            }
        )
    return groups


MOST_WITHIN = 20
