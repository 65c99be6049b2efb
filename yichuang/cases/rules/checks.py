"""What each move needs: one small pure check a requirement, and the table that names them.

A reason says what is missing, that nothing was changed, and what to do.
"""

from collections.abc import Callable

from yichuang.cases.rules import issuing_checks, review_checks
from yichuang.cases.rules.facts import TOLERATED, CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import Move
from yichuang.cases.rules.material_checks import (
    KEPT,
    commitment,
    every_material_settled,
    points,
    required_electronic_materials,
)
from yichuang.cases.rules.states import State
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.foundations.problems import Reason

Check = Callable[[CaseFacts, MoveInput, Move], list[Reason]]


def _need(present: object, code: str, message: str, todo: str, field: str = "") -> Check:
    """Return a check that a text or flag was given: `present` names the attribute of `MoveInput`."""

    def check(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
        value = getattr(given, str(present))
        empty = not value.strip() if isinstance(value, str) else not value
        return (
            [Reason(code, message, field=field or str(present), rule=move.article, kept=KEPT, todo=todo)]
            if empty
            else []
        )

    return check


def _acceptance_role(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if facts.acceptance_role == "accept" or facts.department_id in given.actor_department_ids:
        return []
    return [
        Reason(
            "collect_only",
            "本事项中心只负责收件，由办理部门决定是否受理。",
            rule="S2-40",
            kept="已收的材料都在。",
            todo="请按移交清单把材料交接给办理部门。",
        )
    ]


def _own_form_filled(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse while a field that only a changed situation asks for is empty; at receipt the form itself was judged (S2-51)."""
    todo = "请询问申请人后，用“当场更正”补填。"
    return [
        Reason("form_open", f"申请表的“{label}”还没有填写。", "own_form", "S2-51", KEPT, todo)
        for label in facts.form_open
    ]


def _nothing_awaited(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse the counter while the department's own form is not there; the department itself knows what it has (S2-52②)."""
    one = facts.awaited
    if one is None or facts.department_id in given.actor_department_ids:
        return []
    return [Reason("form_awaited", one.message, rule=one.rule, kept=KEPT, todo=one.todo)]


def _notice_period_over(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if given.notice_deemed:
        return []
    return [
        Reason(
            "notice_period_running",
            "收到材料未满五个工作日，还不能视为受理。",
            rule=move.article,
            kept=KEPT,
            todo="请在期限内受理或一次性告知。",
        )
    ]


def _correction_only_once(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if facts.corrections == 0 or (given.actor_may_repeat_correction and given.repeat_reason.strip()):
        return []
    return [
        Reason(
            "second_correction",
            "本件已经一次性告知过，补正要求只能告知一次。",
            rule="行政许可法 32(一)4",
            kept=KEPT,
            todo="确因补交的材料本身不合格需再次告知的，请窗口主管或部门负责人说明理由后办理。",
        )
    ]


def _extension_only_once(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    return (
        [
            Reason(
                "extended_before",
                "本件已经延长过一次，不能再次延长。",
                rule="行政许可法 42",
                kept=KEPT,
                todo="请在现有期限内作出决定。",
            )
        ]
        if facts.extended
        else []
    )


def _extension_within(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if 1 <= given.extension_days <= facts.max_extension:
        return []
    return [
        Reason(
            "extension_days",
            f"延长期限应为 1 至 {facts.max_extension} 个工作日。",
            field="extension_days",
            rule="行政许可法 42",
            kept=KEPT,
            todo="请更正天数。",
        )
    ]


def _tolerated_settled(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    open_ones = [material.name for material in facts.materials if material.received_as == TOLERATED]
    if not open_ones:
        return []
    return [
        Reason(
            "tolerated_open",
            f"容缺材料“{'、'.join(open_ones)}”还没有补交。",
            rule="S2-39",
            kept=KEPT,
            todo="请等申请人补交后再作准予决定。",
        )
    ]


def _tolerated_outstanding(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    tolerated = {material.id for material in facts.materials if material.received_as == TOLERATED}
    if tolerated & set(given.supplied):
        return []
    return [
        Reason(
            "nothing_tolerated",
            "没有选中待补交的容缺材料。",
            field="supplied",
            rule="S2-39",
            kept=KEPT,
            todo="请选择申请人这次补交的材料。",
        )
    ]


def _something_supplied(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if set(given.supplied) & set(facts.outstanding):
        return []
    return [
        Reason(
            "nothing_supplied",
            "没有选中一次性告知书里列出的补正事项。",
            field="supplied",
            rule="行政许可法 32(一)5",
            kept=KEPT,
            todo="请勾选申请人这次补正的事项。",
        )
    ]


def _result_registered(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if facts.state == State.DENIED or (given.result_name.strip() and given.result_number.strip()):
        return []
    return [
        Reason(
            "result_missing",
            "还没有登记办理结果的名称和编号。",
            field="result_number",
            rule="S2-44",
            kept=KEPT,
            todo="请登记证照或批文的名称和编号。",
        )
    ]


def _delegation(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if facts.delegation:
        return []
    return [
        Reason(
            "no_delegation",
            "没有有效的委托授权书：部门尚未把本事项的审批、制证委托给本中心和您。",
            rule="S2-45②",
            kept=KEPT,
            todo="请按前后台流转办理；需要一人通办的，由部门负责人登记委托授权书。",
        )
    ]


def _single_clerk(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if facts.case_type == SINGLE_CLERK:
        return []
    return [
        Reason(
            "not_single_clerk",
            "本事项不是前台一人通办的即办件。",
            rule="S2-45",
            kept=KEPT,
            todo="请受理后由办理部门决定。",
        )
    ]


def _situation_reached(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    if given.what:
        return []
    return [
        Reason(
            "situation_open",
            "情形问题还没有答完。",
            field="answers",
            rule="S2-11",
            kept="已答的都在。",
            todo="请继续回答，直到确定办理情形。",
        )
    ]


def _nothing(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    return []


# `complete_form` is judged by the form's own validation before the move; the table names it for the reader.
CHECKS: dict[str, Check] = {
    "complete_form": _nothing,
    "required_electronic_materials": required_electronic_materials,
    "every_point_checked": points("formal"),
    "situation_reached": _situation_reached,
    "reasons": _need("reasons", "reasons_missing", "没有写明理由。", "请写明理由：当事人要能看懂。"),
    "legal_basis": _need("legal_basis", "basis_missing", "没有写明法律依据。", "请写明法律、法规、规章的名称和条款。"),
    "competent_authority": _need(
        "authority", "authority_missing", "没有写明应向哪个机关申请。", "请写明有权机关的名称。"
    ),
    "complete_list": _need("items", "list_empty", "没有列出需要补正的内容。", "请一次列全所有需要补正的材料和内容。"),
    "correction_only_once": _correction_only_once,
    "something_supplied": _something_supplied,
    "what_was_corrected": _need("what", "correction_text", "没有写明当场更正了什么。", "请写明更正的内容。"),
    "every_material_settled": every_material_settled,
    "own_form_filled": _own_form_filled,
    "department_form_there": _nothing_awaited,
    "every_formal_point_ticked": points("formal"),
    "every_content_point_ticked": points("content"),
    "commitment_for_tolerated": commitment,
    "acceptance_role": _acceptance_role,
    "asks_acceptor": _acceptance_role,
    "notice_period_over": _notice_period_over,
    "tolerated_outstanding": _tolerated_outstanding,
    "procedure": _need(
        "procedure", "procedure_missing", "没有选择特别程序的种类。", "请选择听证、检验、检测、鉴定、专家评审等。"
    ),
    "expected_days": _need(
        "expected_days", "days_missing", "没有写明所需时间。", "请写明预计需要的工作日数，并告知申请人。"
    ),
    "written_notice": review_checks.written_notice,
    "extension_only_once": _extension_only_once,
    "extension_within_limit": _extension_within,
    "taken_up": review_checks.taken_up,
    "two_officers": review_checks.two_officers,
    "decider_did_not_receive": review_checks.decider_did_not_receive,
    "another_officer": review_checks.another_officer,
    "opinion": _need("opinion", "opinion_missing", "没有选择共同核查意见。", "请选择同意准予或同意不予。"),
    "tolerated_settled": _tolerated_settled,
    "result_registered": _result_registered,
    "identity_checked": _need(
        "identity_checked", "identity_unchecked", "没有核对领取人身份。", "请核对领取人的身份证件并登记。"
    ),
    "signature": _need("signature", "signature_missing", "领取人还没有签名。", "请领取人在签名板上签名。"),
    "waybill": _need("waybill", "waybill_missing", "没有登记快递单号。", "请登记快递单号并留存寄件凭单。"),
    "waybill_fits": issuing_checks.waybill_fits,
    "receiver_fits": issuing_checks.receiver_fits,
    "not_sent_yet": issuing_checks.not_sent_yet,
    "sent_by_courier": issuing_checks.sent_by_courier,
    "not_a_courier_s": issuing_checks.not_with_the_courier,
    "e_licence": issuing_checks.e_licence,
    "consent": _need(
        "consent",
        "consent_missing",
        "没有申请人同意电子送达的依据。",
        "请征得申请人同意并登记依据，或改为现场发放、快递送达。",
    ),
    "offered": issuing_checks.offered,
    "read_receipt": _need(
        "identity_checked", "not_read", "申请人尚未签收电子送达。", "请等申请人签收，或改为现场发放。"
    ),
    "applicant_request": _need(
        "request_in_writing", "request_missing", "没有申请人的书面撤回请求。", "请收取申请人签名的撤回申请。"
    ),
    "delegation": _delegation,
    "single_clerk_matter": _single_clerk,
    "successor": _need("successor", "successor_missing", "没有选择接任的首办责任人。", "请选择同一中心的窗口人员。"),
}
