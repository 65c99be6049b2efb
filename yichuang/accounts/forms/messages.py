"""What those who look after messages enter: filters, a wording, an opt-out told to them."""

from typing import Any

from django import forms

from yichuang.accounts.forms import _words
from yichuang.notifications.queries.messages import channel_choices, template_choices
from yichuang.notifications.rules.opt_outs import STOPPABLE
from yichuang.notifications.rules.states import STATES
from yichuang.notifications.rules.templates import KINDS
from yichuang.notifications.rules.wordings import MOST

ALL = ("", "全部")


class MessageFilter(forms.Form):
    """What the record of messages is narrowed by."""

    q = forms.CharField(label="手机号或邮箱", required=False, max_length=120)
    template = forms.ChoiceField(label="模板", required=False, choices=[ALL, *template_choices()])
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *STATES.items()])
    channel = forms.ChoiceField(label="渠道", required=False, choices=[ALL, *channel_choices()])
    since = forms.CharField(label="日期起", required=False, max_length=10)
    until = forms.CharField(label="日期止", required=False, max_length=10)


class WordingForm(forms.Form):
    """How a template is worded here, and what the gateway calls it."""

    text = forms.CharField(
        label="内容",
        max_length=MOST * 2,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text="字段写作 {字段名}；签名由平台加在前面，退订说明加在后面",
    )
    gateway_code = forms.CharField(
        label="网关模板编号", max_length=60, required=False, help_text="在短信网关报备通过后的编号，如 SMS_123456789"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        _words(self)


class OptOutFilter(forms.Form):
    """What the list of opt-outs is narrowed by."""

    q = forms.CharField(label="手机号或邮箱", required=False, max_length=120)
    kind = forms.ChoiceField(
        label="消息类别", required=False, choices=[ALL, *((kind, KINDS[kind].name) for kind in STOPPABLE)]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "已退订"), ("back", "已恢复"), ("all", "全部")]
    )


class OptOutForm(forms.Form):
    """A number whose holder told an officer what not to send any more."""

    number = forms.CharField(label="手机号", max_length=120)
    kinds = forms.MultipleChoiceField(
        label="退订的消息",
        choices=[(kind, KINDS[kind].name) for kind in STOPPABLE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择至少一类消息。"},
    )
    why = forms.CharField(label="说明", max_length=200, help_text="如：本人 11 月 28 日来电要求")

    def __init__(self, data: Any = None, divisions: list[tuple[str, str]] | None = None) -> None:
        super().__init__(data)
        if divisions and len(divisions) > 1:
            self.fields["division"] = forms.ChoiceField(label="登记在", choices=divisions)
        _words(self)
