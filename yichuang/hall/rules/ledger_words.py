"""How the events of the hall read in its histories."""

from typing import Any

WORDS = {
    "ticket.taken": "取号",
    "ticket.called": "叫号",
    "ticket.moved": "流转",
    "ticket.finished": "办理完毕",
    "ticket.changed": "更正",
    "seat.opened": "窗口签入",
    "seat.paused": "暂停服务",
    "seat.resumed": "恢复服务",
    "seat.closed": "窗口签出",
    "hall.changed": "大厅设置变更",
    "device.registered": "设备登记",
    "device.pairing_offered": "生成配对码",
    "device.paired": "配对成功",
    "device.changed": "更名或移动",
    "device.revoked": "停用",
    "appointment.booked": "预约",
    "appointment.moved": "改期",
    "appointment.cancelled": "取消预约",
    "appointment.checked_in": "签到",
    "appointment.missed": "到时未到，记为爽约",
    "appointment.reminded": "发出预约提醒",
    "appointment.excused": "更正爽约",
    "opening.changed": "开放日历变更",
    "opening.day_declared": "特殊日",
    "slots.changed": "号源变更",
    "hall.contact": "窗口外工作",
}
VERBS = {
    "start": "开始办理",
    "no_show": "过号未到",
    "leave": "已离开",
    "hold": "暂留取材料",
    "resume": "暂留后回到队列",
    "transfer": "转窗口",
    "move": "改排",
    "onward": "其余事项转其他窗口",
    "return": "重新排队",
    "release": "坐席收回，重新排队",
    "forgotten": "跨日未点办理完毕",
    "lapse": "当日作废",
}


FIELDS = {
    "skill": "服务范围",
    "bound_minutes": "最长让号等候（分钟）",
    "early_minutes": "预约提前（分钟）",
    "late_minutes": "预约宽限（分钟）",
    "calls_before_no_show": "叫几次未到算过号",
    "behind": "过号后排在几人之后",
    "near": "前方几人时提醒",
    "notice": "大屏通知",
    "silent": "无声叫号",
    "shows_counts": "大屏显示等候人数",
    "frequent": "常办事项",
    "quick": "快办事项",
    "grades": "事项所需等级",
    "green": "绿色通道",
    "comment": "备注",
    "mobile": "手机号",
    "inaccurate": "时间不准",
    "items": "增加办理项",
    "done": "办完",
    "case": "收件",
}


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return f"{len(value)} 项" if value else "无"
    if isinstance(value, dict):
        return "、".join(f"{key} {grade} 级" for key, grade in value.items()) or "无"
    return str(value) if value != "" else "无"


def _changed(name: str, before: Any, after: Any) -> str:
    label = FIELDS.get(name, name)
    if name in ("items", "done", "case"):
        return f"{label} {_value(after)}"
    return f"{label} {_value(before)} → {_value(after)}"


def in_words(type_: str, payload: dict[str, Any]) -> str:
    """Return one line of a ticket's, seat's or hall's history."""
    if type_ == "ticket.called":
        again = "再次叫号" if payload["again"] else "叫号"
        return f"{again}：到 {payload['window']} 号窗口（{payload['reason']}）"
    if type_ == "ticket.moved":
        said = VERBS.get(payload["verb"], payload["verb"])
        return f"{said}：{payload['why']}" if payload["why"] else said
    if type_ in ("appointment.moved", "appointment.checked_in", "opening.day_declared"):
        return _appointment(type_, payload)
    if type_ == "ticket.changed":
        return "更正：" + "；".join(_changed(name, *values) for name, values in payload["fields"].items())
    if type_ == "hall.changed":
        changes = "；".join(_changed(name, *values) for name, values in payload["fields"].items())
        return f"{payload['of']}：{changes}"
    if type_ == "hall.contact":
        return f"窗口外工作：{payload['about']}（{payload['minutes']} 分钟）"
    said = WORDS.get(type_, type_)
    return f"{said}：{payload['why']}" if payload.get("why") else said


def _appointment(type_: str, payload: dict[str, Any]) -> str:
    if type_ == "appointment.moved":
        return f"改期：{_moment(payload['before'])} → {_moment(payload['after'])}（{payload['why']}）"
    if type_ == "appointment.checked_in":
        return f"签到，票号 {payload['ticket']}{'（迟到，无优先）' if payload['late'] else ''}"
    where = f"{payload['board']} 板块" if payload["board"] else "全部板块"
    what = "撤销" if payload["spans"] is None else "开放时段调整" if payload["spans"] else "不开放"
    return f"特殊日 {payload['day']}（{where}）{what}：{payload['reason']}"


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")
