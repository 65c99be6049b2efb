"""Inputs of appointments: who comes, codes, lists, booking for a caller."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from yichuang.hall.queries.appointments import Narrowing
from yichuang.hall.rules.appointments import BOOKED, CANCELLED, CHECKED_IN, NO_SHOW, SOURCES, STATES

Pairs = Iterable[tuple[str, str]]
ALL = ("", "全部")
SHOWN_STATES = [(state, STATES[state]) for state in (BOOKED, CHECKED_IN, NO_SHOW, CANCELLED)]


class HallForm(forms.Form):
    """Says in Chinese what is wrong with a field."""

    def __init__(self, data: Any = None, files: Any = None, **given: Any) -> None:
        super().__init__(data, files, **given)
        for name, bound in self.fields.items():
            label = bound.label or name
            bound.error_messages["required"] = f"请填写“{label}”。"
            bound.error_messages["invalid"] = f"“{label}”填写有误。"
            bound.error_messages["invalid_choice"] = f"“{label}”不在可选范围内，请重新选择。"

    def offer(self, name: str, pairs: Pairs) -> None:
        """Set what a field may be chosen from."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(pairs)


class PersonForm(HallForm):
    """Who comes."""

    name = forms.CharField(label="来办事的人的姓名", max_length=40)
    mobile = forms.CharField(label="手机号", max_length=20, help_text="预约码和提醒会发到这个手机")


class OwnForm(HallForm):
    """How the owner of an appointment shows that it is his."""

    code = forms.CharField(label="预约码", max_length=20, help_text="短信里的 8 位数字")
    tail = forms.RegexField(
        r"^\d{4}$",
        label="手机号后四位",
        help_text="预约时填的手机号",
        error_messages={"invalid": "请填写手机号的后四位数字。"},
    )


class CodeForm(HallForm):
    """A code at the check-in."""

    code = forms.CharField(label="预约码", max_length=20, help_text="短信里的 8 位数字")


class AppointmentFilter(HallForm):
    """What narrows the list of appointments."""

    q = forms.CharField(label="预约码、手机号或事项", required=False, max_length=60)
    day = forms.DateField(label="日期", required=False)
    board = forms.ChoiceField(label="板块", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *SHOWN_STATES])
    source = forms.ChoiceField(label="渠道", required=False, choices=[ALL, *SOURCES.items()])

    def __init__(self, data: Any, boards: Pairs) -> None:
        super().__init__(data)
        self.offer("board", [ALL, *boards])

    def narrowing(self) -> Narrowing:
        """Return the filter; what cannot be read narrows nothing and is told on the page."""
        self.is_valid()
        given = self.cleaned_data
        return Narrowing(
            given.get("day"), given.get("state", ""), given.get("board", ""), given.get("source", ""),
            given.get("q", "").strip(),
        )  # fmt: skip


class DeskBookingForm(HallForm):
    """Booking for somebody at the desk or on the telephone."""

    mobile = forms.CharField(label="手机号", max_length=20)
    name = forms.CharField(label="姓名", max_length=40)
    source = forms.ChoiceField(label="渠道", choices=[("phone", "电话"), ("desk", "现场"), ("12345", "12345")])


class ShareFilter(HallForm):
    """From which day to which the share of appointments is shown."""

    first = forms.DateField(label="从", required=False)
    last = forms.DateField(label="到", required=False)

    def days(self, today: date, usual: date) -> tuple[date, date]:
        """Return the period, in order; without one the usual."""
        self.is_valid()
        first = self.cleaned_data.get("first") or usual
        last = self.cleaned_data.get("last") or today
        return (first, last) if first <= last else (last, first)
