"""Take a paper of a joint intake from shared data instead of from the applicant (共享获取，免提交; S2-14, 716号令 7)."""

from datetime import datetime

from yichuang.cases.operations.take_shared import licence_names
from yichuang.cases.policies import counter_of
from yichuang.cases.ports import Asking, Licence, shared_data
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_id_number
from yichuang.life_events.queries.joint_plan import Plan, line_of
from yichuang.life_events.rules.together import Line


def may_be_taken(line: Line) -> bool:
    """Tell whether a licence may stand in for a paper: for every member that asks for it, and where shared data is joined."""
    return shared_data().ready and all(one.shared.fetchable for _, one in line.asked)


def take_joint_licence(
    *, actor: Actor, plan: Plan, name: str, id_number: str, consent: bool, now: datetime, wall: datetime
) -> Licence:
    """Get the applicant's valid licence of a paper's type (`name`: its line), before anything is received.

    The source is asked outside any transaction, and the call and what it said are on record; when it cannot answer, the paper way is open.

    :raises NotAllowed: outside the actor's counter. :raises NotFound: for a paper that the answers do not need. :raises Refused: 409 for a
        test piece; 422 for a paper that must be brought, without a right number or without the applicant's consent; 404 or 503 when no
        valid licence can be got.
    """
    counter_of(actor)
    line = line_of(plan, name)
    if not plan.event.version_id:
        kept, todo = "已填内容都在。", "请按剧本收取。"
        raise Refused(
            Reason("practice", "测试件不查询真实数据。", rule="S0-26", kept=kept, todo=todo), title="没有取到"
        )
    if not may_be_taken(line):
        raise _refused("not_shared", f"“{line.name}”不能由数据共享免提交。", "请收取纸质或扫描件。")
    report = check_id_number(id_number, on=day_of(now))
    if not report.ok:
        raise _refused("id_number", f"申请人身份证：{report.errors[0]}", "请先照证件填好身份证号。")
    if not consent:
        raise _refused("consent", "还没有勾选“申请人同意查询”。", "请征得申请人同意后勾选，再共享获取。")
    names = frozenset().union(*(licence_names(stated) for _, stated in line.asked))
    asking = Asking(f"办理{plan.event.name}"[:200], consent, now, wall, material=line.id)
    return shared_data().licence(actor, report.value, names, asking)


def _refused(code: str, message: str, todo: str) -> Refused:
    reason = Reason(code, message, rule="S2-14；个人信息保护法 13", kept="已填内容都在。", todo=todo)
    return Refused(reason, status=422, title="没有共享获取")
