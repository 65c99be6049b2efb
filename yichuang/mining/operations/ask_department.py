"""Ask the lead department, by one click, to compose a proposal (S2-25); it turns it into a draft or gives it back with a reason.

For who decides about proposals but composes none (中心主任, decisions/mining-library.md).
"""

from datetime import datetime
from uuid import UUID

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.accounts.queries import heads_of, officers_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining import policies
from yichuang.mining.events import ProposalHandedOn, ProposalReturned
from yichuang.mining.models import Proposal
from yichuang.mining.operations.dismiss_proposal import LEAST_WORDS, MOST_WORDS
from yichuang.mining.operations.keep_results import is_person
from yichuang.mining.queries.proposals import proposal_for
from yichuang.mining.queries.source import lead_of
from yichuang.mining.rules.plain import saved_said
from yichuang.mining.rules.proposals import ASKED, OPEN, STATE_NAMES

FIELDS = ["state", "asked_department", "asked_by_id", "asked_by_name", "asked_at", "returned_for"]


@unit_of_work()
def ask_department(*, actor: Actor, proposal: UUID | str, now: datetime) -> Proposal:
    """Ask the department of the first matter to compose a proposal, write to its heads (its officers where it has none), return it.

    :raises NotFound: not the actor's to see. :raises NotAllowed: without the right to decide.
    :raises Refused: 409 when it is not open, or nobody of the department could answer.
    """
    row = proposal_for(actor, proposal, lock=True)
    policies.demand(actor, policies.RUN, row.division, "处理一件事建议")
    _demand_state(row, OPEN, "没有转请部门")
    lead, today = lead_of(row.matters), day_of(now)
    people = heads_of(lead.pk, today) or officers_of(lead.pk, today)
    if not people:
        said = f"{lead.name}现在没有部门负责人或审查人员，没有人能收到。"
        todo = "请单位管理员先任命人员，或者请区管理员采纳。"
        raise Refused(Reason("nobody", said, rule="S2-25", kept="建议仍为“待处理”。", todo=todo), title="没有转请部门")
    row.state, row.asked_department, row.asked_at, row.returned_for = ASKED, lead, now, ""
    row.asked_by_id, row.asked_by_name = actor.id, actor.name
    event = ProposalHandedOn(matters=list(row.matters), department=lead.name, written_to=len(people))
    ledger.write(row, event, actor=actor, at=now, update_fields=FIELDS)
    saved = saved_said(row.all_visits, row.all_materials, row.all_fields, row.count)
    why = f"{row.persons} 人在前后 {row.run.window_days} 天内一并办理，平均每人可{saved}"
    for staff_id, _ in people:
        message_staff(
            staff_id=staff_id,
            template="life_event_asked",
            data={"by": actor.name, "matters": row.title, "why": why},
            now=now,
            stream=row.stream,
            once_key=f"life-event-asked:{row.pk}:{staff_id}:{now:%Y%m%d%H%M%S}",
        )
    return row


@unit_of_work()
def return_proposal(*, actor: Actor, proposal: UUID | str, reason: str, now: datetime) -> Proposal:
    """Give a proposal that one's department was asked to compose back with a reason: it is open again for who decides; return it.

    :raises NotFound: not the actor's to see. :raises NotAllowed: outside the department that was asked.
    :raises Refused: 409 when nobody was asked, 422 without a reason.
    """
    row = proposal_for(actor, proposal, lock=True)
    policies.demand_composing(actor, row.division, row.asked_department_id)
    _demand_state(row, ASKED, "没有退回")
    said, department = reason.strip(), row.asked_department
    if not LEAST_WORDS <= len(said) <= MOST_WORDS or department is None:
        fault = Reason(
            "return_reason",
            f"退回的理由应为 {LEAST_WORDS} 至 {MOST_WORDS} 个字。",
            field="return_reason",
            rule="S2-25",
            kept="建议仍在贵单位。",
            todo="请写明为什么不由贵单位牵头编排。",
        )
        raise Refused(fault, status=422, title="没有退回")
    tell_asker(row, f"{department.name}已退回：{said}", now)
    row.state, row.returned_for = OPEN, f"{department.name}：{said}"
    row.asked_department = None
    event = ProposalReturned(department=department.name, reason=said)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "returned_for", "asked_department"])
    return row


def tell_asker(row: Proposal, said: str, now: datetime) -> None:
    """Write to who asked a department what became of it; nothing where nobody asked."""
    if row.asked_department is None or row.asked_at is None or not is_person(row.asked_by_id):
        return
    message_staff(
        staff_id=row.asked_by_id,
        template="life_event_answered",
        data={"department": row.asked_department.name, "matters": row.title, "said": said},
        now=now,
        stream=row.stream,
        once_key=f"life-event-answered:{row.pk}:{row.asked_at:%Y%m%d%H%M%S}",
    )


def _demand_state(row: Proposal, wanted: str, title: str) -> None:
    if row.state != wanted:
        said = f"这条建议是“{STATE_NAMES[row.state]}”，不能这样处理。"
        raise Refused(
            Reason("state", said, rule="S2-25", kept="没有改动。", todo="请刷新页面查看最新状态。"), title=title
        )
