"""What a department enters for a delegation instrument (S2-45②)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yichuang.cases.operations.record_delegation import Instrument

DUTIES = (
    "受委托办理本事项的受理、审查、决定、制证和送达。\n"
    "受托人员按已发布的情形、材料和审查要点办理，对未按要点办理的后果负责。\n"
    "委托单位对事项梳理、指南和要点负责，并对办理行为负责监督。"
)


class DelegationForm(forms.Form):
    """Number, matter, site, clerk, duties, validity."""

    number = forms.CharField(label="委托授权书文号", max_length=80, help_text="如：萧市监委〔2026〕1号")
    matter = forms.ChoiceField(label="委托事项", help_text="只列出一人通办的即办件")
    site_id = forms.ChoiceField(label="受托服务点")
    staff_id = forms.ChoiceField(label="受托人员", required=False, help_text="不选为该服务点全体窗口人员")
    duties = forms.CharField(
        label="权责约定", max_length=500, widget=forms.Textarea(attrs={"rows": 4}), initial=DUTIES, help_text="一行一条"
    )
    valid_from = forms.DateField(label="委托期限起")
    valid_to = forms.DateField(label="委托期限止", required=False, help_text="不填为至书面撤销之日")

    def __init__(
        self, data: Any, matters: Sequence[tuple[str, str]], clerks: Sequence[tuple[int, str, str, str]], today: date
    ) -> None:
        super().__init__(data, initial={"valid_from": today.isoformat()})
        sites = dict.fromkeys((str(pk), name) for pk, name, _, _ in clerks)
        choices = {
            "matter": [("", "请选择"), *matters],
            "site_id": [("", "请选择"), *sites],
            "staff_id": [("", "全体窗口人员"), *((staff, f"{place} · {name}") for _, place, staff, name in clerks)],
        }
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs
        for bound in self.fields.values():
            bound.error_messages["required"] = f"请填写“{bound.label}”。"
            bound.error_messages["invalid"] = f"“{bound.label}”填写有误。"

    def instrument(self) -> Instrument:
        """Return what was entered."""
        given = self.cleaned_data
        return Instrument(
            number=given["number"],
            matter=given["matter"],
            site_id=int(given["site_id"]),
            staff_id=given["staff_id"],
            duties=given["duties"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
        )
