"""Send a matter's cases to a system, or no longer (S2-48): in one environment to one system at most."""

from datetime import datetime, timedelta

from yichuang.catalog.queries import latest_version
from yichuang.exchange import policies
from yichuang.exchange.events import MatterRouted
from yichuang.exchange.models import MatterRoute
from yichuang.exchange.queries.routes import TAKES_EFFECT
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.wire import NATIVE, UNIFIED
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "流转方向没有改变。"


@unit_of_work()
def route_matter(
    *, actor: Actor, key: str, matter: str, now: datetime, on: bool = True, after: timedelta = TAKES_EFFECT
) -> MatterRoute | None:
    """Begin to send a matter's cases to a system and return the route, or end it (`on` false, returns None).

    Takes effect `after` a minute, when every process knows of it. Cases that were received before stay where they are handled.

    :raises Refused: 409 when another system has the matter, or the matter is handled natively or is another department's; 409 when
        there is nothing to change.
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
        route = None
    else:
        mode = version.spec.integration.mode
        if held is not None:
            raise _refused(
                "routed", f"“{version.spec.name}”的办件已流转到“{held.system.name}”。", "请先取消原来的流转。"
            )
        if version.department_id != system.department_id:
            raise _refused(
                "foreign", f"“{version.spec.name}”不是{system.department.name}的事项。", "请选择本部门的事项。"
            )
        if mode == NATIVE:
            raise _refused(
                "native", f"“{version.spec.name}”在平台内全流程办理，没有业务系统。", "请先在梳理中改为对接模式。"
            )
        if mode == UNIFIED and not system.form_base:
            raise _refused("no_form", "统一收单号事项要打开对方的申报表，系统还没有申报表服务地址。", "请先填写地址。")
        route = MatterRoute.objects.create(
            system=system, matter_id=version.matter_id, environment=system.environment, since=now + after
        )
    event = MatterRouted(matter=version.key, on=on)
    ledger.write(system, event, actor=actor, at=now, update_fields=[])
    return route


def _refused(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, "matter", "S2-48", KEPT, todo), title="没有设置")
