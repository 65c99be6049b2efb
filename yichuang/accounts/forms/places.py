"""What administrators enter about places: fields made from the one table of columns (organizations/rules/places.py)."""

from typing import Any

from django import forms

from yichuang.accounts.forms import _words
from yichuang.organizations.rules.places import CHOICES, COLUMNS

STATES = {"": "在用", "closed": "已停用", "all": "全部"}


class PlaceFilter(forms.Form):
    """What a list of places is narrowed by."""

    q = forms.CharField(label="名称或代码开头", required=False, max_length=40)
    state = forms.ChoiceField(label="状态", required=False, choices=list(STATES.items()))

    def __init__(self, data: Any, kind: str, within: list[tuple[str, str]]) -> None:
        super().__init__(data)
        if choices := CHOICES.get((kind, "kind")):
            self.fields["kind"] = forms.ChoiceField(
                label="类型", required=False, choices=[("", "全部"), *choices.items()]
            )
        label = {"division": "上级区划", "board": "服务点", "window": "服务点"}.get(kind, "所在区划")
        self.fields["inside"] = forms.ChoiceField(label=label, required=False, choices=[("", "全部"), *within])
        self.order_fields(["q", "kind", "inside", "state"])


class PlaceForm(forms.Form):
    """A place: on adding every field, on changing those that may change. `within` are the places it may lie in, `boards` for windows."""

    def __init__(
        self, data: Any, kind: str, within: list[tuple[str, str]], old: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(data, initial=old or more.pop("initial", None), prefix=more.pop("prefix", None))
        self.kind = kind
        for column in COLUMNS[kind]:
            if old is not None and column.fixed:
                continue
            common: dict[str, Any] = {"label": column.name, "required": column.needed, "help_text": column.help}
            choices = CHOICES.get((kind, column.field))
            if column.field in ("parent", "division", "site"):
                common |= {
                    "label": column.name.replace("代码", "").replace("编号", ""),
                    "required": True,
                    "help_text": "",
                }
                self.fields[column.field] = forms.ChoiceField(choices=[("", "请选择"), *within], **common)
            elif choices is not None:
                self.fields[column.field] = forms.ChoiceField(choices=[("", "请选择"), *choices.items()], **common)
            else:
                self.fields[column.field] = forms.CharField(max_length=column.most, **common)
        if "valid_from" in self.fields:
            self.fields["valid_from"].widget.attrs["data-date"] = "1"
        _words(self)

    def values(self) -> dict[str, str]:
        """Return what was entered, by field."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


class WhyForm(forms.Form):
    """Why a place is closed or opened again."""

    why = forms.CharField(label="原因", max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        _words(self)


class WorkbookForm(forms.Form):
    """A workbook to be imported."""

    file = forms.FileField(
        label="组织机构文件",
        help_text="Excel（.xlsx），可用“导出整本”得到的文件改",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的，请重新选择。"},
    )
