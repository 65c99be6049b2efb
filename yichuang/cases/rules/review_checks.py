"""Checks of the department's moves: who is in charge, the second officer's own confirmation, the notice that was served."""

from yichuang.cases.rules.facts import CaseFacts, MoveInput
from yichuang.cases.rules.lifecycle import Move
from yichuang.cases.rules.material_checks import KEPT
from yichuang.foundations.problems import Reason

OPINIONS = {"grant": "同意准予", "deny": "同意不予"}


def taken_up(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse while the case has no officer."""
    return (
        []
        if facts.officer
        else [Reason("not_taken_up", "本件还没有承办人。", rule="S2-43", kept=KEPT, todo="请先领办。")]
    )


def another_officer(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a confirmation by the officer in charge himself (行政许可法 34: two officers)."""
    if facts.officer != given.actor_id:
        return []
    return [
        Reason(
            "same_officer",
            "您是本件承办人，共同核查要由另一名审查人员确认。",
            rule=move.article,
            kept=KEPT,
            todo="请另一名审查人员用自己的账号登录后确认。",
        )
    ]


def two_officers(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse while nobody but the deciding officer has confirmed the check with his own sign-in, to the same end."""
    if not facts.substance_checked:
        return []
    if given.second_officer and given.second_officer == given.actor_id:
        return [_second("same_officer", "共同核查的人员不能是您本人。", move)]
    others = [row for row in facts.co_signatures if row.officer != given.actor_id]
    if given.second_officer:
        others = [row for row in others if row.officer == given.second_officer]
    if not others:
        message = "需要核实申请材料实质内容的，应由两名以上工作人员核查；另一名审查人员还没有确认。"
        return [_second("second_officer", message, move)]
    if any(row.opinion == move.verb for row in others):
        return []
    found = "、".join(f"{row.name}：{OPINIONS.get(row.opinion, row.opinion)}" for row in others)
    return [_second("opinions_differ", f"共同核查意见（{found}）与本决定不一致。", move)]


def _second(code: str, message: str, move: Move) -> Reason:
    todo = "请另一名审查人员用自己的账号打开本件，确认共同核查。"
    return Reason(code, message, field="second_officer", rule="行政许可法 34", kept=KEPT, todo=todo)


def decider_did_not_receive(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse when whoever received the application takes part in the decision (S2-43)."""
    if facts.received_by not in (given.actor_id, given.second_officer):
        return []
    return [
        Reason(
            "receiver_decides",
            "收件人不能参与本件的决定。",
            rule="S2-43（前台受理、后台审批分离）",
            kept=KEPT,
            todo="请由其他审查人员决定。",
        )
    ]


def written_notice(facts: CaseFacts, given: MoveInput, move: Move) -> list[Reason]:
    """Refuse a special procedure whose written notice was not served: without it the clock does not stop (行政许可法 45)."""
    served = given.notice_served_on
    if served is None:
        return [
            _notice(
                "notice_unserved", "没有书面告知申请人，期限不能停走。", "请送达特别程序告知书并登记送达日期。", move
            )
        ]
    if given.today is not None and served > given.today:
        return [_notice("notice_not_yet", "告知书送达日期在今天之后，期限还不能停走。", "请在实际送达后登记。", move)]
    if facts.accepted_on is not None and served < facts.accepted_on:
        return [_notice("notice_too_early", "告知书送达日期早于受理日。", "请更正送达日期。", move)]
    return []


def _notice(code: str, message: str, todo: str, move: Move) -> Reason:
    return Reason(code, message, field="notice_served_on", rule=move.article, kept=KEPT, todo=todo)
