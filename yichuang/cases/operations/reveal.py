"""Show the personal data of a case in clear, for a reason that goes on record (个人信息保护法 51; issue 2, 8)."""

from datetime import datetime

from yichuang.cases import policies
from yichuang.cases.events import PersonalDataRevealed
from yichuang.cases.queries.access import one_case
from yichuang.cases.queries.form_lines import sealed_lines
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

REASONS = {"identity": "核对身份", "contact": "联系申请人", "paper": "制作、核对文书", "other": "其他（须说明）"}
LEAST_WORDS = 4


@unit_of_work()
def reveal(*, actor: Actor, number: str, reason: str, words: str, now: datetime) -> dict[str, str]:
    """Return label → value of the case's personal data, of both forms; who looked, at what and why is in the case's history.

    :raises NotFound: for a case that is not the actor's to see. :raises NotAllowed: without the right.
    :raises Refused: 422 without a reason, or with 其他 and no words.
    """
    case = one_case(actor, number).select_for_update(of=("self",)).first()
    if case is None:
        raise NotFound("这个办件", "请核对编号；其他单位的办件不能在这里查看。")
    policies.demand(actor, "case.reveal", case, "查看申请人完整信息")
    said = words.strip()
    if reason not in REASONS or (reason == "other" and len(said) < LEAST_WORDS):
        todo = "请选择事由；选“其他”的，请用一句话写明为什么需要看。"
        missing = Reason(
            "reason",
            "没有写明查看的事由。",
            field="reason",
            rule="个人信息保护法 51",
            kept="没有显示任何信息。",
            todo=todo,
        )
        raise Refused(missing, status=422, title="不能查看")
    lines = sealed_lines(case)
    why = "：".join(part for part in (REASONS[reason] if reason != "other" else "其他", said) if part)
    event = PersonalDataRevealed(fields=[line.label for line in lines], reason=why)
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    return {line.label: line.value for line in lines}
