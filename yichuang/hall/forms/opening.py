"""Inputs of the opening calendar and of slot plans."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from yichuang.foundations.forms import PlainForm
from yichuang.hall.models import OpeningPlan, SlotPlan
from yichuang.hall.operations.opening import BOOKING_RULES, SpecialDay
from yichuang.hall.operations.settle_stranded import THEN
from yichuang.hall.operations.slot_plans import BOUNDS, SlotTerms
from yichuang.hall.rules.opening import DAY_KINDS, WEEKDAYS, Blackout, Extra, Minutes, Rules, Turn
from yichuang.hall.rules.opening_document import Unreadable, read_spans, read_time, spans_text

Pairs = Iterable[tuple[str, str]]
DAYS = [(str(place), name) for place, name in enumerate(WEEKDAYS)]
NTH = [
    ("0", "每周"),
    ("1", "每月第一个"),
    ("2", "每月第二个"),
    ("3", "每月第三个"),
    ("4", "每月第四个"),
    ("-1", "每月最后一个"),
]
LONGEST_PERIOD = 31
NO_RULES = Rules()


class SpansField(forms.CharField):
    """Spans of a day as text such as `8:30-12:00、13:30-17:30`; empty is closed."""

    def clean(self, value: Any) -> tuple[Minutes, ...]:
        """Return the spans."""
        try:
            return read_spans(super().clean(value) or "")
        except Unreadable as fault:
            raise forms.ValidationError(f"{fault}。") from fault


class TimeField(forms.CharField):
    """A time of the day such as 8:30, as a minute."""

    def clean(self, value: Any) -> int:
        """Return the minute."""
        try:
            return read_time(super().clean(value))
        except Unreadable as fault:
            raise forms.ValidationError(f"{fault}。") from fault


class WeekForm(PlainForm):
    """The hours of the week, and as which weekday a make-up working day counts."""

    makeup_as = forms.ChoiceField(label="调休上班日按", choices=DAYS[:5])

    def __init__(self, data: Any = None, rules: Rules = NO_RULES) -> None:
        super().__init__(data, initial={"makeup_as": str(rules.makeup_as)})
        for place, name in DAYS:
            initial = spans_text(rules.weekly[int(place)])
            self.fields[f"day{place}"] = SpansField(label=name, required=False, max_length=120, initial=initial)

    def weekly(self) -> tuple[tuple[Minutes, ...], ...]:
        """Return the spans by weekday."""
        return tuple(self.cleaned_data[f"day{place}"] for place, _ in DAYS)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """Return the fields of the days, Monday first."""
        return [self[f"day{place}"] for place, _ in DAYS]


class _RuleForm(PlainForm):
    name = forms.CharField(label="名称", max_length=30, help_text="会告诉办事群众")
    start = TimeField(label="从", max_length=5)
    end = TimeField(label="到", max_length=5)
    boards = forms.MultipleChoiceField(
        label="板块", required=False, widget=forms.CheckboxSelectMultiple, help_text="不选为全部板块"
    )

    def __init__(self, data: Any = None, boards: Pairs = ()) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")
        self.offer("boards", boards)

    def _given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "boards": tuple(self.cleaned_data["boards"])}


class ExtraForm(_RuleForm):
    """An X of 5+X: lunch duty, an evening, a weekend, a holiday."""

    kinds = forms.MultipleChoiceField(
        label="适用于", choices=list(DAY_KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    weekdays = forms.MultipleChoiceField(
        label="星期", required=False, choices=DAYS, widget=forms.CheckboxSelectMultiple, help_text="不选为每天"
    )
    every = forms.IntegerField(label="每几周一次", min_value=1, max_value=8, initial=1)
    since = forms.DateField(label="从哪天起", required=False, help_text="隔周的，从这天所在的那周算起")
    until = forms.DateField(label="到哪天止", required=False)

    def rule(self) -> Extra:
        """Return what was entered."""
        given = self._given()
        given["weekdays"] = tuple(int(day) for day in given["weekdays"])
        return Extra(**{**given, "kinds": tuple(given["kinds"])})


class TurnForm(_RuleForm):
    """Rest by turns: a board or windows on a weekday of every so many weeks."""

    weekday = forms.ChoiceField(label="星期", choices=DAYS)
    windows = forms.MultipleChoiceField(
        label="轮休窗口",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只休几个窗口的选这里；不选为整个板块轮休",
    )
    fewer = forms.IntegerField(label="每时段少几个号", min_value=0, max_value=50, initial=0)
    every = forms.IntegerField(label="每几周一次", min_value=1, max_value=8, initial=2)
    since = forms.DateField(label="从哪天起", required=False, help_text="从这天所在的那周算起")

    def __init__(self, data: Any = None, boards: Pairs = (), windows: Pairs = ()) -> None:
        super().__init__(data, boards)
        self.offer("windows", windows)

    def rule(self) -> Turn:
        """Return what was entered: a turn of windows concerns its boards' places, a turn of boards closes them."""
        given = self._given()
        given |= {"weekday": int(given["weekday"]), "windows": tuple(given["windows"])}
        return Turn(**given)


class BlackoutForm(_RuleForm):
    """A recurring closure."""

    weekday = forms.ChoiceField(label="星期", choices=DAYS)
    nth = forms.ChoiceField(label="哪一个", choices=NTH)

    def rule(self) -> Blackout:
        """Return what was entered."""
        given = self._given()
        return Blackout(**{**given, "weekday": int(given["weekday"]), "nth": int(given["nth"])})


class SpecialDayForm(PlainForm):
    """Exceptional days: from one to another, closed or open in spans, why, and what becomes of who is booked."""

    first = forms.DateField(label="日期")
    last = forms.DateField(label="到（含）", required=False, help_text="只有一天的不填")
    spans = SpansField(label="开放时段", required=False, max_length=120, help_text="不填为全天不开放；例如 9:00-11:30")
    reason = forms.CharField(label="原因", max_length=100, help_text="会告诉办事群众，例如“国庆节放假”“台风停办”")
    board = forms.ChoiceField(label="板块", required=False)
    then = forms.ChoiceField(label="当天已有的预约", choices=list(THEN.items()))

    def __init__(self, data: Any = None, boards: Pairs = ()) -> None:
        super().__init__(data, auto_id="special_%s")
        self.offer("board", [("", "整个服务点"), *boards])

    def clean(self) -> dict[str, Any]:
        """Hold the period to a month, in order."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not 0 <= (last - first).days < LONGEST_PERIOD:
            self.add_error("last", f"应不早于开始日期，最多 {LONGEST_PERIOD} 天。")
        return given

    def days(self) -> list[SpecialDay]:
        """Return the days as entered."""
        given = self.cleaned_data
        first: date = given["first"]
        last: date = given["last"] or first
        return [
            SpecialDay(date.fromordinal(day), given["spans"], given["reason"], given["board"])
            for day in range(first.toordinal(), last.toordinal() + 1)
        ]


BOOKING_LABELS = {
    "early_minutes": "可提前几分钟签到",
    "late_minutes": "迟到几分钟内仍优先",
    "no_shows": "爽约几次限制网上预约",
    "within_days": "爽约统计最近几天",
    "blocked_days": "限制网上预约几天",
    "a_day": "每人每天最多预约",
    "open_at_once": "每人未办的预约最多",
}


class BookingRulesForm(PlainForm):
    """A site's booking rules."""

    def __init__(self, data: Any = None, plan: OpeningPlan | None = None) -> None:
        super().__init__(data, auto_id="rules_%s")
        for name, (least, most) in BOOKING_RULES.items():
            initial = getattr(plan, name) if plan else None
            help_text = "0 为不限制" if name == "no_shows" else ""
            self.fields[name] = forms.IntegerField(
                label=BOOKING_LABELS[name], min_value=least, max_value=most, initial=initial, help_text=help_text
            )


class SlotPlanForm(PlainForm):
    """A plan of slots."""

    lengths = forms.CharField(
        label="时间长的事项",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个：事项标识 分钟，例如 freight_general 40",
    )
    active = forms.BooleanField(label="开放预约", required=False, initial=True)

    def __init__(self, data: Any = None, plan: SlotPlan | None = None) -> None:
        super().__init__(data, auto_id=f"plan{plan.pk if plan else 'new'}_%s", initial=_filled(plan))
        for name, (least, most, label) in BOUNDS.items():
            initial = getattr(plan, name) if plan else getattr(SlotTerms, name)
            self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial)

    def clean_lengths(self) -> dict[str, int]:
        """Return key → minutes."""
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["lengths"].splitlines())):
            parts = line.split()
            if len(parts) != 2 or not parts[1].isdigit() or len(parts[1]) > 3:
                raise forms.ValidationError(f"“{line[:60]}”读不懂，请写成“事项标识 分钟”。")
            found[parts[0]] = int(parts[1])
        return found

    def terms(self) -> SlotTerms:
        """Return the terms as entered."""
        return SlotTerms(**{name: self.cleaned_data[name] for name in (*BOUNDS, "lengths", "active")})


class NewSlotPlanForm(SlotPlanForm):
    """A new plan: for which board or purpose."""

    what = forms.ChoiceField(label="板块")

    def __init__(self, data: Any = None, offered: Pairs = ()) -> None:
        super().__init__(data)
        self.offer("what", offered)


def _filled(plan: SlotPlan | None) -> Mapping[str, Any]:
    if plan is None:
        return {}
    return {"lengths": "\n".join(f"{key} {minutes}" for key, minutes in plan.lengths.items()), "active": plan.active}
