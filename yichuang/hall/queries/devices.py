"""Reads of devices: who a browser is by its token, which devices an officer looks after."""

import hashlib

from django.db.models import Q, QuerySet

from yichuang.accounts.permissions import device_grants
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.hall.models import Device
from yichuang.hall.policies import ARRANGE
from yichuang.organizations.queries import Site, sites_in
from yichuang.organizations.queries import site as site_by_id


def token_hash(token: str) -> str:
    """Return what is kept of a device's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_of_token(token: str) -> Device | None:
    """Return the device that a browser is, revoked ones too, or None (one statement)."""
    if not token:
        return None
    rows = Device.objects.select_related("site__division", "window__board")
    return rows.filter(token_hash=token_hash(token)).first()


def actor_of_device(device: Device) -> Actor:
    """Return a device as an actor: what it is for, at its site only; a revoked one may nothing."""
    grants = device_grants(device.kind, device.site_id) if device.state == "active" else frozenset()
    return Actor(kind="device", id=str(device.pk), name=device.name, grants=grants)


def arranged_at(actor: Actor, act: str = ARRANGE, way: str = "site") -> Q:
    """Return the condition that the actor has an act at the site of a row; `way` leads from the row to its site."""
    scope = Q(pk__in=[])
    for grant in actor.scopes(act):
        if grant.scope == "everywhere":
            return Q()
        if grant.scope == "division":
            scope |= Q(**{f"{way}__division__code__startswith": grant.value})
        if grant.scope == "site":
            scope |= Q(**{f"{way}_id": int(grant.value)})
    return scope


def visible_devices(actor: Actor) -> QuerySet[Device]:
    """Return the devices at sites whose hall the actor arranges."""
    return Device.objects.filter(arranged_at(actor)).select_related("site", "window")


def narrowed(rows: QuerySet[Device], q: str = "", kind: str = "", state: str = "") -> QuerySet[Device]:
    """Return the devices whose name or window has the text asked for, of a kind, in a state."""
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(window__number=q) | Q(site__name__icontains=q))
    exact = {name: value for name, value in (("kind", kind), ("state", state)) if value}
    return rows.filter(**exact)


def device_for(actor: Actor, pk: str, lock: bool = False) -> Device:
    """Return a device that the actor looks after. :raises NotFound: for others'."""
    rows = visible_devices(actor)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("这台设备", "请从设备列表中选择。")
    return found


def sites_for(actor: Actor, act: str = ARRANGE) -> list[Site]:
    """Return the sites where the actor has an act, by name."""
    found: dict[int, Site] = {}
    for grant in actor.scopes(act):
        if grant.scope == "site":
            found[int(grant.value)] = site_by_id(int(grant.value))
        elif grant.scope == "division":
            found |= {row.pk: row for row in sites_in(grant.value, centres=False)}
    return sorted(found.values(), key=lambda row: (row.kind != "centre", row.name))
