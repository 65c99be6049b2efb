"""The centre's own wording of a template: its fields are checked, its length in texts is counted, it can be tried with sample data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.notifications.rules.templates import FIELD, FIELDS, TEMPLATES, composed

MOST = 400
# A text in Chinese: 70 characters, or 67 in each part of a longer one, as the parts say which they are (3GPP TS 23.040, 9.2.3.24).
ALONE, EACH = 70, 67
_STRAY = re.compile(r"[{}]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CODE = re.compile(r"^[A-Za-z0-9_.-]{0,40}$")


@dataclass(frozen=True)
class Fault:
    """Why a wording cannot be kept: a code, a sentence, what to do, the field of the form."""

    code: str
    said: str
    todo: str
    field: str = "text"


def faults(key: str, text: str, gateway_code: str = "") -> list[Fault]:
    """Return everything that is wrong with a wording of a template."""
    template, found = TEMPLATES[key], []
    names = set(FIELD.findall(text))
    if not text.strip():
        found.append(Fault("empty", "没有填写内容。", "请填写内容，或恢复原文。"))
    if len(text) > MOST:
        found.append(Fault("too_long", f"内容有 {len(text)} 个字，最多 {MOST} 个字。", "请缩短后再保存。"))
    if _CONTROL.search(text):
        found.append(Fault("control", "内容里有换行或不可见的字符。", "请写成一段。"))
    if text.lstrip().startswith("【"):
        found.append(Fault("signature", "内容以签名开头。", "签名由平台加在前面，请去掉“【…】”。"))
    if _STRAY.search(FIELD.sub("", text)):
        found.append(Fault("brace", "有不成对的花括号，或花括号里不是字段名。", "字段写作 {字段名}，如 {matter}。"))
    if unknown := sorted(names - template.fields):
        listed = "、".join(f"{{{name}}}" for name in unknown)
        may = "、".join(f"{{{name}}}{FIELDS[name]}" for name in sorted(template.fields))
        found.append(Fault("unknown_field", f"这个模板没有字段 {listed}。", f"可用的字段：{may}。"))
    if names <= template.fields and text.strip() and (missing := sorted(template.needed - names)):
        listed = "、".join(f"{{{name}}}（{FIELDS[name]}）" for name in missing)
        found.append(Fault("missing_field", f"缺少必需的字段：{listed}。", "少了它收信人就办不成，请补上。"))
    if not _CODE.match(gateway_code):
        said = "网关模板编号只能是字母、数字、点、横线和下划线，最多 40 个字符。"
        found.append(Fault("gateway_code", said, "请照短信网关控制台上的编号填写。", "gateway_code"))
    return found


def units(text: str) -> int:
    """Return a text's length as telephones count it: what lies outside the basic plane (an emoji) is two."""
    return len(text.encode("utf-16-be")) // 2


def parts(text: str) -> int:
    """Return how many texts a text is charged as."""
    length = units(text)
    return 1 if length <= ALONE else -(-length // EACH)


@dataclass(frozen=True)
class Preview:
    """A wording tried with sample data: the whole text as it arrives, its length, how many texts it is."""

    text: str
    length: int
    parts: int


def preview(key: str, text: str, data: Mapping[str, str], link: str = "") -> Preview:
    """Return what would arrive; `link` is where one stops such messages, for those that can be stopped."""
    whole = composed(key, data, text, link)
    return Preview(whole, units(whole), parts(whole))


def to_register(key: str, text: str, base: str) -> str:
    """Return the text as it is registered with a gateway: its variables, with our address spelled out (no address may be a variable).

    Source: help.aliyun.com, error isv.PARAM_NOT_SUPPORT_URL (“域名和ip请固化到模板申请中”).
    """

    def variable(match: re.Match[str]) -> str:
        name = match[1]
        return f"{base}/${{link}}" if name == "link" else f"${{{name}}}"

    template = TEMPLATES[key]
    body = FIELD.sub(variable, text or template.text)
    return f"{body}退订回TD，或打开 {base}/${{stop}}" if template.may_stop else body
