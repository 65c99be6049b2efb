"""Inputs of the pages of feedback."""

from typing import Any

from django import forms

from yichuang.feedback.operations.complain import Saying
from yichuang.feedback.operations.move_complaint import ComplaintSaid
from yichuang.feedback.operations.move_order import OrderSaid
from yichuang.feedback.operations.rate import Said
from yichuang.feedback.rules.complaints import KINDS, SOURCES
from yichuang.feedback.rules.grades import CHANNELS, GRADES, INDICATORS, MODES, TOLD
from yichuang.foundations.forms import ALL, Pairs, PlainForm


def said_in(given: Any, mode: str, channel: str) -> Said:
    """Return a rating as a page posts it; what is not a number is no grade."""
    indicators = {key: _number(given.get(f"i_{key}", "")) for key in INDICATORS[mode] if given.get(f"i_{key}")}
    return Said(
        grade=_number(given.get("grade", "")),
        reasons=given.getlist("reasons"),
        indicators=indicators,
        words=given.get("words", ""),
        channel=channel,
        name=given.get("name", "")[:40],
        mobile=given.get("mobile", "")[:20],
        call_me=given.get("call_me", "") == "1",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


class ProveForm(PlainForm):
    """Number and query password, as on the receipt."""

    number = forms.CharField(label="统一申报编码", max_length=40, help_text="收件凭证上的 21 位数字")
    password = forms.CharField(label="查询密码", max_length=10, help_text="收件凭证上的 6 位数字")


class FigureFilter(PlainForm):
    """Which months, place and way of service the figures are about."""

    since = forms.CharField(label="起始月份", required=False, max_length=7, help_text="如 2026-09")
    until = forms.CharField(label="截止月份", required=False, max_length=7)
    mode = forms.ChoiceField(label="服务方式", required=False, choices=[ALL, *MODES.items()])


class RatingFilter(PlainForm):
    """Narrows the list of sealed ratings."""

    q = forms.CharField(label="票号、编号或事项", required=False, max_length=40)
    grade = forms.ChoiceField(
        label="满意程度",
        required=False,
        choices=[ALL, ("bad", "差评"), *((str(key), name) for key, name in GRADES.items())],
    )
    channel = forms.ChoiceField(label="渠道", required=False, choices=[ALL, *CHANNELS.items()])
    since = forms.DateField(label="封存日自", required=False)
    until = forms.DateField(label="至", required=False)


class TellForm(PlainForm):
    """A rating told by telephone or on paper: of which service, and how good."""

    day = forms.DateField(label="取号日期", required=False, help_text="按票号查找时填写")
    number = forms.CharField(label="票号或统一申报编码", max_length=40)
    channel = forms.ChoiceField(label="渠道", choices=[(key, name) for key, name in CHANNELS.items() if key in TOLD])
    grade = forms.ChoiceField(label="满意程度", choices=[(str(key), name) for key, name in GRADES.items()])
    words = forms.CharField(label="意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    call_me = forms.BooleanField(label="本人愿意接受回访", required=False)
    name = forms.CharField(label="称呼", required=False, max_length=40)
    mobile = forms.CharField(label="电话", required=False, max_length=20)


class OrderFilter(PlainForm):
    """Narrows the list of work orders."""

    q = forms.CharField(label="工单号、服务或人员", required=False, max_length=40)


class OrderMoveForm(PlainForm):
    """What is said with a move of a work order."""

    text = forms.CharField(required=False, max_length=500)
    day = forms.DateField(required=False)
    assignee = forms.CharField(required=False, max_length=64)
    reached = forms.BooleanField(required=False)

    def said(self) -> OrderSaid:
        """Return what was said; a day that is none is as good as missing."""
        given = self.cleaned_data if self.is_valid() else {}
        return OrderSaid(
            text=given.get("text") or self.data.get("text", "")[:600],
            day=given.get("day"),
            assignee=given.get("assignee") or "",
            reached=bool(given.get("reached")),
        )


class DaysForm(PlainForm):
    """A district's parameters."""

    rate = forms.IntegerField(label="补评期限（工作日）", min_value=1, max_value=30)
    seal_after = forms.IntegerField(
        label="同一人员满几条即封存", min_value=2, max_value=50, help_text="不满的次日零点后统一封存"
    )
    review = forms.IntegerField(label="差评回访期限（工作日）", min_value=1, max_value=10)
    mend = forms.IntegerField(label="差评整改期限（工作日）", min_value=1, max_value=60)
    complaint = forms.IntegerField(label="投诉答复期限（工作日）", min_value=1, max_value=60)
    extend = forms.IntegerField(label="一次延期最多（工作日）", min_value=1, max_value=60)


class ComplainForm(PlainForm):
    """What somebody brings to the “办不成事”反映窗口."""

    kind = forms.ChoiceField(label="反映什么", choices=list(KINDS.items()))
    site_id = forms.ChoiceField(label="在哪里办的")
    matter = forms.ChoiceField(label="涉及的事项", required=False)
    case_number = forms.CharField(label="统一申报编码", required=False, max_length=24, help_text="有收件凭证的填写")
    text = forms.CharField(label="说说是什么情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    name = forms.CharField(label="称呼", required=False, max_length=40)
    mobile = forms.CharField(
        label="电话", required=False, max_length=20, help_text="留下电话，答复时发短信；也可以不留"
    )

    def __init__(self, data: Any, sites: Pairs, matters: Pairs, **given: Any) -> None:
        super().__init__(data, **given)
        for name, offered in (("site_id", list(sites)), ("matter", [("", "说不清，或不涉及"), *matters])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def saying(self, source: str) -> Saying:
        """Return what was brought."""
        given = self.cleaned_data
        names = ("kind", "text", "matter", "case_number", "name", "mobile")
        return Saying(source=source, **{name: given[name] for name in names})


class TakeForm(ComplainForm):
    """The same as an officer writes it down."""

    source = forms.ChoiceField(label="来源", choices=[("window", SOURCES["window"]), ("phone", SOURCES["phone"])])


class ComplaintProof(PlainForm):
    """Number and query password of a complaint."""

    number = forms.CharField(label="编号", max_length=16, help_text="TS 开头，提交后显示")
    password = forms.CharField(label="查询密码", max_length=10)


class ComplaintFilter(PlainForm):
    """Narrows the list of complaints."""

    q = forms.CharField(label="编号、事项、申报编码或电话", required=False, max_length=40)
    kind = forms.ChoiceField(label="类别", required=False, choices=[ALL, *KINDS.items()])


class ComplaintMoveForm(PlainForm):
    """What is said with a move of a complaint."""

    text = forms.CharField(required=False, max_length=2000)
    day = forms.DateField(required=False)
    department = forms.IntegerField(required=False)

    def said(self) -> ComplaintSaid:
        """Return what was said; a day or department that is none is as good as missing."""
        given = self.cleaned_data if self.is_valid() else {}
        return ComplaintSaid(
            text=given.get("text") or self.data.get("text", "")[:2001],
            day=given.get("day"),
            department=given.get("department"),
        )
