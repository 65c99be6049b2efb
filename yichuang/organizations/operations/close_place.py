"""Close a place that nobody needs any more, or open it again; what happened there stays on record."""

from datetime import date, datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations import policies
from yichuang.organizations.events import PlaceClosed, PlaceReopened
from yichuang.organizations.models import Board, Department, Division, Place, Site, Window
from yichuang.organizations.ports import Leaving, Tenant, listed, tenants_of
from yichuang.organizations.queries.places import CLOSED, division_of, is_closed, known, place_for, values_of
from yichuang.organizations.rules.places import KINDS, faults

SHOWN = 3


@unit_of_work()
def close_place(*, actor: Actor, kind: str, key: str, why: str, now: datetime, on: date | None = None) -> Place:
    """Close a place from today on (`on` is for the platform, which loads what was closed long ago) and return it.

    :raises NotFound: :raises NotAllowed: outside the actor's division. :raises Refused: 422 without a reason, 409 when it is closed,
        or when people hold posts there, cases are open or other places lie in it.
    """
    row, name = _locked(actor, kind, key, "停用")
    if is_closed(row):
        raise Refused(
            Reason("closed", f"这个{name}已停用。", todo="不必再停用；页面不是最新的，请刷新。"),
            title=f"不能停用{name}",
        )
    _with_reason(why, "停用", name)
    day = on if on is not None and actor.kind == "system" else day_of(now)
    needed = [*_inside(row), *tenants_of(_leaving(row, kind, day))]
    if needed:
        kept = f"{name}仍在使用，没有改动。"
        reasons = [Reason("needed", one.said, rule="S0-25", kept=kept, todo=one.todo) for one in needed]
        raise Refused(*reasons, title=f"不能停用{name}")
    setattr(row, CLOSED[kind], day)
    event = PlaceClosed(kind=kind, key=key, on=day.isoformat(), why=why.strip()[:200])
    ledger.write(row, event, actor=actor, at=now, update_fields=[CLOSED[kind]])
    return row


@unit_of_work()
def reopen_place(*, actor: Actor, kind: str, key: str, why: str, now: datetime) -> Place:
    """Open a closed place again and return it.

    :raises NotFound: :raises NotAllowed: outside the actor's division. :raises Refused: 422 without a reason or when its name was given
        to another meanwhile, 409 when it is not closed.
    """
    row, name = _locked(actor, kind, key, "恢复")
    if not is_closed(row):
        raise Refused(
            Reason("open", f"这个{name}没有停用。", todo="不必恢复；页面不是最新的，请刷新。"), title=f"不能恢复{name}"
        )
    _with_reason(why, "恢复", name)
    wrong = faults(kind, values_of(row), known(division_of(row)[:6]))
    if wrong:
        kept = f"{name}仍是停用状态。"
        reasons = [Reason("unusable", one.said, field=one.field, kept=kept, todo=one.todo) for one in wrong]
        raise Refused(*reasons, status=422, title=f"不能恢复{name}")
    setattr(row, CLOSED[kind], None)
    event = PlaceReopened(kind=kind, key=key, why=why.strip()[:200])
    ledger.write(row, event, actor=actor, at=now, update_fields=[CLOSED[kind]])
    return row


def _locked(actor: Actor, kind: str, key: str, doing: str) -> tuple[Place, str]:
    row = place_for(actor, kind, key, lock=True)
    policies.demand(actor, kind, division_of(row), f"{doing}这个{KINDS[kind]}")
    return row, KINDS[kind]


def _with_reason(why: str, doing: str, name: str) -> None:
    if not why.strip():
        said, todo = f"没有填写{doing}的原因。", f"请写明{doing}的原因。"
        raise Refused(
            Reason("why", said, field="why", kept=f"{name}不变。", todo=todo), status=422, title=f"不能{doing}{name}"
        )


def _leaving(row: Place, kind: str, on: date) -> Leaving:
    window = row if isinstance(row, Window) else None
    return Leaving(
        kind, str(row.pk), row.name, on, str(window.site_id) if window else "", window.number if window else ""
    )


def _inside(row: Place) -> list[Tenant]:
    """Return the open places that lie in this one; a site's boards and windows close with it."""
    found: list[Tenant] = []
    if isinstance(row, Division):
        within = (
            ("下级区划", Division.objects.filter(parent=row, valid_to=None)),
            ("部门", Department.objects.filter(division=row, closed_on=None)),
            ("服务点", Site.objects.filter(division=row, closed_on=None)),
        )
        for name, rows in within:
            names = list(rows.order_by("name").values_list("name", flat=True)[: SHOWN + 1])
            if names:
                found.append(Tenant(f"还有{name}在用：{listed(names)}。", f"请先停用{name}。"))
    if isinstance(row, Board):
        windows = list(
            Window.objects.filter(board=row, closed_on=None).order_by("number").values_list("number", flat=True)
        )
        if windows:
            said = f"还有窗口在这个板块：{'、'.join(windows[:SHOWN])} 号等 {len(windows)} 个。"
            found.append(Tenant(said, "请先把窗口改到别的板块，或停用窗口。"))
    return found
