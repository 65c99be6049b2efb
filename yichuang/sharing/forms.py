"""Inputs of the pages of the data-sharing platform."""

from datetime import date
from typing import Any

from django import forms

from yichuang.foundations.forms import ALL, Pairs, PlainForm
from yichuang.sharing.models import SharedApi
from yichuang.sharing.models.apis import BEYONDS, CLASSES, USES
from yichuang.sharing.models.grants import STATES
from yichuang.sharing.operations.grant import Application
from yichuang.sharing.operations.register_api import MOST_MB, Terms
from yichuang.sharing.queries.calls import ENDED, Chosen
from yichuang.sharing.rules.documents import LARGEST


class TermsForm(PlainForm):
    """What may be changed of an API at any time."""

    name = forms.CharField(label="接口名称", max_length=80)
    upstream = forms.CharField(
        label="上游地址", max_length=300, help_text="主机和端口须与提供系统登记的地址相同，接口文档里的路径接在后面"
    )
    data_class = forms.ChoiceField(label="共享类型", choices=list(CLASSES.items()))
    use = forms.ChoiceField(label="柜台用途", required=False, choices=list(USES.items()))
    personal = forms.BooleanField(
        label="涉及个人信息", required=False, help_text="勾选后，调用方每次须写明授权依据（X-Consent-Reference）"
    )
    per_minute = forms.IntegerField(label="每分钟次数", min_value=1, initial=60, help_text="每个使用方的上限")
    service_level = forms.CharField(label="服务承诺", max_length=120, required=False, help_text="例如 7×24 小时，99.5%")
    total_seconds = forms.IntegerField(label="总时限（秒）", min_value=1, max_value=120, initial=10)
    read_seconds = forms.IntegerField(label="单次等待（秒）", min_value=1, max_value=120, initial=5)
    answer_mb = forms.IntegerField(
        label="核对的答复上限（MB）",
        min_value=1,
        max_value=MOST_MB,
        initial=1,
        help_text="JSON 答复不超过它的，逐条核对后才转发",
    )
    beyond = forms.ChoiceField(label="超过上限的答复", choices=list(BEYONDS.items()))
    alarm_errors = forms.IntegerField(
        label="错误率高于（%）告警", min_value=0, max_value=100, initial=5, help_text="0 为不告警"
    )
    alarm_p95 = forms.IntegerField(label="P95 高于（毫秒）告警", min_value=0, initial=3000, help_text="0 为不告警")
    credential_header = forms.CharField(label="上游密钥请求头", max_length=60, required=False)
    credential = forms.CharField(
        label="上游密钥", max_length=400, required=False, help_text="加密保存，不再显示；不填则不改",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def terms(self) -> Terms:
        """Return the terms as entered; an empty secret leaves the one that is kept."""
        given = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__}
        return Terms(**{**given, "credential": given["credential"] or None})


class RegisterForm(TermsForm):
    """A new API: its key and provider stay as they are for ever."""

    key = forms.CharField(label="接口标识", max_length=40, help_text="小写字母、数字、短横线；以后不能改")
    provider = forms.ChoiceField(label="提供系统")
    document = forms.FileField(label="接口文档", help_text="OpenAPI 3.0 或 3.1，JSON，1 MB 以内")

    def __init__(self, data: Any = None, files: Any = None, providers: Pairs = ()) -> None:
        super().__init__(data, files)
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *providers]


class DocumentForm(PlainForm):
    """A new version of the document."""

    document = forms.FileField(label="新的接口文档", help_text="OpenAPI 3.0 或 3.1，JSON，1 MB 以内")


def bytes_of(form: forms.Form) -> bytes:
    """Return an uploaded document, one byte more than may be at most."""
    return bytes(form.cleaned_data["document"].read(LARGEST + 1))


def filled(api: SharedApi) -> dict[str, Any]:
    """Return an API's terms as its form shows them; never the secret."""
    return {name: getattr(api, name) for name in Terms.__dataclass_fields__ if name != "credential"}


class AskForm(PlainForm):
    """An application for the use of an API."""

    consumer = forms.ChoiceField(label="使用方")
    purpose = forms.CharField(label="用途", max_length=200, help_text="写明办什么事、查什么")
    legal_basis = forms.CharField(label="法律依据", max_length=200, help_text="文件和条款")
    per_minute = forms.IntegerField(label="每分钟次数", min_value=1, initial=60)
    expires_on = forms.DateField(label="有效期至")

    def __init__(self, data: Any = None, consumers: Pairs = (), most: int = 60, until: date | None = None) -> None:
        super().__init__(data, initial={"per_minute": min(60, most), "expires_on": until})
        field = self.fields["consumer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *consumers]

    def application(self, api: str) -> Application:
        """Return the application as entered."""
        return Application(api=api, **self.cleaned_data)


class ApiFilter(PlainForm):
    """What narrows the registry."""

    q = forms.CharField(label="名称、标识或部门", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, ("active", "在用"), ("withdrawn", "已停止")])


class GrantFilter(PlainForm):
    """What narrows the grants."""

    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *STATES.items()])
    api = forms.CharField(label="接口标识", required=False, max_length=40)


class CallFilter(PlainForm):
    """What narrows the call log."""

    number = forms.CharField(label="统一申报编码", required=False, max_length=21)
    api = forms.ChoiceField(label="接口", required=False)
    consumer = forms.ChoiceField(label="使用方", required=False)
    ended = forms.ChoiceField(label="结果", required=False, choices=[ALL, *ENDED.items()])
    day = forms.DateField(label="日期", required=False)

    def __init__(self, data: Any, apis: Pairs, consumers: Pairs) -> None:
        super().__init__(data)
        for name, offered in (("api", apis), ("consumer", consumers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ALL, *offered]

    def chosen(self) -> Chosen:
        """Return the filter; what cannot be read narrows nothing and is told on the page."""
        given = self.cleaned_data if self.is_valid() else {}
        return Chosen(
            given.get("api", ""), given.get("consumer", ""), given.get("ended", ""), given.get("number", "").strip(),
            given.get("day"),
        )  # fmt: skip


PERIODS = {"1": "最近 24 小时", "7": "最近 7 天", "30": "最近 30 天"}


class PerformanceFilter(PlainForm):
    """Which period, API and consumer the figures are about."""

    days = forms.ChoiceField(label="时段", required=False, choices=list(PERIODS.items()))
    api = forms.ChoiceField(label="接口", required=False)
    consumer = forms.ChoiceField(label="使用方", required=False)

    def __init__(self, data: Any, apis: Pairs, consumers: Pairs) -> None:
        super().__init__(data)
        for name, offered in (("api", apis), ("consumer", consumers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ALL, *offered]
