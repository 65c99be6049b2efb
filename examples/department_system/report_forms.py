"""The reports that an officer may send, and the fields of each (docs/exchange.md, “What we take”)."""

from dataclasses import dataclass
from typing import Any

from examples.department_system.settings import Officer, Settings
from examples.department_system.web import Request

MOST_ITEMS = 4


@dataclass(frozen=True)
class Field:
    """One input of a report: its kind is text, area, number, date, or the options to choose from."""

    name: str
    label: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    needed: bool = True
    value: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Form:
    """One report type: its title, what it means, its fields."""

    type: str
    title: str
    explained: str
    fields: tuple[Field, ...] = ()
    head_only: bool = False


LEGAL_BASIS = "法律依据"
NODES = (
    ("take_up", "领办"),
    ("site_inspection", "现场核查"),
    ("review", "审查"),
    ("collective_review", "集体审议"),
    ("approval", "审批"),
    ("certificate", "制证"),
)
PROCEDURES = tuple((name, name) for name in ("专家评审", "听证", "检验", "检测", "检疫", "鉴定", "公示"))
FORMS: tuple[Form, ...] = (
    Form(
        "correction_requested",
        "一次性告知补正",
        "材料不齐或不符合法定形式时，一次告知全部需要补正的内容（行政许可法第三十二条第一款第四项）。",
    ),
    Form("accepted", "受理", "材料齐全、符合法定形式，予以受理。"),
    Form(
        "refused",
        "不予受理",
        "说明理由和依据，申请人可以申请行政复议或提起行政诉讼。",
        (
            Field("reasons", "理由", "area"),
            Field("legal_basis", LEGAL_BASIS, value="《中华人民共和国行政许可法》第三十二条"),
        ),
    ),
    Form(
        "node_changed",
        "办理环节",
        "进入一个环节；第一次上报即领办。",
        (Field("node", "环节", options=NODES),),
    ),
    Form(
        "special_begin",
        "特别程序开始",
        "听证、检验、检测、检疫、鉴定和专家评审所需时间不计入期限，须书面告知申请人（行政许可法第四十五条）。",
        (
            Field("procedure", "程序", options=PROCEDURES),
            Field("legal_basis", LEGAL_BASIS, value="《中华人民共和国行政许可法》第四十五条"),
            Field("expected_days", "预计工作日", "number", value="10"),
            Field("notice_served_on", "告知书送达日期", "date"),
            Field("reason", "原因", "area"),
        ),
    ),
    Form(
        "special_end",
        "特别程序结束",
        "期限恢复计算。",
        (Field("outcome", "结论", "area"),),
    ),
    Form(
        "extended",
        "延长期限",
        "经本机关负责人批准可以延长，并告知理由（行政许可法第四十二条）。由负责人登录后上报。",
        (Field("days", "延长工作日", "number", value="10"), Field("reasons", "理由", "area")),
        head_only=True,
    ),
    Form("concluded", "办结", "作出决定。须有另一名工作人员复核；准予的须附结果文件。"),
)
BY_TYPE = {form.type: form for form in FORMS}
REFUSED_WORDS = {"granted": "准予", "denied": "不予"}


class Incomplete(Exception):
    """What is still missing, in sentences for the officer."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


def data_of(
    form: Form, request: Request, officer: Officer, settings: Settings, materials: dict[str, str]
) -> dict[str, Any]:
    """Return a report's data from what was filled in; `materials` are the case's, id to name."""
    if form.head_only and not officer.head:
        raise Incomplete("延长期限须由本机关负责人登录后上报。")
    data: dict[str, Any] = {"handler": officer.handler()}
    if form.type == "correction_requested":
        return data | {"items": _items(request, materials)}
    if form.type == "concluded":
        return data | _decision(request, officer, settings)
    data |= _simple(form, request)
    if form.type == "node_changed":
        names = dict(NODES)
        data["name"] = request.fields.get("name", "").strip() or names.get(data["node"], data["node"])
    return data


def _simple(form: Form, request: Request) -> dict[str, Any]:
    data: dict[str, Any] = {}
    missing = []
    for field in form.fields:
        value = request.fields.get(field.name, "").strip()
        if not value:
            missing.append(f"请填写“{field.label}”。")
        elif field.kind == "number" and not (value.isascii() and value.isdigit() and 0 < int(value[:6]) < 1000):
            missing.append(f"“{field.label}”应为 1 到 999 的整数。")
        else:
            data[field.name] = int(value) if field.kind == "number" else value
    if missing:
        raise Incomplete(*missing)
    return data


def _items(request: Request, materials: dict[str, str]) -> list[dict[str, str]]:
    """Return all that is to be corrected: at once, complete."""
    items, faults = [], []
    for position in range(1, MOST_ITEMS + 1):
        material, name, what, todo = (
            request.fields.get(f"{field}{position}", "").strip() for field in ("material", "name", "what", "todo")
        )
        if not (material or name or what or todo):
            continue
        if not what or not todo or not (name or material in materials):
            faults.append(f"第 {position} 项请写明材料、问题和如何补正。")
        items.append({"material": material, "name": name or materials.get(material, ""), "what": what, "todo": todo})
    if faults or not items:
        raise Incomplete(*(faults or ["请至少写明一项需要补正的内容。"]))
    return items


def _decision(request: Request, officer: Officer, settings: Settings) -> dict[str, Any]:
    """Return the decision without its file; who confirms must be somebody else."""
    fields = {
        name: request.fields.get(name, "").strip() for name in ("outcome", "reasons", "legal_basis", "second_handler")
    }
    second = settings.officer(fields["second_handler"])
    missing = []
    if fields["outcome"] not in REFUSED_WORDS:
        missing.append("请选择准予或不予。")
    if second is None:
        missing.append("请选择复核人。")
    elif second.id == officer.id:
        missing.append("复核人不能是承办人本人（须由两名以上工作人员办理）。")
    if fields["outcome"] == "denied" and not fields["reasons"]:
        missing.append("不予许可须说明理由。")
    if not fields["legal_basis"]:
        missing.append("请写明法律依据。")
    result = {name: request.fields.get(f"result_{name}", "").strip() for name in ("name", "number")}
    if fields["outcome"] == "granted" and not all(result.values()):
        missing.append("准予的须填写结果名称和编号。")
    if missing or second is None:
        raise Incomplete(*missing)
    return {
        "second_handler": second.handler(),
        "outcome": fields["outcome"],
        "reasons": fields["reasons"],
        "legal_basis": fields["legal_basis"],
        "result": result,
    }
