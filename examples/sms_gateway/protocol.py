"""The gateway's side of the protocol: whose call it is, whether its signature is right, what is answered, what is reported.

Written from the vendor's documents (help.aliyun.com, document_detail/56189 and 55284), not from the platform's code: that both agree is
what the tests prove.
"""

import base64
import hashlib
import hmac
import json
import urllib.parse
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

CHINA = timezone(timedelta(hours=8))
FRESH = timedelta(minutes=15)
NEEDED = (
    *("AccessKeyId", "Action", "Version", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp"),
    *("Signature", "PhoneNumbers", "SignName", "TemplateCode"),
)


@dataclass
class Sent:
    """A message that was taken."""

    receipt: str
    number: str
    sign_name: str
    template: str
    params: dict[str, str]
    out_id: str
    at: datetime
    reported: str = ""


@dataclass
class Account:
    """Who may call: the key, its secret, the signatures and templates that were registered (empty: any)."""

    key_id: str
    secret: str
    sign_names: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    nonces: set[str] = field(default_factory=set)


def percent(text: str) -> str:
    """Encode as the vendor's document says: like a form, then three characters otherwise."""
    return urllib.parse.quote_plus(text).replace("+", "%20").replace("*", "%2A").replace("%7E", "~")


def signature(method: str, params: dict[str, str], secret: str) -> str:
    """Return the signature that a call with these parameters must have."""
    query = "&".join(f"{percent(name)}={percent(params[name])}" for name in sorted(params) if name != "Signature")
    text = "&".join((method, percent("/"), percent(query)))
    return base64.b64encode(hmac.new((secret + "&").encode(), text.encode(), hashlib.sha1).digest()).decode()


def fault(method: str, params: dict[str, str], account: Account, now: datetime) -> tuple[int, str, str] | None:
    """Return what is wrong with a call as (HTTP status, Code, Message), None when it is good."""
    for name in NEEDED:
        if not params.get(name):
            return 400, f"Missing{name}", f"{name} is mandatory for this action."
    if params["AccessKeyId"] != account.key_id:
        return 404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."
    if params["SignatureMethod"] != "HMAC-SHA1" or params["SignatureVersion"] != "1.0":
        return 400, "InvalidParameter", "HMAC-SHA1 and 1.0 are wanted."
    if not hmac.compare_digest(signature(method, params, account.secret), params["Signature"]):
        return 400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."
    if abs(_instant(params["Timestamp"]) - now) > FRESH:
        return 400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."
    if params["SignatureNonce"] in account.nonces:
        return 400, "SignatureNonceUsed", "Specified signature nonce was used already."
    account.nonces.add(params["SignatureNonce"])
    if (params["Action"], params["Version"]) != ("SendSms", "2017-05-25"):
        return 404, "InvalidAction.NotFound", "Specified api is not found."
    return _business_fault(params, account)


def _business_fault(params: dict[str, str], account: Account) -> tuple[int, str, str] | None:
    number = params["PhoneNumbers"]
    if not (number.isdigit() and len(number) == 11 and number[0] == "1"):
        return 200, "isv.MOBILE_NUMBER_ILLEGAL", "非法手机号"
    if account.sign_names and params["SignName"] not in account.sign_names:
        return 200, "isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法"
    if account.templates and params["TemplateCode"] not in account.templates:
        return 200, "isv.SMS_TEMPLATE_ILLEGAL", "短信模板不合法"
    try:
        given = json.loads(params.get("TemplateParam") or "{}")
    except ValueError:
        return 200, "isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值"
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        return 200, "isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值"
    if any("://" in value for value in given.values()):
        return 200, "isv.PARAM_NOT_SUPPORT_URL", "变量不支持传入URL"
    return None


def report(one: Sent, success: bool, at: datetime) -> dict[str, Any]:
    """Return the status report of a message, as it stands in the posted array."""
    return {
        "phone_number": one.number,
        "send_time": f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        "report_time": f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        "success": success,
        "err_code": "DELIVERED" if success else "MOBILE_NOT_ON_SERVICE",
        "err_msg": "用户接收成功" if success else "停机、空号",
        "sms_size": "1",
        "biz_id": one.receipt,
        "out_id": one.out_id,
    }


def answered(number: str, content: str, at: datetime, sequence: int) -> dict[str, Any]:
    """Return a text that somebody sent, as it stands in the posted array."""
    when = f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    return {
        "phone_number": number,
        "send_time": when,
        "content": content,
        "sign_name": "一窗受理平台",
        "dest_code": "4321",
        "sequence_id": sequence,
    }


def _instant(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
