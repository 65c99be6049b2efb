"""Inputs of the studio's pages."""

import json
from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.http import QueryDict

from yichuang.catalog.rules.findings import Place
from yichuang.foundations.clock import CHINA
from yichuang.studio.rules.adjustments import SOURCES, STATES, TRIGGERS
from yichuang.studio.rules.review_items import REVIEW_ITEMS
from yichuang.studio.rules.reviewing import RESULT_NAMES, Given
from yichuang.studio.rules.sorting import STATES as SORTING_STATES
from yichuang.studio.rules.states import STATE_NAMES
from yichuang.studio.rules.tiers import TIER_NAMES


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


class PlanForm(forms.Form):
    """When a draft is published by itself."""

    day = forms.DateField(label="发布日期", input_formats=["%Y-%m-%d"])
    hour = forms.TimeField(label="时间", input_formats=["%H:%M"], initial="08:30", help_text="24 小时制，例如 08:30")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["day"].error_messages |= {"required": "请填写发布日期。", "invalid": "日期按 年-月-日 填写。"}
        self.fields["hour"].error_messages |= {"required": "请填写时间。", "invalid": "时间按 时:分 填写，例如 08:30。"}

    @property
    def at(self) -> datetime:
        """Return the hour that was chosen, in China."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], CHINA)


class AdjustmentFilter(forms.Form):
    """What narrows the list of requests."""

    q = forms.CharField(label="事项名称或内容", required=False, max_length=80)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES.items()])
    trigger = forms.ChoiceField(label="触发原因", required=False, choices=[("", "全部"), *TRIGGERS.items()])
    source = forms.ChoiceField(label="来源", required=False, choices=[("", "全部"), *SOURCES.items()])
    mine = forms.BooleanField(label="只看我提出的", required=False)


class AdjustmentForm(forms.Form):
    """A request for adjustment: which place of the matter, why, what, on what evidence, and the paper it came with."""

    trigger = forms.ChoiceField(label="触发原因", choices=[("", "请选择"), *TRIGGERS.items()])
    place = forms.ChoiceField(label="位置")
    text = forms.CharField(label="要调整什么", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.CharField(
        label="依据和理由", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    reference = forms.CharField(
        label="来文或办件", required=False, max_length=120, help_text="文号、投诉编号或统一申报编码"
    )
    complaint = forms.BooleanField(label="由投诉转来", required=False)
    file = forms.FileField(
        label="附件",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def __init__(self, data: object, files: object, places: Sequence[tuple[str, str]], **more: object) -> None:
        super().__init__(data, files, **more)  # type: ignore[arg-type]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)
        for name in ("trigger", "place", "text"):
            self.fields[name].error_messages |= {"required": f"请填写{self.fields[name].label}。"}


class QueueFilter(forms.Form):
    """What narrows the sorting queue."""

    q = forms.CharField(label="事项名称", required=False, max_length=80)
    department = forms.ChoiceField(label="实施部门", required=False)
    tier = forms.ChoiceField(label="频次", required=False, choices=[("", "全部"), *TIER_NAMES.items()])
    state = forms.ChoiceField(label="梳理状态", required=False, choices=[("", "全部"), *SORTING_STATES.items()])
    faulty = forms.BooleanField(label="只看现行版本有错误的", required=False)

    def __init__(self, data: object, departments: Sequence[tuple[int, str]]) -> None:
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
