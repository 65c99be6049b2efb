"""What the public is told of a case, in plain words: where it stands, and what the person does next (never a dead end)."""

from yichuang.cases.rules.states import State

S = State
# State → (where it stands, what to do next).
PLAIN: dict[State, tuple[str, str]] = {
    S.DRAFT: ("申请还没有提交。", "请继续填写并提交。"),
    S.SUBMITTED: ("申请已提交，部门正在预审。", "请等待预审结果，不用做什么。"),
    S.RETURNED: ("预审没有通过，需要修改。", "请按退回理由修改后重新提交。"),
    S.PREAPPROVED: ("预审已通过。", "请带纸质材料到窗口交件。"),
    S.RECEIVED: ("窗口已收到您的材料，正在核对是否齐全。", "请等待受理通知；需要补正的，会一次性书面告知您。"),
    S.CORRECTING: ("材料需要补正。", "请按一次性告知书列出的内容补齐后交到窗口。"),
    S.ACCEPTED: ("申请已受理，等待部门审查。", "请等待审查结果，不用做什么。"),
    S.REVIEWING: ("部门正在审查。", "请等待审查结果；需要现场核查的，部门会联系您。"),
    S.SUSPENDED: (
        "正在进行听证、检测、核查等程序，这段时间不计入办理期限。",
        "请按告知书的要求配合，程序结束后继续审查。",
    ),
    S.GRANTED: ("部门已准予，正在制作证照、批文。", "请等待领取或寄送通知。"),
    S.DENIED: (
        "部门已作出不予办理的决定，决定书将送达您。",
        "对决定不服的，可按决定书写明的途径申请行政复议或提起诉讼。",
    ),
    S.AT_ISSUING: ("结果已到出件窗口。", "请带身份证件和收件凭证到出件窗口领取；选择快递的，请等待签收。"),
    S.DELIVERED: ("结果已送达您。", "请核对证照内容；有误的，请到窗口更正。"),
    S.CLOSED: ("已办结。", "欢迎对这次服务作出评价。"),
    S.REFUSED: (
        "申请没有被受理，理由见不予受理通知书。",
        "对决定不服的，可按通知书写明的途径申请行政复议或提起诉讼；理由消除后可重新申请。",
    ),
    S.REDIRECTED: ("这件事不由本机关办理。", "请按告知书写明的机关和地址申请。"),
    S.NOT_REQUIRED: ("这件事依法不需要办理。", "不用再申请；有疑问请拨打 12345。"),
    S.WITHDRAWN: ("您已撤回申请。", "需要时可重新申请；原件可到收件窗口领回。"),
    S.TERMINATED: ("办理已终止，理由见终止办理通知书。", "对决定不服的，可按通知书写明的途径申请行政复议或提起诉讼。"),
}

AT_WINDOW = "请带身份证件和收件凭证到{site}出件窗口领取；选择快递的，请等待签收。"

# What of the history the public sees, in words of its own; what is not here stays inside the house.
STEPS: dict[str, str] = {
    "case.received": "收到申请",
    "case.correction_requested": "一次性告知补正",
    "case.correction_supplied": "收到补正",
    "case.accepted": "受理",
    "case.acceptance_refused": "告知不受理",
    "case.tolerated_supplied": "收到补交的材料",
    "case.taken_up": "开始审查",
    "case.suspended": "进入特别程序",
    "case.resumed": "特别程序结束",
    "case.extended": "延长办理期限",
    "case.decided": "作出决定",
    "case.sent_to_issuing": "结果移交出件窗口",
    "case.sent_by_courier": "寄出结果",
    "case.delivered": "送达",
    "case.closed": "办结",
    "case.withdrawn": "撤回申请",
    "case.terminated": "终止办理",
}

# Documents addressed to the applicant, who may fetch them with number and query password.
FOR_APPLICANT = frozenset(
    {
        "acceptance_notice",
        "correction_notice",
        "refusal_notice",
        "redirect_notice",
        "not_required_notice",
        "special_procedure_notice",
        "extension_notice",
        "grant_decision",
        "denial_decision",
        "withdrawal_notice",
        "termination_notice",
    }
)
