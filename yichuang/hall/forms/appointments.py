"""Inputs of appointments: who comes, codes, lists, booking for a caller."""

from datetime import date
from typing import Any

from django import forms

from yichuang.foundations.forms import ALL, Pairs, PlainForm
from yichuang.hall.queries.appointments import Narrowing
from yichuang.hall.rules.appointments import BOOKED, CANCELLED, CHECKED_IN, NO_SHOW, SOURCES, STATES

SHOWN_STATES = [(state, STATES[state]) for state in (BOOKED, CHECKED_IN, NO_SHOW, CANCELLED)]


class PersonForm(PlainForm):
    """Who comes."""

    name = forms.CharField(label="来办事的人的姓名", max_length=40)
    mobile = forms.CharField(label="手机号", max_length=20, help_text="预约码和提醒会发到这个手机")


class OwnForm(PlainForm):
    """How the owner of an appointment shows that it is his."""

    code = forms.CharField(label="预约码", max_length=20, help_text="短信里的 8 位数字")
    tail = forms.RegexField(
        r"^\d{4}$",
        label="手机号后四位",
        help_text="预约时填的手机号",
        error_messages={"invalid": "请填写手机号的后四位数字。"},
    )


class CodeForm(PlainForm):
    """A code at the check-in."""

    code = forms.CharField(label="预约码", max_length=20, help_text="短信里的 8 位数字")


class AppointmentFilter(PlainForm):
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


class DeskBookingForm(PlainForm):
    """Booking for somebody at the desk or on the telephone."""

    mobile = forms.CharField(label="手机号", max_length=20)
    name = forms.CharField(label="姓名", max_length=40)
    source = forms.ChoiceField(label="渠道", choices=[("phone", "电话"), ("desk", "现场"), ("12345", "12345")])


class ShareFilter(PlainForm):
    """From which day to which the share of appointments is shown."""

    first = forms.DateField(label="从", required=False)
    last = forms.DateField(label="到", required=False)

    def days(self, today: date, usual: date) -> tuple[date, date]:
        """Return the period, in order; without one the usual."""
        self.is_valid()
        first = self.cleaned_data.get("first") or usual
        last = self.cleaned_data.get("last") or today
        return (first, last) if first <= last else (last, first)
