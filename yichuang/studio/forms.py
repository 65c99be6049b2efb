"""Inputs of the studio's pages."""

import json
from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from yichuang.catalog.rules.findings import Place
from yichuang.studio.rules.review_items import REVIEW_ITEMS
from yichuang.studio.rules.reviewing import RESULT_NAMES, Given
from yichuang.studio.rules.states import STATE_NAMES


class FilterForm(forms.Form):
    """What narrows the list of drafts."""

    q = forms.CharField(label="事项名称或基本编码", required=False, max_length=80)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATE_NAMES.items()])


class OpenForm(forms.Form):
    """A new matter: its name, and the department whose it is."""

    name = forms.CharField(label="事项名称", max_length=200, help_text="与权力清单或公共服务目录一致（S2-15）")
    department = forms.TypedChoiceField(label="实施部门", coerce=int)

    def __init__(self, data: object, departments: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(departments) if len(departments) == 1 else [("", "请选择"), *departments]
        self.fields["name"].error_messages["required"] = "请填写事项名称。"
        field.error_messages["required"] = field.error_messages["invalid_choice"] = "请选择实施部门。"


class ImportForm(forms.Form):
    """A file of a department's: Excel or Word."""

    department = forms.TypedChoiceField(label="导入到哪个部门", coerce=int)
    file = forms.FileField(
        label="Excel 或 Word 文件",
        help_text="九列材料表，或“基本信息”等全表；.xlsx、.docx，5 MB 以内",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
        allow_empty_file=True,
    )

    def __init__(self, *given: object, departments: Sequence[tuple[int, str]]) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(departments) if len(departments) == 1 else [("", "请选择"), *departments]
        field.error_messages["required"] = field.error_messages["invalid_choice"] = "请选择部门。"
        self.fields["file"].error_messages["required"] = "请选择要导入的文件。"


class NamingForm(forms.Form):
    """What narrows the overview of imported drafts."""

    department = forms.ChoiceField(label="部门", required=False)

    def __init__(self, data: object, departments: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *departments]


class RoundFilter(forms.Form):
    """What narrows the list of review rounds."""

    q = forms.CharField(label="事项名称或基本编码", required=False, max_length=80)
    result = forms.ChoiceField(
        label="结论",
        required=False,
        choices=[("", "全部"), *((key or "open", name) for key, name in RESULT_NAMES.items())],
    )


def given_from(posted: QueryDict) -> dict[str, Given]:
    """Return what the judging page's form gave, by item; a place that is none is left for the operation to refuse."""
    return {
        item.code: Given(
            posted.get(f"{item.code}.grade", ""),
            posted.get(f"{item.code}.reason", "").strip(),
            tuple(_place(value) for value in posted.getlist(f"{item.code}.place")),
        )
        for item in REVIEW_ITEMS
        if f"{item.code}.reason" in posted
    }


def _place(value: str) -> Place:
    try:
        kind, id_, parent, field = json.loads(value)
        return Place(kind, str(id_), str(parent), str(field))
    except (ValueError, TypeError):
        return Place("matter", "?")
