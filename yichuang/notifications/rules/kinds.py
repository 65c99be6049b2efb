"""What a message is made of: kinds, fields with what they hold, and the template itself."""

import re
from dataclasses import dataclass

SIGNATURE = "【一窗受理平台】"
HIDDEN = "******"
FIELD = re.compile(r"\{([a-z][a-z_]*)\}")


@dataclass(frozen=True)
class Kind:
    """A kind of message: its name, whether it goes at night too (`urgent`), whether a person may stop it (`may_stop`)."""

    name: str
    urgent: bool = False
    may_stop: bool = False


KINDS: dict[str, Kind] = {
    "security": Kind("验证码和账号安全", urgent=True),
    "hall": Kind("排队叫号", urgent=True),
    "booking": Kind("预约回执", urgent=True),
    "notice": Kind("办事通知"),
    "work": Kind("工作任务"),
    "reminder": Kind("预约提醒", may_stop=True),
    "rating": Kind("评价邀请", may_stop=True),
}
# What a field holds, as people who word messages read it, and what it looks like.
FIELDS: dict[str, str] = {
    "ahead": "前面的人数", "at": "时间", "by": "经办人", "code": "验证码或预约码", "count": "份数", "department": "部门",
    "due": "承诺办结日", "event": "一件事", "matters": "联办事项", "said": "结果",
    "file": "文件名", "link": "网址", "materials": "材料", "matter": "事项", "minutes": "有效分钟数", "name": "姓名",
    "number": "编号或排队号",
    "round": "轮次", "site": "服务点", "slot": "预约时段", "start": "起始日", "until": "截止时间", "wait": "预计等候",
    "what": "评价或反映", "why": "原因", "window": "窗口",
}  # fmt: skip
SAMPLES: dict[str, str] = {
    "ahead": "3", "at": "2026年11月28日 9:30", "by": "姜管理", "code": "042042", "count": "12", "department": "萧山区交通运输局",
    "event": "出生“一件事”", "matters": "社会保障卡（市民卡）申领", "said": "找到 12 组常常一起办的事项",
    "due": "2026年12月10日", "file": "事项梳理.xlsx", "link": "/progress/?number=330109261128000017", "materials": "安全生产管理制度文本",
    "matter": "道路普通货物运输经营许可", "minutes": "10", "name": "王小明", "number": "330109261128000017", "round": "1",
    "site": "萧山区办事服务中心", "slot": "11月30日 9:00–9:30", "start": "2026年11月29日", "until": "10:30", "wait": "约 15 分钟",
    "what": "反映", "why": "当日系统维护", "window": "3 号窗口",
}  # fmt: skip
# A queue's ticket has a short number of its own.
TICKET_NUMBER = "A017"
# What a wording may leave out; without the other fields the receiver could not do what the message is for.
SPARE = frozenset({"name", "by", "ahead", "wait", "department", "round", "site", "due"})


@dataclass(frozen=True)
class Template:
    """A message: its key, its name, its text with `{fields}`, its kind, and the fields that are wiped once it is sent."""

    key: str
    name: str
    text: str
    kind: str = "notice"
    secret: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """Return the names of the fields that the text asks for."""
        return frozenset(FIELD.findall(self.text))

    @property
    def needed(self) -> frozenset[str]:
        """Return the fields that no wording may leave out."""
        return self.fields - SPARE

    @property
    def urgent(self) -> bool:
        """Tell whether it goes at night too."""
        return KINDS[self.kind].urgent

    @property
    def may_stop(self) -> bool:
        """Tell whether a person may stop getting it."""
        return KINDS[self.kind].may_stop
