"""Inputs of the studio's pages."""

from collections.abc import Sequence

from django import forms

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


class ObjectionForm(forms.Form):
    """One objection: the place, and what is wrong there."""

    place = forms.ChoiceField(label="位置", error_messages={"required": "请选择位置。"})
    text = forms.CharField(
        label="哪里不对",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明哪里不对。"},
    )

    def __init__(self, data: object, places: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *places]
        field.error_messages["invalid_choice"] = "请从列表中选择位置。"


class ReasonForm(forms.Form):
    """Why an objection is dismissed, or the draft returned."""

    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写明理由。"})
