"""What the case page asks for each move: the same inputs as the API, as a small form made from a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from yichuang.cases.rules.review_checks import OPINIONS

PROCEDURES = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "实地核查")
SERVED_HOW = ("当面送达", "邮寄送达", "电子送达", "留置送达", "公告送达")
LINES = 60

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """One input of a move: name, label, kind (text, area, number, date, check, file, or a choice), required, help."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    help: str = ""


@dataclass(frozen=True)
class Offered:
    """What a case offers its forms: choices by kind, first values by move and field, and the legal bases of its matter."""

    choices: Mapping[str, Choices] = field(default_factory=dict)
    initial: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    bases: tuple[str, ...] = ()


REASONS = Asked("reasons", "理由", "area", help="当事人要能看懂，会印在文书上")
BASIS = Asked("legal_basis", "法律依据", "basis", help="写明法律、法规、规章的名称和条款；可从本事项的依据中选")
INPUTS: dict[str, tuple[Asked, ...]] = {
    "accept": (),
    "complete_instantly": (),
    "correct_on_the_spot": (Asked("what", "更正了什么", "area"),),
    "request_correction": (
        Asked("repeat_reason", "再次告知的理由", required=False, help="只能告知一次；再次告知须由主管说明理由"),
    ),
    "supplement": (Asked("supplied", "这次补正的事项", "items"),),
    "refuse": (REASONS, BASIS),
    "redirect": (REASONS, Asked("authority", "应向哪个机关申请")),
    "declare_not_required": (REASONS,),
    "supplement_tolerated": (Asked("supplied", "这次补交的容缺材料", "tolerated"),),
    "take_up": (),
    "co_sign": (Asked("opinion", "共同核查意见", "opinion"), Asked("note", "核查情况", "area", required=False)),
    "suspend": (
        Asked("kind", "特别程序种类", "procedure"),
        Asked("expected_days", "预计需要（工作日）", "number"),
        Asked("reason", "告知书内容", "area", help="为什么需要、做什么，会印在特别程序告知书上"),
        BASIS,
        Asked("notice_served_on", "告知书送达日期", "date", help="书面告知送达之日起期限停走；没有送达，期限照走"),
        Asked("served_how", "送达方式", "served_how"),
    ),
    "resume": (Asked("outcome", "特别程序结果", "area", help="如：现场核查符合要求"),),
    "extend": (Asked("days", "延长（工作日）", "number"), REASONS),
    "grant": (Asked("reasons", "说明", "area", required=False),),
    "deny": (REASONS, BASIS),
    "send_to_issuing": (
        Asked("result_name", "结果名称", required=False),
        Asked("result_number", "结果编号", required=False, help="证照或批文上的编号；不予决定可不填"),
    ),
    "withdraw": (
        Asked("in_writing", "已收取申请人签名的撤回申请", "check"),
        Asked("reasons", "原因", "area", required=False),
        Asked("application_file", "撤回申请扫描件", "file", required=False),
    ),
    "terminate": (REASONS, BASIS),
    "hand_over_first_handler": (
        Asked("successor", "接任的首办责任人", "clerk"),
        Asked("reason", "移交原因", required=False),
    ),
}
# Moves whose forms bring a file.
WITH_FILES = tuple(verb for verb, asked in INPUTS.items() if any(one.kind == "file" for one in asked))


class MoveForm(forms.Form):
    """The inputs of one move, made from `INPUTS`."""

    def __init__(self, data: Any, verb: str, offered: Offered, files: Any = None) -> None:
        super().__init__(data, files, prefix=verb, initial=dict(offered.initial.get(verb, {})))
        for asked in INPUTS[verb]:
            self.fields[asked.name] = _field(asked, offered, f"{verb}-basis-list")


def _field(asked: Asked, offered: Offered, basis_list: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": asked.label,
        "required": asked.required,
        "help_text": asked.help,
        "error_messages": {"required": f"请填写“{asked.label}”。", "invalid": f"“{asked.label}”填写有误。"},
    }
    if asked.kind == "number":
        common["error_messages"] |= {"min_value": "至少 1 个工作日。", "max_value": "最多 250 个工作日。"}
        return forms.IntegerField(min_value=1, max_value=250, **common)
    if asked.kind == "date":
        return forms.DateField(**common)
    if asked.kind == "check":
        return forms.BooleanField(**{**common, "required": False})
    if asked.kind == "file":
        return forms.FileField(**common)
    if asked.kind in ("items", "tolerated"):
        choices = offered.choices.get(asked.kind, [])
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if asked.kind == "opinion":
        return forms.ChoiceField(choices=list(OPINIONS.items()), widget=forms.RadioSelect, **common)
    if asked.kind in ("procedure", "served_how", "clerk"):
        known = {"procedure": _pairs(PROCEDURES), "served_how": _pairs(SERVED_HOW)}
        choices = offered.choices.get(asked.kind) or known.get(asked.kind, [])
        return forms.ChoiceField(choices=[("", "请选择"), *choices], **common)
    widget: Any = forms.Textarea(attrs={"rows": 3}) if asked.kind == "area" else None
    if asked.kind == "basis":
        widget = forms.TextInput(attrs={"list": basis_list, "autocomplete": "off"})
    return forms.CharField(max_length=1000, widget=widget, **common)


def _pairs(values: tuple[str, ...]) -> Choices:
    return [(value, value) for value in values]


@dataclass(frozen=True)
class TypedLine:
    """One line of the one-time notice as it stands on the page; `chosen` is its tick."""

    place: int
    id: str
    name: str
    what: str
    todo: str
    chosen: bool


def typed_lines(post: Any) -> list[TypedLine]:
    """Return the lines of the one-time notice as they were typed, in order; empty ones are left out."""
    lines = []
    for place in range(1, LINES + 1):
        key, name, what, todo = (
            post.get(f"line-{place}.{part}", "").strip() for part in ("id", "name", "what", "todo")
        )
        if name or what:
            lines.append(TypedLine(place, key or f"item{place}", name, what, todo, f"line-{place}.chosen" in post))
    return lines
