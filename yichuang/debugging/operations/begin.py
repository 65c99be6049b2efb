"""Begin joint debugging of a system for one of its matters (S0-18)."""

from datetime import datetime

from yichuang.debugging.events import DebuggingBegun
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.queries import matters_under
from yichuang.debugging.rules.steps import RUNNING
from yichuang.exchange import policies
from yichuang.exchange.queries.systems import lock_system
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT, TITLE = "没有开始联调。", "没有开始"


@unit_of_work()
def begin(*, actor: Actor, key: str, matter: str, now: datetime) -> DebuggingRun:
    """Begin a run and return it; one that is going on for the matter is returned as it is.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 409 for a live system, one that is shut out or only pulls; 422 for a
        matter whose practice cases do not go to it.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "联调业务系统")
    if system.live:
        raise _refused("live", "正式环境的系统不在联调台上试：联调会推送测试消息。", "请登记同一系统的联调环境。")
    if not system.active:
        raise _refused("stopped", "这个系统已停用。", "请先恢复。")
    if not system.receiver:
        raise _refused("no_receiver", "这个系统没有信息接收地址，只自行拉取。", "请先登记接收地址。")
    found = {row.key: row for row in matters_under(system, now)}
    if matter not in found:
        raise _refused("matter", "这个事项的练习件不流转到这个系统。", "请先在系统页面设置流转的事项。", 422)
    going = DebuggingRun.objects.filter(system=system, matter=found[matter], state=RUNNING).first()
    if going is not None:
        return going
    run = DebuggingRun(system=system, matter=found[matter], begun_at=now, begun_by_name=actor.name)
    ledger.write(run, DebuggingBegun(system=system.name, matter=found[matter].name), actor=actor, at=now)
    return run


def _refused(code: str, message: str, todo: str, status: int = 409) -> Refused:
    return Refused(Reason(code, message, "matter", "S0-18", KEPT, todo), status=status, title=TITLE)
