"""Who may take a result over the counter: the applicant, an organisation's legal representative, or an agent with authority (S2-44).

Pure: what the issuing clerk entered against what the base form says, every reason at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yichuang.foundations.problems import Reason
from yichuang.foundations.rules.identifiers import check_id_number

SELF, REPRESENTATIVE, AGENT = "self", "representative", "agent"
RELATIONS = {SELF: "申请人本人", REPRESENTATIVE: "法定代表人", AGENT: "受托代领人"}
PAPERS = {
    "id_card": "居民身份证原件",
    "e_card": "电子身份证件",
    "passport": "护照原件",
    "permit": "港澳台居民居住证或通行证原件",
    "other": "其他有效身份证件原件",
}
WITH_CHECK_DIGIT = ("id_card", "e_card")
KEPT = "没有发放，办理结果还在出件窗口。"
RULE = "S2-44；行政许可法 44"


@dataclass(frozen=True)
class Applicant:
    """What the base form says of the applicant: kind, name, identity number, legal representative."""

    kind: str
    name: str
    id_number: str = ""
    legal_representative: str = ""


@dataclass(frozen=True)
class Receiver:
    """Who came: relation, name, identity paper and its number, and an agent's authority in words."""

    relation: str = SELF
    name: str = ""
    paper: str = "id_card"
    number: str = ""
    authorisation: str = ""


def relations_for(organisation: bool) -> dict[str, str]:
    """Return who may come for an applicant's result: a person himself, an organisation's representative, an agent of either."""
    left_out = SELF if organisation else REPRESENTATIVE
    return {key: name for key, name in RELATIONS.items() if key != left_out}


def checked_in_words(receiver: Receiver) -> str:
    """Return how the receiver's identity was checked, in words."""
    return PAPERS[receiver.paper] + ("，号码已核对" if receiver.number.strip() else "，人证相符")


def applicant_of(kind: str, name: str, form: Mapping[str, str]) -> Applicant:
    """Return the applicant as the base form (S2-53) names him."""
    return Applicant(kind, name, form.get("id_number", ""), form.get("legal_representative", ""))


def name_of(receiver: Receiver, applicant: Applicant) -> str:
    """Return the receiver's name, filled in where the relation says it."""
    stated = {SELF: applicant.name, REPRESENTATIVE: applicant.legal_representative}.get(receiver.relation, "")
    return receiver.name.strip() or stated


def refuse_receiver(receiver: Receiver, applicant: Applicant, on: date) -> list[Reason]:
    """Return every reason why this person may not take the result on that day."""
    if receiver.relation not in RELATIONS or receiver.paper not in PAPERS:
        return [_reason("receiver_unknown", "领取人与申请人的关系或证件种类无法识别。", "relation", "请重新选择。")]
    reasons = [*_number(receiver, applicant, on)]
    if receiver.relation == SELF:
        reasons += _self(receiver, applicant)
    elif receiver.relation == REPRESENTATIVE:
        reasons += _representative(receiver, applicant)
    else:
        reasons += _agent(receiver)
    return reasons


def _number(receiver: Receiver, applicant: Applicant, on: date) -> list[Reason]:
    number = receiver.number.strip().upper()
    if not number:
        if receiver.relation == SELF:
            return []  # the clerk compares the card with the number already on file
        return [_reason("receiver_number", "没有登记领取人的证件号码。", "number", "请按证件原件登记号码。")]
    if receiver.paper in WITH_CHECK_DIGIT:
        report = check_id_number(number, on=on)
        if not report.ok:
            return [_reason("receiver_number", error, "number", "请对照证件原件重新输入。") for error in report.errors]
    elif len(number) < 5:
        return [_reason("receiver_number", "证件号码太短。", "number", "请对照证件原件重新输入。")]
    if receiver.relation == SELF and applicant.id_number and number != applicant.id_number.upper():
        message = "证件号码与申请人登记的不一致。"
        return [
            _reason("receiver_differs", message, "number", "请核对是否本人；不是本人的，选“受托代领人”并收取授权。")
        ]
    return []


def _self(receiver: Receiver, applicant: Applicant) -> list[Reason]:
    if applicant.kind != "person":
        message = "申请人是单位，不能由“本人”领取。"
        return [_reason("not_a_person", message, "relation", "请选择“法定代表人”或“受托代领人”。")]
    if receiver.name.strip() and receiver.name.strip() != applicant.name:
        message = f"领取人“{receiver.name.strip()}”不是申请人本人。"
        return [_reason("receiver_differs", message, "name", "请选择“受托代领人”，并收取授权材料。")]
    return []


def _representative(receiver: Receiver, applicant: Applicant) -> list[Reason]:
    if applicant.kind == "person":
        return [
            _reason(
                "no_representative", "申请人是个人，没有法定代表人。", "relation", "请选择“申请人本人”或“受托代领人”。"
            )
        ]
    name = name_of(receiver, applicant)
    if not name:
        return [_reason("receiver_name", "没有登记领取人的姓名。", "name", "请按证件原件登记姓名。")]
    if applicant.legal_representative and name != applicant.legal_representative:
        message = f"申请时登记的法定代表人不是“{name}”。"
        return [_reason("receiver_differs", message, "name", "请核对；法定代表人变更的，请由其授权的受托人领取。")]
    return []


def _agent(receiver: Receiver) -> list[Reason]:
    reasons = []
    if not receiver.name.strip():
        reasons.append(_reason("receiver_name", "没有登记代领人的姓名。", "name", "请按证件原件登记姓名。"))
    if not receiver.authorisation.strip():
        message = "没有登记授权材料，不能由他人代领。"
        reasons.append(
            _reason("authorisation", message, "authorisation", "请收取申请人签名（盖章）的授权委托书并登记。")
        )
    return reasons


def _reason(code: str, message: str, field: str, todo: str) -> Reason:
    return Reason(code, message, field=field, rule=RULE, kept=KEPT, todo=todo)
