"""Every kind of official document that a case produces (rulebook 6.2), as a table.

A matter that is an administrative licence carries the wording of 行政许可法; every other type of matter (确认, 给付,
公共服务…) carries neutral wording, because that law governs licences only (rulebook part 2, introduction).
"""

from dataclasses import dataclass
from typing import Literal

LICENCE = "行政许可"

AuthorityFrom = Literal["acceptor", "department", "centre"]


@dataclass(frozen=True)
class DocumentKind:
    """One kind: titles, number's character, in whose name, the article behind it, adverse (remedies are told), sealed.

    `authority_from`: `acceptor` follows the matter's acceptance role (S2-40), `department` decides, `centre` is the service centre.
    """

    code: str
    title: str
    licence_title: str
    prefix: str
    authority_from: AuthorityFrom
    article: str
    adverse: bool = False
    needs_seal: bool = True

    def title_for(self, matter_type: str) -> str:
        """Return the title for a type of matter, such as 行政许可 or 公共服务."""
        return self.licence_title if is_licence(matter_type) else self.title

    @property
    def self_name(self) -> str:
        """Return what the document calls itself in its text: 通知书, 告知书, 决定书…"""
        return self.title[-3:]


def is_licence(matter_type: str) -> bool:
    """Tell whether a type of matter is governed by 行政许可法."""
    return matter_type == LICENCE


_ROWS = (
    DocumentKind("receipt", "收件凭证", "行政许可申请材料收件凭证", "收", "centre", "S2-39；行政许可法 32"),
    DocumentKind("acceptance_notice", "受理通知书", "行政许可申请受理通知书",
                 "受", "acceptor", "行政许可法 32(一)5、32(二)；S2-39、S2-40"),
    DocumentKind("correction_notice", "一次性告知（补正）通知书", "行政许可申请材料一次性告知（补正）通知书",
                 "补", "acceptor", "行政许可法 32(一)4"),
    DocumentKind("tolerance_commitment", "容缺受理承诺书", "容缺受理承诺书", "容", "acceptor", "S2-39", needs_seal=False),
    DocumentKind("refusal_notice", "不予受理通知书", "行政许可申请不予受理通知书",
                 "不受", "acceptor", "行政许可法 32(二)；S2-39", adverse=True),
    DocumentKind("redirect_notice", "不属本机关职权告知书", "不属本机关职权告知书",
                 "转", "acceptor", "行政许可法 32(一)2", adverse=True),
    DocumentKind("not_required_notice", "无需办理告知书", "无需取得行政许可告知书",
                 "免", "acceptor", "行政许可法 32(一)1", adverse=True),
    DocumentKind("special_procedure_notice", "特别程序告知书", "行政许可特别程序告知书", "特", "department", "行政许可法 45"),
    DocumentKind("extension_notice", "延长办理期限通知书", "行政许可延长办理期限通知书", "延", "department", "行政许可法 42"),
    DocumentKind("grant_decision", "准予办理决定书", "准予行政许可决定书", "准", "department", "行政许可法 38(一)；S2-43"),
    DocumentKind("denial_decision", "不予办理决定书", "不予行政许可决定书",
                 "不准", "department", "行政许可法 38(二)；S2-43", adverse=True),
    DocumentKind("handover_list", "材料移交清单", "材料移交清单", "移", "centre", "S2-42", needs_seal=False),
    DocumentKind("issuing_list", "出件交接清单", "出件交接清单", "出", "department", "S2-44", needs_seal=False),
    DocumentKind("service_receipt", "送达回证", "送达回证", "送", "department", "行政许可法 44；S2-44"),
    DocumentKind("courier_slip", "寄件凭单", "寄件凭单", "寄", "centre", "S2-44", needs_seal=False),
    DocumentKind("withdrawal_notice", "撤回申请通知书", "行政许可撤回申请通知书", "撤", "acceptor", "行政许可法 29"),
    DocumentKind("termination_notice", "终止办理通知书", "行政许可终止办理通知书",
                 "终", "department", "浙江省行政程序办法", adverse=True),
    DocumentKind("delegation", "委托授权书", "行政许可委托授权书", "委", "department", "S2-45②；行政许可法 24"),
    DocumentKind("joint_debug_sheet", "接口联调确认单", "接口联调确认单", "联", "department", "S0-18", needs_seal=False),
    DocumentKind("opening_sheet", "事项开通确认单", "事项开通确认单", "通", "department", "S0-19、S0-21、S0-22", needs_seal=False),
    DocumentKind("online_print", "网上申请材料（预审通过）", "网上申请材料（预审通过）", "网", "department", "S2-46", needs_seal=False),
    DocumentKind("checklist", "一次性告知单", "一次性告知单", "单", "centre", "行政许可法 30；S2-19", needs_seal=False),
)  # fmt: skip

KINDS: dict[str, DocumentKind] = {row.code: row for row in _ROWS}


def document_number(short_name: str, kind: str, year: int, serial: int) -> str:
    """Write a document number as officials do: 萧交受〔2026〕12号 (GB/T 9704 7.2.5: no 第, no leading zero)."""
    return f"{short_name}{KINDS[kind].prefix}〔{year}〕{serial}号"
