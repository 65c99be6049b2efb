"""The law as a table: which move leads from where to where, who may make it, what it needs, what it gives, what it does to the clocks.

`MOVES` is design/lifecycle.md as data (rulebook part 2 is the law behind it). A move that is not here cannot happen, by any door.
`docs/rules/lifecycle.md` is made from this table by `manage.py write_rules`.
"""

from dataclasses import dataclass

from yichuang.cases.rules.states import BEFORE_DECISION, FINAL, IN_HANDLING, State

S = State


@dataclass(frozen=True)
class Move:
    """One row: verb (as spelled in URL, operation and event), its Chinese name, from, to (None: stays), act, needs, gives, clock, article."""

    verb: str
    name: str
    sources: tuple[State, ...]
    target: State | None
    act: str
    who: str
    needs: tuple[str, ...] = ()
    gives: str = ""
    clock: str = ""
    article: str = ""
    asks_once: str = ""


MOVES: tuple[Move, ...] = (
    Move("submit", "提交", (S.DRAFT, S.RETURNED), S.SUBMITTED, "case.submit", "申请人", ("complete_form", "required_electronic_materials"),
         "统一申报编码", "", "行政许可法 29、33；S2-46"),
    Move("preapprove", "预审通过", (S.SUBMITTED,), S.PREAPPROVED, "case.preapprove", "办理部门", ("every_point_checked",), "短信；防改动打印件", "", "S2-46"),
    Move("return", "预审退回", (S.SUBMITTED,), S.RETURNED, "case.return", "办理部门", ("reasons",), "退回理由", "", "S2-46"),
    Move("take_back", "撤回网上申请", (S.SUBMITTED, S.RETURNED, S.PREAPPROVED), S.WITHDRAWN, "case.submit", "申请人", (), "撤回记录", "", "行政许可法 29；S2-46"),
    Move("receive", "收件", (S.PREAPPROVED,), S.RECEIVED, "case.receive", "窗口人员", ("situation_reached", "complete_form"),
         "统一申报编码、收件凭证、首办责任人", "五日告知期限起算", "行政许可法 32；S2-39、S2-63"),
    Move("record_materials", "登记材料", (S.RECEIVED,), None, "case.receive", "窗口人员", (), "材料清单", "", "S2-14、S2-17"),
    Move("change_situation", "更改情形", (S.RECEIVED,), None, "case.receive", "窗口人员", ("situation_reached",), "新的材料清单，已收材料保留", "", "S2-11"),
    Move("correct_on_the_spot", "当场更正", (S.RECEIVED,), None, "case.correct_on_the_spot", "窗口人员", ("what_was_corrected",),
         "更正记录", "", "行政许可法 32(一)3"),
    Move("request_correction", "一次性告知补正", (S.RECEIVED,), S.CORRECTING, "case.request_correction", "窗口人员或办理部门",
         ("complete_list", "correction_only_once"), "一次性告知书", "未受理，办理期限尚未开始", "行政许可法 32(一)4"),
    Move("supplement", "补正", (S.CORRECTING,), S.RECEIVED, "case.supplement", "窗口人员", ("something_supplied",),
         "补正收件凭证；未补齐的仍待补正", "补齐之日起算", "行政许可法 32(一)5"),
    Move("accept", "受理", (S.RECEIVED,), S.ACCEPTED, "case.accept", "窗口人员（中心受理）或办理部门（中心只收件）",
         ("department_form_there", "own_form_filled", "every_material_settled", "every_formal_point_ticked", "commitment_for_tolerated",
          "acceptance_role"),
         "受理通知书", "办理期限自材料齐全之日起算", "行政许可法 32(一)5；S2-39、S2-40"),
    Move("deem_accept", "视为受理", (S.RECEIVED,), S.ACCEPTED, "case.deem_accept", "系统时钟", ("notice_period_over",),
         "受理通知书（受理日倒填收件日）、责任记录", "办理期限自收件之日起算", "行政许可法 32(一)4；不动产登记暂行条例 17"),
    Move("refuse", "不予受理", (S.RECEIVED, S.CORRECTING), S.REFUSED, "case.refuse", "窗口人员或办理部门", ("reasons", "legal_basis", "asks_acceptor"),
         "不予受理通知书（附救济）", "各期限终止", "行政许可法 32(二)；S2-39", "将出具不予受理通知书并终结本件，之后不能恢复。"),
    Move("redirect", "不属本机关", (S.RECEIVED, S.CORRECTING), S.REDIRECTED, "case.redirect", "窗口人员或办理部门", ("competent_authority", "reasons", "asks_acceptor"),
         "不属本机关职权告知书", "各期限终止", "行政许可法 32(一)2", "将告知申请人向有权机关申请并终结本件，之后不能恢复。"),
    Move("declare_not_required", "无需办理", (S.RECEIVED, S.CORRECTING), S.NOT_REQUIRED, "case.declare_not_required", "窗口人员或办理部门",
         ("reasons", "asks_acceptor"), "无需办理告知书", "各期限终止", "行政许可法 32(一)1", "将告知申请人无需办理并终结本件，之后不能恢复。"),
    Move("supplement_tolerated", "补交容缺材料", IN_HANDLING, None, "case.supplement_tolerated", "窗口人员", ("tolerated_outstanding",),
         "容缺标志取消", "不停表", "S2-39；行政许可法 45 不含补件"),
    Move("take_up", "领办", (S.ACCEPTED,), S.REVIEWING, "case.take_up", "审查人员", (), "承办人", "", "S2-43"),
    Move("record_review", "记录审查", (S.REVIEWING,), None, "case.take_up", "审查人员", (), "审查记录", "", "行政许可法 34；S2-17"),
    Move("co_sign", "确认共同核查", (S.REVIEWING,), None, "case.co_sign", "另一名审查人员", ("taken_up", "another_officer", "decider_did_not_receive", "opinion"),
         "共同核查记录", "", "行政许可法 34"),
    Move("suspend", "启动特别程序", (S.REVIEWING,), S.SUSPENDED, "case.suspend", "审查人员", ("procedure", "legal_basis", "expected_days", "written_notice"),
         "特别程序告知书", "期限停走（告知书送达之日起）", "行政许可法 45"),
    Move("resume", "结束特别程序", (S.SUSPENDED,), S.REVIEWING, "case.resume", "审查人员", (), "特别程序记录", "期限恢复", "行政许可法 45"),
    Move("extend", "延长期限", (S.REVIEWING,), None, "case.extend", "部门负责人", ("reasons", "extension_only_once", "extension_within_limit"),
         "延长办理期限通知书", "法定期限顺延", "行政许可法 42", "将出具延长办理期限通知书；每件只能延长一次。"),
    Move("grant", "准予", (S.REVIEWING,), S.GRANTED, "case.decide", "审查人员（两人）", ("taken_up", "every_content_point_ticked", "two_officers", "decider_did_not_receive", "tolerated_settled"),
         "准予决定书", "送达期限十个工作日起算", "行政许可法 34、38、44；S2-43", "将作出准予决定，决定作出后不能改动。"),
    Move("deny", "不予", (S.REVIEWING,), S.DENIED, "case.decide", "审查人员（两人）", ("taken_up", "reasons", "legal_basis", "two_officers", "decider_did_not_receive"),
         "不予决定书（附救济）", "送达期限十个工作日起算", "行政许可法 38；S2-43", "将作出不予决定，决定作出后不能改动。"),
    Move("send_to_issuing", "移交出件", (S.GRANTED, S.DENIED), S.AT_ISSUING, "case.send_to_issuing", "审查人员；一人通办的为受托窗口人员", ("result_registered",),
         "出件交接清单", "", "S2-44、S2-45②"),
    Move("request_signature", "核对领取人并请其签名", (S.AT_ISSUING,), None, "case.hand_out", "出件窗口人员；一人通办的为受托窗口人员",
         ("identity_checked", "receiver_fits", "not_a_courier_s"), "一次性签名页", "", "行政许可法 44；S2-44"),
    Move("hand_out", "现场发放", (S.AT_ISSUING,), S.DELIVERED, "case.hand_out", "出件窗口人员；一人通办的为受托窗口人员",
         ("identity_checked", "receiver_fits", "not_a_courier_s", "signature"), "送达回证", "送达期限停止", "行政许可法 44；S2-44"),
    Move("send_by_courier", "交寄", (S.AT_ISSUING,), None, "case.send_by_courier", "出件窗口人员",
         ("waybill", "waybill_fits", "not_sent_yet"), "寄件凭单", "", "S2-44"),
    Move("confirm_courier", "快递签收", (S.AT_ISSUING,), S.DELIVERED, "case.hand_out", "出件窗口人员", ("sent_by_courier",), "送达回证（寄件凭单留存）", "送达期限停止", "S2-44"),
    Move("take_back_from_courier", "登记快递退回", (S.AT_ISSUING,), None, "case.send_by_courier", "出件窗口人员", ("sent_by_courier", "reasons"),
         "退回记录，回到待出件", "送达期限继续", "S2-44"),
    Move("offer_electronically", "发起电子送达", (S.AT_ISSUING,), None, "case.hand_out", "出件窗口人员",
         ("e_licence", "consent", "not_a_courier_s"), "电子送达页", "", "国务院令716号 8、10"),
    Move("e_deliver", "电子送达", (S.AT_ISSUING,), S.DELIVERED, "case.e_deliver", "系统", ("e_licence", "offered", "read_receipt"), "送达回证（电子签收）", "送达期限停止", "国务院令716号 8、10"),
    Move("close", "办结归档", (S.DELIVERED,), S.CLOSED, "case.close", "系统时钟", (), "归档包、评价邀请", "", "S2-33"),
    Move("withdraw", "撤回申请", BEFORE_DECISION, S.WITHDRAWN, "case.withdraw", "窗口人员（代申请人）", ("applicant_request",), "撤回通知书", "各期限终止", "行政许可法 29",
         "将按申请人的书面请求撤回本件，之后不能恢复。"),
    Move("terminate", "终止办理", (S.CORRECTING, S.ACCEPTED, S.REVIEWING), S.TERMINATED, "case.terminate", "办理部门", ("reasons", "legal_basis"), "终止办理通知书", "各期限终止", "浙江省行政程序办法；行政许可法 29",
         "将终止办理本件，之后不能恢复。"),
    Move("complete_instantly", "一人通办", (S.RECEIVED,), S.GRANTED, "case.complete_instantly", "窗口人员（受托）",
         ("department_form_there", "own_form_filled", "every_material_settled", "every_formal_point_ticked", "every_content_point_ticked", "delegation",
          "single_clerk_matter"),
         "受理、准予一并作出；委托书编号留痕", "受理与决定同日", "行政许可法 34；S2-45②", "将依据委托授权当场受理并作出准予决定，不能改动。"),
    Move("hand_over_first_handler", "移交首办责任", tuple(state for state in State if state not in FINAL), None, "case.hand_over_first_handler", "首办责任人",
         ("successor",), "首办责任移交记录", "", "S2-63"),
)  # fmt: skip

BY_VERB: dict[str, Move] = {move.verb: move for move in MOVES}


def moves_from(state: State) -> tuple[Move, ...]:
    """Return every move that may start in `state`."""
    return tuple(move for move in MOVES if state in move.sources)
