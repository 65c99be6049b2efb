"""How the events of an account read in its history."""

from collections.abc import Mapping
from typing import Any

WORDS: dict[str, str] = {
    "staff.registered": "注册授权",
    "staff.administrator_appointed": "从平台控制台任命区管理员",
    "staff.corrected": "更正登记信息",
    "staff.posting_granted": "授予岗位",
    "staff.posting_ended": "终止岗位",
    "staff.disabled": "停用账号",
    "staff.enabled": "恢复账号",
    "staff.unlocked": "解除锁定",
    "staff.sessions_ended": "结束会话",
    "staff.reset_requested": "发送重设密码验证码",
    "staff.password_changed": "修改密码",
    "staff.list_exported": "导出名单",
}
FIELDS = {"name": "姓名", "mobile": "手机号", "id_number": "身份证号", "employment": "用工性质"}


def in_words(type_: str, payload: dict[str, Any], roles: Mapping[str, str]) -> str:
    """Return one line of an account's history."""
    said = WORDS.get(type_, type_)
    if type_ == "staff.registered":
        return f"{said}：{'、'.join(roles.get(role, role) for role in payload['roles'])}"
    if type_ == "staff.administrator_appointed":
        return f"{said}（{payload['appointed_on']}），{'本区首位，即时生效' if payload['at_once'] else '次日生效'}"
    if type_ == "staff.corrected":
        return f"{said}：{'、'.join(FIELDS.get(name, name) for name in payload['fields'])}"
    if type_ == "staff.posting_granted":
        until = f"至 {payload['valid_to']}" if payload["valid_to"] else "起"
        return f"{said}：{roles.get(payload['role'], payload['role'])}（{payload['place']}），{payload['valid_from']} {until}"
    if type_ == "staff.posting_ended":
        why = f"，{payload['why']}" if payload["why"] else ""
        return f"{said}：{roles.get(payload['role'], payload['role'])}，自 {payload['ends_on']}{why}"
    if type_ == "staff.list_exported":
        return f"{said}：{payload['title']}，{payload['rows']} 行"
    if type_ == "staff.password_changed":
        return f"{said}（{'短信验证码' if payload['how'] == 'code' else '本人修改'}）"
    return f"{said}：{payload['why']}" if payload.get("why") else said
