"""Send a matter's cases to a system, or no longer (S2-48): in one environment to one system at most, live on the opening sheet (S0-22)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.catalog.queries import PublishedMatter, latest_version
from yichuang.exchange import policies, ports
from yichuang.exchange.events import MatterRouted
from yichuang.exchange.models import ClientSystem, MatterRoute
from yichuang.exchange.queries.routes import TAKES_EFFECT
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.opening import EMERGENCY, SHEET, Asked, Basis, basis_of
from yichuang.exchange.rules.wire import NATIVE, UNIFIED
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "流转方向没有改变。"


@dataclass(frozen=True)
class Plea:
    """Why a live route may stand without the sheet: an emergency in words, or the platform's own setting up of a demonstration."""

    emergency: str = ""
    preset: bool = False


NO_PLEA = Plea()


@unit_of_work()
def route_matter(
    *,
    actor: Actor,
    key: str,
    matter: str,
    now: datetime,
    on: bool = True,
    after: timedelta = TAKES_EFFECT,
    plea: Plea = NO_PLEA,
) -> MatterRoute | None:
    """Begin to send a matter's cases to a system and return the route, or end it (`on` false, returns None).

    Takes effect `after` a minute, when every process knows of it. Cases that were received before stay where they are handled. A live
    route that stands on another basis gets its sheet when there is one.

    :raises NotAllowed: for an emergency by who may not. :raises Refused: 409 when another system has the matter, the matter is handled
        natively or is another department's, a live route has no opening sheet (S0-22), or there is nothing to change.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "设置事项的业务系统")
    version = latest_version(matter)
    routes = MatterRoute.objects.filter(matter_id=version.matter_id, environment=system.environment, until=None)
    held = routes.select_related("system").select_for_update(of=("self",)).first()
    if not on:
        if held is None or held.system_id != system.pk:
            raise _refused("no_route", f"“{version.spec.name}”的办件没有流转到这个系统。", "不用取消。")
        held.until = now + after
        held.save(update_fields=["until"])
        ledger.write(system, MatterRouted(matter=version.key, on=False), actor=actor, at=now, update_fields=[])
        return None
    _demand_fitting(system, version)
    basis = _basis(actor, system, version, plea, held)
    if held is not None:
        held.basis, held.said = basis.kind, basis.said
        held.save(update_fields=["basis", "said"])
        route = held
    else:
        given = {"basis": basis.kind, "said": basis.said, "since": now + after, "environment": system.environment}
        route = MatterRoute.objects.create(system=system, matter_id=version.matter_id, **given)
    event = MatterRouted(matter=version.key, on=True, basis=basis.kind, said=basis.said)
    ledger.write(system, event, actor=actor, at=now, update_fields=[])
    return route


def _demand_fitting(system: ClientSystem, version: PublishedMatter) -> None:
    """Refuse a matter that this system cannot have."""
    name, mode = version.spec.name, version.spec.integration.mode
    if version.department_id != system.department_id:
        raise _refused("foreign", f"“{name}”不是{system.department.name}的事项。", "请选择本部门的事项。")
    if mode == NATIVE:
        text = f"“{name}”在平台内全流程办理，没有业务系统。"
        raise _refused("native", text, "请先在梳理中改为对接模式。")
    if mode == UNIFIED and not system.form_base:
        text = "统一收单号事项要打开对方的申报表，系统还没有申报表服务地址。"
        raise _refused("no_form", text, "请先填写地址。")


def _basis(actor: Actor, system: ClientSystem, version: PublishedMatter, plea: Plea, held: MatterRoute | None) -> Basis:
    """Return on what the route stands (S0-22). :raises Refused: naming everything that it lacks, or that another has the matter."""
    proof = ports.openings().proof(system.pk, version.matter_id)
    found = basis_of(Asked(system.live, proof, plea.emergency, plea.preset and actor.kind == "system"))
    sheeted = isinstance(found, Basis) and found.kind == SHEET
    if held is not None and (held.system_id != system.pk or not sheeted or held.said == proof.sheet):
        text = f"“{version.spec.name}”的办件已流转到“{held.system.name}”。"
        raise _refused("routed", text, "请先取消原来的流转。")
    if not isinstance(found, Basis):
        reasons = [Reason(one.code, one.message, "matter", "S0-21、S0-22", KEPT, one.todo) for one in found]
        raise Refused(*reasons, title="没有设置")
    if found.kind == EMERGENCY:
        policies.demand(actor, policies.EMERGENCY, system, "紧急开通没有开通确认单的事项")
    return found


def _refused(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, "matter", "S2-48", KEPT, todo), title="没有设置")
