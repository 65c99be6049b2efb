"""What a place or authority must be to be kept: its fields, its code among its neighbours, its name (S0-15, S0-24; rulebook 3.3, 3.5).

A place is one of five kinds. Its values are text by field; its key is what people call it by: a division's code, a department's or
site's key, `site:letter` for a board, `site:number` for a window.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from yichuang.foundations.rules.identifiers import check_uscc

DIVISION: Final = "division"
DEPARTMENT: Final = "department"
SITE: Final = "site"
BOARD: Final = "board"
WINDOW: Final = "window"
# In the order in which they stand on each other.
KINDS: dict[str, str] = {DIVISION: "行政区划", DEPARTMENT: "部门", SITE: "服务点", BOARD: "板块", WINDOW: "窗口"}
DIVISION_KINDS = {
    "province": "省",
    "city": "市",
    "district": "区县",
    "town": "镇",
    "subdistrict": "街道",
    "village": "村社区",
    "non_gb": "其他管理单元",
}
# Kind of division → (kinds it may lie in, digits of its code).
LEVELS: dict[str, tuple[tuple[str, ...], int]] = {
    "province": ((), 6),
    "city": (("province",), 6),
    "district": (("city",), 6),
    "town": (("district",), 9),
    "subdistrict": (("district",), 9),
    "village": (("town", "subdistrict"), 12),
}
AUTHORITY_KINDS = {"department": "政府工作部门", "branch": "派出机构或分局"}
SITE_KINDS = {
    "centre": "区办事服务中心",
    "town_hall": "镇街便民服务中心",
    "village": "村社区便民服务点",
    "bank": "银行网点",
    "post": "邮政网点",
    "kiosk": "自助服务点",
    "station": "部门专窗",
}
# Where people are served without a window that hands out, and where their results are handed out instead (S2-54, S2-55).
OUTLETS = ("village", "bank", "post", "kiosk")
HUBS = ("town_hall", "centre")
WINDOW_KINDS = {"accept": "综合受理", "issue": "综合出件", "complaint": "投诉代办"}
CHOICES: dict[tuple[str, str], dict[str, str]] = {
    (DIVISION, "kind"): DIVISION_KINDS,
    (DEPARTMENT, "authority_kind"): AUTHORITY_KINDS,
    (SITE, "kind"): SITE_KINDS,
    (WINDOW, "kind"): WINDOW_KINDS,
}
Values = Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """One field of a kind: its name in code and for people, its longest text, whether it must be filled, whether it is fixed."""

    field: str
    name: str
    most: int
    needed: bool = False
    fixed: bool = False
    help: str = ""


COLUMNS: dict[str, tuple[Column, ...]] = {
    DIVISION: (
        Column("code", "区划代码", 12, True, True, "省市区县 6 位，镇街 9 位，村社区 12 位"),
        Column("name", "名称", 80, True),
        Column("kind", "类型", 16, True, True),
        Column("parent", "上级区划代码", 12, False, True),
        Column("valid_from", "启用日期", 10),
        Column("note", "说明", 200),
    ),
    DEPARTMENT: (
        Column("key", "部门编号", 40, True, True, "小写字母、数字和短横线，如 xs-transport；定后不改"),
        Column("name", "名称", 120, True),
        Column("division", "所属区划代码", 12, True, True),
        Column("code2", "申报编码部门段", 2, True, True, "两位数字，同一区县内不重复；已用于统一申报编码，定后不改"),
        Column("short_name", "机关代字", 12, True, False, "文号用，如 萧交"),
        Column("uscc", "统一社会信用代码", 18),
        Column("authority_kind", "机关类型", 24, True),
        Column("government", "本级人民政府", 80, False, False, "行政复议机关，印在决定书上"),
        Column("superior", "上一级主管部门", 80),
        Column("court", "管辖法院", 80, False, False, "行政诉讼管辖法院，印在决定书上"),
        Column("seal_text", "印章中间文字", 40),
        Column(
            "served_in",
            "进驻中心所在区划代码",
            12,
            False,
            False,
            "市级部门或其分局进驻区中心的，填该区区划代码；其他不填",
        ),
    ),
    SITE: (
        Column("key", "服务点编号", 40, True, True, "小写字母、数字和短横线，如 centre；定后不改"),
        Column("name", "名称", 120, True),
        Column("kind", "类型", 20, True, True),
        Column("division", "所属区划代码", 12, True, True),
        Column("short_name", "机关代字", 12, True, False, "文号用，如 萧中"),
        Column("address", "地址", 200),
        Column("hours", "办公时间", 120, False, False, "如 工作日 8:30—17:30"),
        Column("government", "本级人民政府", 80),
    ),
    BOARD: (
        Column("site", "服务点编号", 40, True, True),
        Column("letter", "票号字母", 1, True, True, "一个大写字母，同一服务点内不重复"),
        Column("name", "名称", 40, True),
    ),
    WINDOW: (
        Column("site", "服务点编号", 40, True, True),
        Column("number", "窗口号", 8, True, True, "如 01，同一服务点内不重复"),
        Column("name", "名称", 60, True),
        Column("kind", "类型", 12, True),
        Column("board", "板块字母", 1),
    ),
}
FIELDS = {kind: tuple(column.field for column in columns) for kind, columns in COLUMNS.items()}
# Which field says in what a place lies, and of which kind that is.
INSIDE = {DIVISION: "parent", DEPARTMENT: "division", SITE: "division", BOARD: "site", WINDOW: "site"}


@dataclass(frozen=True)
class Fault:
    """Why a place cannot be kept: the field, what is the matter, what to do."""

    field: str
    said: str
    todo: str = "请更正后再保存。"


def key_of(kind: str, values: Values) -> str:
    """Return what a place is called by."""
    if kind == DIVISION:
        return values.get("code", "")
    if kind in (BOARD, WINDOW):
        return f"{values.get('site', '')}:{values.get('letter' if kind == BOARD else 'number', '')}"
    return values.get("key", "")


def inside_of(kind: str, values: Values) -> str:
    """Return the key of what a place lies in: a division's parent, a department's or site's division, a window's site."""
    return values.get(INSIDE[kind], "")


class Known:
    """What is there, open or closed, and after an import's rows what will be: by key, and which open names are taken in which place."""

    def __init__(self, places: Iterable[tuple[str, Values, bool]] = ()) -> None:
        self.places: dict[str, dict[str, Values]] = {kind: {} for kind in KINDS}
        self.closed: set[tuple[str, str]] = set()
        self._named: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._codes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, values, closed in places:
            self.put(kind, values, closed)

    def put(self, kind: str, values: Values, closed: bool = False) -> None:
        """Take a place in, in the place of what was known under its key."""
        key = key_of(kind, values)
        if (old := self.places[kind].get(key)) is not None:
            self._named[(kind, inside_of(kind, old), old.get("name", ""))].discard(key)
        self.places[kind][key] = values
        (self.closed.add if closed else self.closed.discard)((kind, key))
        if not closed:
            self._named[(kind, inside_of(kind, values), values.get("name", ""))].add(key)
        if kind == DEPARTMENT:
            self._codes[(values.get("division", "")[:6], values.get("code2", ""))].add(key)

    def named(self, kind: str, inside: str, name: str, but: str) -> bool:
        """Tell whether another open place of this kind in the same place has the name."""
        return bool(self._named[(kind, inside, name)] - {but})

    def coded(self, district: str, code2: str, but: str) -> bool:
        """Tell whether another department of the district has the two digits, also a closed one: its numbers are out in the world."""
        return bool(self._codes[(district, code2)] - {but})

    def open(self, kind: str, key: str) -> bool:
        """Tell whether there is an open place of this kind under the key."""
        return key in self.places[kind] and (kind, key) not in self.closed


def faults(kind: str, values: Values, known: Known) -> list[Fault]:
    """Return every reason why a place cannot be kept with these values beside what is known; none when it can."""
    found = [fault for column in COLUMNS[kind] if (fault := _plain_fault(kind, column, values.get(column.field, "")))]
    if found:
        return found
    found += {DIVISION: _division, DEPARTMENT: _department, SITE: _site, BOARD: _board, WINDOW: _window}[kind](
        values, known
    )
    key, inside = key_of(kind, values), inside_of(kind, values)
    if known.named(kind, inside, values["name"], key):
        said = f"同一处已有名为“{values['name']}”的{KINDS[kind]}。"
        found.append(Fault("name", said, "请换一个名称；确是同一个的，请改原来的那一个。"))
    return found


def _plain_fault(kind: str, column: Column, text: str) -> Fault | None:
    if column.needed and not text:
        return Fault(column.field, f"没有填写“{column.name}”。", f"请填写“{column.name}”。")
    if len(text) > column.most:
        return Fault(column.field, f"“{column.name}”有 {len(text)} 个字，超过 {column.most} 个字。", "请缩短。")
    choices = CHOICES.get((kind, column.field))
    if choices is not None and text not in choices:
        return Fault(column.field, f"“{column.name}”没有“{text}”这一种。", f"可填：{'、'.join(choices.values())}。")
    if column.field == "valid_from" and text and not _is_day(text):
        return Fault(column.field, f"“{text}”不是日期。", "请按 2026-11-30 的样子填写。")
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _division(values: Values, known: Known) -> list[Fault]:
    code, kind, parent = values["code"], values["kind"], values.get("parent", "")
    if kind == "non_gb":
        if not re.fullmatch(r"[0-9A-Z]{6,12}", code) or not parent or not code.startswith(parent) or code == parent:
            return [
                Fault("code", f"区划代码“{code}”应以上级区划代码开头。", "请在上级代码后加自编的位数，如 330109X01。")
            ]
    else:
        above, digits = LEVELS[kind]
        name = DIVISION_KINDS[kind]
        if not re.fullmatch(rf"[0-9]{{{digits}}}", code):
            return [
                Fault("code", f"{name}的区划代码应为 {digits} 位数字，现为“{code}”。", "请对照国家统计局的区划代码。")
            ]
        if not above:
            return [] if not parent else [Fault("parent", "省没有上级区划。", "请不要填写上级区划代码。")]
        stem = {"city": parent[:2], "district": parent[:4]}.get(kind, parent)
        if not parent or not code.startswith(stem):
            return [Fault("parent", f"“{code}”不在“{parent or '（未填）'}”之下。", "请核对上级区划代码。")]
        lies = known.places[DIVISION].get(parent, {}).get("kind", "")
        if lies and lies not in above:
            names = "、".join(DIVISION_KINDS[one] for one in above)
            return [Fault("parent", f"{name}的上级应是{names}，“{parent}”不是。", "请核对上级区划代码。")]
    return _open_in(DIVISION, parent, "parent", known)


def _department(values: Values, known: Known) -> list[Fault]:
    found = _key_fault(values["key"], "部门编号") + _open_in(DIVISION, values["division"], "division", known)
    if served_in := values.get("served_in", ""):
        found += _open_in(DIVISION, served_in, "served_in", known)
    if not re.fullmatch(r"[0-9]{2}", values["code2"]):
        found.append(Fault("code2", f"申报编码部门段应是两位数字，现为“{values['code2']}”。"))
    elif known.coded(values["division"][:6], values["code2"], values["key"]):
        said = f"申报编码部门段“{values['code2']}”已被本区县的其他部门使用（含已停用的）。"
        found.append(Fault("code2", said, "统一申报编码靠它区分部门，请换一个未用过的。"))
    if uscc := values.get("uscc", ""):
        found += [Fault("uscc", said, "请照登记证书逐位核对。") for said in check_uscc(uscc).errors]
    return found


def _site(values: Values, known: Known) -> list[Fault]:
    found = _key_fault(values["key"], "服务点编号") + _open_in(DIVISION, values["division"], "division", known)
    lies = known.places[DIVISION].get(values["division"], {}).get("kind", "")
    if values["kind"] == "centre" and lies and lies not in ("district", "city"):
        found.append(
            Fault("division", "区办事服务中心应设在区县，不在镇街或村社区。", "请改填区县的区划代码，或改选类型。")
        )
    return found


def _board(values: Values, known: Known) -> list[Fault]:
    found = _open_in(SITE, values["site"], "site", known)
    if not re.fullmatch(r"[A-Z]", values["letter"]):
        found.append(Fault("letter", f"票号字母应是一个大写字母，现为“{values['letter']}”。"))
    return found


def _window(values: Values, known: Known) -> list[Fault]:
    found = _open_in(SITE, values["site"], "site", known)
    if not re.fullmatch(r"[0-9A-Z]{1,8}", values["number"]):
        found.append(Fault("number", f"窗口号应是数字或大写字母，现为“{values['number']}”。"))
    board = values.get("board", "")
    if board and not known.open(BOARD, f"{values['site']}:{board}"):
        found.append(
            Fault("board", f"服务点“{values['site']}”没有票号字母为“{board}”的板块。", "请先登记板块，或不填。")
        )
    return found


def _key_fault(key: str, name: str) -> list[Fault]:
    if re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", key):
        return []
    return [Fault("key", f"{name}只能用小写字母、数字和短横线，现为“{key}”。")]


def _open_in(kind: str, key: str, field: str, known: Known) -> list[Fault]:
    if known.open(kind, key):
        return []
    gone = key in known.places[kind]
    said = f"{KINDS[kind]}“{key}”{'已停用' if gone else '没有登记'}。"
    return [Fault(field, said, f"请先{'恢复' if gone else '登记'}这个{KINDS[kind]}，或核对代码。")]
