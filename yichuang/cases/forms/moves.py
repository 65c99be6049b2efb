"""What the case page asks for each move: the same inputs as the API, as a small form made from a table."""

from dataclasses import dataclass
from typing import Any

from django import forms

from yichuang.cases.rules.review_checks import OPINIONS

PROCEDURES = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "实地核查")


@dataclass(frozen=True)
class Asked:
    """One input of a move: name, label, kind (text, area, number, date, check, choice), required, help."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    help: str = ""


REASONS = Asked("reasons", "理由", "area", help="当事人要能看懂")
BASIS = Asked("legal_basis", "法律依据", help="写明法律、法规、规章的名称和条款")
INPUTS: dict[str, tuple[Asked, ...]] = {
    "accept": (),
    "complete_instantly": (),
    "correct_on_the_spot": (Asked("what", "更正了什么", "area"),),
    "request_correction": (
        Asked("items", "需要补正的全部内容", "area", help="一行一项：名称｜问题｜如何补正；只能告知一次，请一次列全"),
        Asked("repeat_reason", "再次告知的理由", required=False),
    ),
    "supplement": (Asked("supplied", "这次补正的事项", "items"),),
    "refuse": (REASONS, BASIS),
    "redirect": (REASONS, Asked("authority", "应向哪个机关申请")),
    "declare_not_required": (REASONS,),
    "supplement_tolerated": (Asked("supplied", "这次补交的容缺材料", "items"),),
    "take_up": (),
    "suspend": (
        Asked("kind", "特别程序种类", "procedure"),
        BASIS,
        Asked("expected_days", "预计需要（工作日）", "number"),
        Asked("notice_served_on", "告知书送达日期", "date", help="书面告知送达之日起期限停走"),
        Asked("reason", "说明", "area", required=False),
    ),
    "resume": (Asked("outcome", "特别程序结果", "area", required=False),),
    "extend": (Asked("days", "延长（工作日）", "number"), REASONS),
    "co_sign": (
        Asked("opinion", "共同核查意见", "opinion"),
        Asked("note", "核查情况", "area", required=False),
    ),
    "grant": (Asked("reasons", "说明", "area", required=False),),
    "deny": (REASONS, BASIS),
    "send_to_issuing": (
        Asked("result_name", "结果名称", required=False),
        Asked("result_number", "结果编号", required=False),
    ),
    "withdraw": (
        Asked("in_writing", "已收取申请人签名的撤回申请", "check"),
        Asked("reasons", "原因", "area", required=False),
    ),
    "terminate": (REASONS, BASIS),
}


class MoveForm(forms.Form):
    """The inputs of one move, made from `INPUTS`."""

    def __init__(self, data: Any, verb: str, items: list[tuple[str, str]], colleagues: list[tuple[str, str]]) -> None:
        super().__init__(data, prefix=verb)
        for asked in INPUTS[verb]:
            self.fields[asked.name] = _field(asked, items, colleagues)


def _field(asked: Asked, items: list[tuple[str, str]], colleagues: list[tuple[str, str]]) -> forms.Field:
    common: dict[str, Any] = {
        "label": asked.label,
        "required": asked.required,
        "help_text": asked.help,
        "error_messages": {"required": f"请填写“{asked.label}”。"},
    }
    if asked.kind == "number":
        return forms.IntegerField(min_value=1, max_value=250, **common)
    if asked.kind == "date":
        return forms.DateField(**common)
    if asked.kind == "check":
        return forms.BooleanField(**{**common, "required": False})
    if asked.kind == "items":
        return forms.MultipleChoiceField(choices=items, widget=forms.CheckboxSelectMultiple, **common)
    if asked.kind == "opinion":
        return forms.ChoiceField(choices=list(OPINIONS.items()), widget=forms.RadioSelect, **common)
    if asked.kind in ("colleague", "procedure"):
        choices = colleagues if asked.kind == "colleague" else [(name, name) for name in PROCEDURES]
        return forms.ChoiceField(choices=[("", "请选择"), *choices], **common)
    widget: Any = {"area": forms.Textarea(attrs={"rows": 3}), "signature": forms.HiddenInput()}.get(asked.kind)
    return forms.CharField(max_length=200_000 if asked.kind == "signature" else 1000, widget=widget, **common)
