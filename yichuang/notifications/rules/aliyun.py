"""The protocol of 阿里云短信服务 (Dysmsapi 2017-05-25), pure: signing a call, reading an answer, reading what the gateway reports.

Sources (help.aliyun.com, 短信服务): SendSms; 请求签名 (document_detail/56189: RPC style, HMAC-SHA1, version 1.0; the tests repeat
its worked example); 错误码 (document_detail/55284); 回执消息 SmsReport (developer-reference/smsreport-2) and 上行短信 SmsUp: JSON
arrays that the gateway posts, answered with {"code": 0, "msg": "接收成功"}.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
MOST_AT_ONCE = 1000
# Surely not taken, and another time it may be: limits, the account's own troubles (somebody tops it up), the gateway's troubles.
AGAIN = frozenset(
    {
        *("isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "isp.SYSTEM_ERROR"),
        *("isp.GATEWAY_ERROR", "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isp.RAM_PERMISSION_DENY"),
        *(
            "SignatureDoesNotMatch",
            "SignatureNonceUsed",
            "InvalidTimeStamp.Expired",
            "ServiceUnavailable",
            "InternalError",
        ),
    }
)
AGAIN_BEGINS = ("Throttling", "InvalidAccessKeyId")
WORDS = {
    "isv.MOBILE_NUMBER_ILLEGAL": "号码不存在或格式有误",
    "isv.SMS_TEMPLATE_ILLEGAL": "模板编号没有报备或没有通过审核",
    "isv.SMS_SIGNATURE_ILLEGAL": "短信签名没有报备或没有通过审核",
    "isv.TEMPLATE_MISSING_PARAMETERS": "报备的模板里有这里没有给出的变量",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "变量的内容与报备的变量属性不符",
    "isv.PARAM_NOT_SUPPORT_URL": "变量里有网址，域名须写进报备的模板",
    "isv.PARAM_LENGTH_LIMIT": "变量的内容太长",
    "isv.BLACK_KEY_CONTROL_LIMIT": "变量里有被禁用的词",
    "isv.INVALID_PARAMETERS": "参数有误",
    "isv.INVALID_JSON_PARAM": "变量不是合法的 JSON",
    "isv.BUSINESS_LIMIT_CONTROL": "发送太频繁，被网关限流",
    "isv.DAY_LIMIT_CONTROL": "超过当日发送上限",
    "isv.AMOUNT_NOT_ENOUGH": "短信账户余额不足",
    "isv.OUT_OF_SERVICE": "短信账户已停机",
    "SignatureDoesNotMatch": "访问密钥不对，签名没有通过",
}


def encoded(text: str) -> str:
    """Percent-encode as RFC 3986 has it: letters, digits, - _ . ~ stay."""
    return quote(text, safe="-_.~")


def canonical(params: Mapping[str, str]) -> str:
    """Return the sorted query string over which the signature goes (without `Signature` itself)."""
    return "&".join(
        f"{encoded(name)}={encoded(value)}" for name, value in sorted(params.items()) if name != "Signature"
    )


def signature(params: Mapping[str, str], secret: str, method: str = "POST") -> str:
    """Return the signature of a call, base64."""
    text = f"{method}&{encoded('/')}&{encoded(canonical(params))}"
    digest = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


@dataclass(frozen=True)
class Answer:
    """What the gateway's answer means: `taken` with its receipt (BizId), `again`, `never`, or `unclear`; and why, in words."""

    kind: Literal["taken", "again", "never", "unclear"]
    receipt: str = ""
    said: str = ""


def read_answer(status: int, body: bytes) -> Answer:
    """Read the gateway's answer. What cannot be read is unclear: it may have been taken."""
    try:
        found = json.loads(body)
        code, message = str(found["Code"]), str(found.get("Message", ""))
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        if status >= 500 or status == 429:
            return Answer("again", said=f"网关暂时不能受理（HTTP {status}）")
        return Answer("unclear", said=f"网关的答复无法识别（HTTP {status}）")
    if code == "OK":
        return Answer("taken", receipt=str(found.get("BizId", ""))[:64])
    said = f"网关：{WORDS.get(code, message[:80] or '没有说明原因')}（{code[:60]}）"
    if code in AGAIN or code.startswith(AGAIN_BEGINS) or status >= 500:
        return Answer("again", said=said)
    return Answer("never", said=said)


@dataclass(frozen=True)
class Report:
    """One status report: by the gateway's receipt, and by our own id where it gives it back."""

    receipt: str
    uid: str
    success: bool
    at: datetime
    said: str = ""


@dataclass(frozen=True)
class Answered:
    """One text that somebody answered with."""

    number: str
    content: str
    at: datetime


def read_reports(body: bytes) -> list[Report]:
    """Read a posted array of status reports. :raises ValueError: when it is none."""
    return [
        Report(
            receipt=_text(item, "biz_id")[:64],
            uid=_text(item, "out_id")[:64],
            success=item.get("success") in (True, "true"),
            at=_instant(_text(item, "report_time") or _text(item, "send_time")),
            said=f"{_text(item, 'err_msg')}（{_text(item, 'err_code')}）"[:200],
        )
        for item in _items(body)
    ]


def read_answered(body: bytes) -> list[Answered]:
    """Read a posted array of texts that people sent. :raises ValueError: when it is none."""
    return [
        Answered(_text(item, "phone_number")[:32], _text(item, "content")[:400], _instant(_text(item, "send_time")))
        for item in _items(body)
    ]


def _items(body: bytes) -> list[dict[str, Any]]:
    found = json.loads(body)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ValueError("an array of objects is wanted")
    if len(found) > MOST_AT_ONCE:
        raise ValueError(f"more than {MOST_AT_ONCE} at once")
    return found


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if value is None or isinstance(value, dict | list):
        return ""
    # What a database cannot keep (NUL, half a surrogate pair) is left out: the rest of the report still counts.
    return str(value).replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def _instant(text: str) -> datetime:
    """Read the two ways in which the gateway writes instants, both in China's time."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=CHINA)
        except ValueError:
            continue
    raise ValueError(f"no instant: {text[:40]}")
