"""What is asked of the twin on its page, and what narrows the list of scenarios."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yichuang.hall.queries.scenarios import BASES, days_for
from yichuang.hall.rules.twin.scenarios import ARRANGEMENTS, AS_IS, Booth, Changes
from yichuang.organizations.queries import Site

OWN = "own"
HOURS = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)\s*[-—–～~]\s*([01]?\d|2[0-3])[:：]([0-5]\d)")
HOURS_HELP = "如 08:30-12:00 13:30-17:30；不填为现有时间"
EMPTY_BOOTHS = 3


def hours_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return spans of the day in minutes. :raises forms.ValidationError: for what is no span."""
    found = HOURS.findall(text)
    if HOURS.sub("", text).strip(" ,，、;；"):
        raise forms.ValidationError("请写成 08:30-12:00 13:30-17:30")
    spans = tuple((int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in found)
    if any(start >= end for start, end in spans):
        raise forms.ValidationError("结束须晚于开始")
    return tuple(sorted(spans))


class _Plain(forms.Form):
    """A form whose ids begin like those of every page."""

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("auto_id", "f-%s")
        super().__init__(*args, **more)

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Set the choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class TwinForm(_Plain):
    """A question to the twin."""

    name = forms.CharField(label="方案名称", max_length=60)
    basis = forms.ChoiceField(label="依据", choices=list(BASES.items()), initial="recent")
    day = forms.DateField(label="日期", required=False, help_text="依据“指定的一天”时填写")
    arrangement = forms.ChoiceField(
        label="受理窗口怎样设置", choices=[*ARRANGEMENTS.items(), (OWN, "逐个设置（在下方填写）")], initial=AS_IS,
        widget=forms.RadioSelect,
    )  # fmt: skip
    windows = forms.IntegerField(
        label="受理窗口数", required=False, min_value=1, max_value=60, help_text="不填为现有窗口数"
    )
    hours = forms.CharField(label="开放时间", required=False, max_length=80, help_text=HOURS_HELP)
    demand = forms.IntegerField(label="业务量", min_value=10, max_value=300, initial=100, help_text="现在为 100")
    moved = forms.ChoiceField(label="下沉到镇街的事项", required=False)
    moved_percent = forms.IntegerField(label="其中在镇街办的", required=False, min_value=0, max_value=100, initial=100)
    target_minutes = forms.IntegerField(label="目标：等候不超过", min_value=1, max_value=240, initial=15)
    target_percent = forms.IntegerField(label="目标：占取号的", min_value=50, max_value=99, initial=90)
    runs = forms.TypedChoiceField(
        label="推演天数", coerce=int, choices=[(10, "10 天（快）"), (20, "20 天"), (40, "40 天（更准）")], initial=20
    )

    def __init__(self, data: Any, matters: Sequence[tuple[str, str]], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.offer("moved", [("", "没有"), *matters])

    def clean_hours(self) -> tuple[tuple[int, int], ...]:
        """Return the opening hours as spans."""
        return hours_of(self.cleaned_data["hours"])

    def clean(self) -> dict[str, Any]:
        """A single day needs its date."""
        given = super().clean() or {}
        if given.get("basis") == "day" and not given.get("day"):
            self.add_error("day", "请填写日期")
        return given

    def days(self, site: Site, today: date) -> Sequence[date]:
        """Return the past days that are meant."""
        return days_for(site, self.cleaned_data["basis"], self.cleaned_data["day"], today)

    def changes(self, booths: Sequence[Booth]) -> Changes:
        """Return what is changed."""
        given = self.cleaned_data
        own = given["arrangement"] == OWN
        percent = 100 if given["moved_percent"] is None else given["moved_percent"]
        return Changes(
            arrangement=AS_IS if own else given["arrangement"],
            windows=0 if own else given["windows"] or 0,
            booths=tuple(booths) if own else (),
            hours=given["hours"],
            demand=given["demand"],
            moved={given["moved"]: percent} if given["moved"] else {},
            target_minutes=given["target_minutes"],
            target_percent=given["target_percent"],
            runs=given["runs"],
        )


class BoothForm(_Plain):
    """One window of one's own making; without a number it is not there."""

    number = forms.CharField(label="窗口号", required=False, max_length=8)
    boards = forms.MultipleChoiceField(
        label="办哪些板块", required=False, widget=forms.CheckboxSelectMultiple, help_text="都不选为所有事项"
    )
    shifts = forms.CharField(label="开放时间", required=False, max_length=80)

    def __init__(self, *args: Any, boards: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["boards"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(boards)

    def clean_shifts(self) -> tuple[tuple[int, int], ...]:
        """Return the hours as spans."""
        return hours_of(self.cleaned_data["shifts"])

    def booth(self) -> Booth | None:
        """Return the window, None for an empty line."""
        given = self.cleaned_data
        if not given.get("number"):
            return None
        return Booth(given["number"], tuple(sorted(given["boards"])), given["shifts"])


Booths = forms.formset_factory(BoothForm, extra=EMPTY_BOOTHS, max_num=60, absolute_max=60)


class ScenarioFilter(_Plain):
    """What narrows the list."""

    q = forms.CharField(label="名称或提出人", required=False, max_length=60)
    site = forms.ChoiceField(label="服务点", required=False)

    def __init__(self, data: Any, sites: Sequence[Site]) -> None:
        super().__init__(data)
        self.offer("site", [("", "全部"), *((str(site.pk), site.name) for site in sites)])
