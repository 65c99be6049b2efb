"""Every message that people get, as a table: name → text. Places in braces are filled by the sender; nothing else varies."""

from collections.abc import Mapping
from string import Formatter

TEMPLATES: dict[str, str] = {
    "password_code": "【一窗】您的密码重置验证码为{code}，{minutes}分钟内有效，请勿告诉他人。如非本人操作，请联系单位管理员。",
    "account_registered": "【一窗】{name}，您的账号已注册授权，自{starts}起可用本手机号登录；首次登录前请在登录页点“忘记密码”设置密码。",
}


def compose(template: str, context: Mapping[str, str]) -> str:
    """Return the text of a message.

    :raises KeyError: for an unknown template, or a place that the sender did not fill.
    """
    text = TEMPLATES[template]
    missing = {name for _, name, _, _ in Formatter().parse(text) if name} - set(context)
    if missing:
        raise KeyError(f"{template} lacks {', '.join(sorted(missing))}")
    return text.format_map(dict(context))
