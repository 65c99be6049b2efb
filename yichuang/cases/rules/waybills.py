"""Waybill numbers: what a carrier can have printed, with the check digit of the postal union where there is one (S2-44).

The unified channel is the post (统一邮政渠道): 13 characters of UPU S10 (EA123456785CN) or 13 digits. Other carriers: 8 to 20
letters and digits.
"""

import re

from yichuang.foundations.problems import Reason

POST = "中国邮政"
CARRIERS = (POST, "顺丰速运", "京东物流", "其他")
_S10 = re.compile(r"^[A-Z]{2}(\d{8})(\d)[A-Z]{2}$")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def clean_waybill(text: str) -> str:
    """Return a waybill number without blanks and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def refuse_waybill(carrier: str, text: str) -> list[Reason]:
    """Return why the number cannot be one of this carrier's; empty when it can."""
    number = clean_waybill(text)
    if not number:
        return []  # the table's own requirement says that it is missing
    found = _S10.match(number)
    if found:
        right = s10_check_digit(found[1])
        if found[2] == right:
            return []
        return [_reason(f"运单号 {number} 的校验位应为 {right}，输入的是 {found[2]}。")]
    if is_post(carrier):
        return (
            []
            if re.fullmatch(r"\d{13}", number)
            else [_reason("邮政运单号应为 13 位：两个字母、九位数字、两个字母，或 13 位数字。")]
        )
    return [] if re.fullmatch(r"[A-Z0-9]{8,20}", number) else [_reason("运单号应为 8 至 20 位字母和数字。")]


def is_post(carrier: str) -> bool:
    """Tell whether a carrier is the post."""
    return "邮政" in carrier or carrier.strip().upper() == "EMS"


def s10_check_digit(digits: str) -> str:
    """Return the check digit of eight digits by UPU S10."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def _reason(message: str) -> Reason:
    todo = "请对照寄件单重新输入，或用扫码枪扫描。"
    return Reason("waybill_wrong", message, field="waybill", rule="S2-44", kept="没有登记交寄。", todo=todo)
