"""Checks of the issuing counter's moves (行政许可法 44; S2-44)."""

from yichuang.cases.rules.facts import CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import Move
from yichuang.cases.rules.material_checks import KEPT
from yichuang.cases.rules.receivers import refuse_receiver
from yichuang.cases.rules.waybills import refuse_waybill
from yichuang.foundations.problems import Reason


def receiver_fits(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a receiver who is neither the applicant nor holds his authority."""
    if given.receiver is None or given.applicant is None or given.today is None:
        return []
    return refuse_receiver(given.receiver, given.applicant, given.today)


def waybill_fits(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a waybill number that no carrier prints."""
    return refuse_waybill(given.carrier, given.waybill)


def not_sent_yet(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a second dispatch while the first is on its way."""
    if not facts.sent_by_courier:
        return []
    return [
        Reason(
            "sent_before", "本件已经交寄过，寄件凭单已留存。", rule="S2-44", kept=KEPT, todo="如需重寄，请先登记退回。"
        )
    ]


def sent_by_courier(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse to confirm, or take back, what was never posted."""
    return (
        []
        if facts.sent_by_courier
        else [Reason("not_sent", "本件还没有交寄。", rule="S2-44", kept=KEPT, todo="请先登记快递单号。")]
    )


def not_with_the_courier(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse to hand out or serve electronically what is in the courier's bag."""
    if not facts.sent_by_courier:
        return []
    todo = "申请人改为到窗口领取的，请等快递退回后登记退回，再发放。"
    return [Reason("with_the_courier", "办理结果已经交寄，不在窗口。", rule="S2-44", kept=KEPT, todo=todo)]


def e_licence(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse electronic service where the result has no electronic form (国务院令716号 10)."""
    if facts.e_licence:
        return []
    todo = "请按现场或快递方式送达。"
    return [
        Reason("e_licence_missing", "本事项的办理结果没有电子证照或电子文书。", rule=move.article, kept=KEPT, todo=todo)
    ]


def offered(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a read receipt for what was not laid out for electronic service."""
    if facts.offered_electronically:
        return []
    return [Reason("not_offered", "本件没有发起电子送达。", rule=move.article, kept=KEPT, todo="请先发起电子送达。")]
