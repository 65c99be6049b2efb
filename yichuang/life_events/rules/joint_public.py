"""What the public is told of a joint case, in plain words: where the whole stands, and what the person does next (never a dead end)."""

from collections.abc import Mapping

from yichuang.life_events.rules import joint_states as s

# State of a member without a case to speak for it → (where it stands, what to do next).
PLAIN: dict[str, tuple[str, str]] = {
    s.WAITING: ("还没有轮到，前面的事项办好后自动开办。", "不用再来窗口，也不用再交材料。"),
    s.OPEN: ("正在办理。", "请等待结果，不用做什么。"),
    s.DONE: ("已经办成。", "结果已送达的，请核对证照内容。"),
    s.REFUSED: ("没有办成，理由见文书。", "对决定不服的，可按文书写明的途径申请行政复议或提起诉讼。"),
    s.WITHDRAWN: ("您已撤回这一项。", "需要时可重新申请。"),
    s.STOPPED: ("这一项不再办理。", "材料可到收件窗口领回；需要时可重新申请。"),
    s.SKIPPED: ("这一项以前已经办好。", "不用再办。"),
}
STEPS: dict[str, str] = {
    "joint.received": "收到申请",
    "joint.child_opened": "“{matter}”开始办理",
    "joint.child_ended": "“{matter}”有了结果",
    "joint.extended": "延长办理期限",
    "joint.withdrawn": "撤回申请",
    "joint.handed_out": "领取结果",
    "joint.ended": "全部办结",
}


def headline(joint: str, states: Mapping[str, str], *, correcting: bool) -> tuple[str, str]:
    """Return where the whole stands and what the person does next; `correcting`: something is to be corrected."""
    done = sum(state in s.WELL for state in states.values())
    if joint == s.WITHDRAWN_WHOLE:
        return "您已撤回这件事。", "需要时可重新申请；原件可到收件窗口领回。"
    count = f"{len(states)} 项中 {done} 项已办成"
    if joint == s.ENDED:
        return f"全部办结：{count}。", "欢迎对这次服务作出评价。"
    if correcting:
        return f"正在办理，{count}；有材料需要补正。", "请按下面列出的内容补齐后交到窗口，其他事项照常办理。"
    if s.over(states):
        return f"各项都有了结果，{count}。", "请带身份证件和收件凭证到窗口一次领取；选择快递的，请等待签收。"
    return f"正在办理，{count}。", "请等待结果，不用做什么；全部办好后一次领取。"
