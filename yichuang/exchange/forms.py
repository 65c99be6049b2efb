"""Inputs of the pages of those who look after systems."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms

from yichuang.exchange import ports
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.models.deliveries import DELIVERED, PARKED, WAITING
from yichuang.exchange.models.systems import CLIENT, LIVE, SIGNING, TEST
from yichuang.exchange.operations.register_system import Profile
from yichuang.exchange.queries.deliveries import Chosen
from yichuang.exchange.queries.reconciliations import ChosenRuns
from yichuang.exchange.rules.keys import faults_of_keys
from yichuang.exchange.rules.message_chain import KINDS
from yichuang.exchange.rules.scopes import SCOPES, USUAL
from yichuang.exchange.rules.wire import INBOUND, OUTGOING

ENVIRONMENTS = {TEST: "联调", LIVE: "正式"}
STATES = {WAITING: "待发送", PARKED: "已搁置", DELIVERED: "已送达"}
ALL = ("", "全部")


def _words(form: forms.Form) -> None:
    for bound in form.fields.values():
        bound.error_messages["required"] = f"请填写“{bound.label}”。"
        bound.error_messages["invalid"] = f"“{bound.label}”填写有误。"
        bound.error_messages["invalid_choice"] = f"“{bound.label}”不在可选范围内，请重新选择。"


class ProfileForm(forms.Form):
    """What is known of a system and may be changed at any time."""

    name = forms.CharField(label="系统名称", max_length=80)
    receiver = forms.CharField(
        label="信息接收地址", max_length=300, required=False, help_text="平台向这个地址推送，以 https:// 开头"
    )
    pulls = forms.BooleanField(label="自行拉取，不推送", required=False)
    dialect = forms.ChoiceField(
        label="报文格式", required=False, initial=ports.CONTRACT, choices=lambda: list(ports.dialects().items())
    )
    form_base = forms.CharField(
        label="申报表服务地址", max_length=300, required=False, help_text="统一收单号事项打开的页面"
    )
    contact = forms.CharField(label="联系人", max_length=80, required=False)
    contact_phone = forms.CharField(label="联系电话", max_length=40, required=False)
    networks = forms.CharField(
        label="来源网段",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个，如 10.32.0.0/16；不填则不限",
    )
    public_jwks = forms.CharField(
        label="公钥（JWKS）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="用签名断言取令牌的系统才填",
    )
    scopes = forms.MultipleChoiceField(
        label="授权范围", required=False, choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        _words(self)

    def clean_public_jwks(self) -> dict[str, Any] | None:
        """Return the key set. :raises ValidationError: for what is none."""
        text = self.cleaned_data["public_jwks"].strip()
        if not text:
            return None
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        for fault in faults_of_keys(found):
            raise forms.ValidationError(f"{fault}。")
        return found

    def profile(self, held: ClientSystem | None = None) -> Profile:
        """Return the profile as entered; scopes of shared APIs that a system holds stay, they are granted elsewhere."""
        given = {name: self.cleaned_data[name] for name in Profile.__dataclass_fields__}
        given["dialect"] = given["dialect"] or (held.dialect if held else ports.CONTRACT)
        given["networks"] = [line.strip() for line in given["networks"].splitlines() if line.strip()]
        kept = [scope for scope in held.scopes if scope not in SCOPES] if held else []
        given["scopes"] = [scope for scope in SCOPES if scope in given["scopes"]] + kept
        return Profile(**given)


class RegisterForm(ProfileForm):
    """A new system: its code, department and environment stay as they are for ever."""

    key = forms.CharField(label="系统码", max_length=40, help_text="小写字母、数字、短横线；以后不能改")
    department = forms.ChoiceField(label="所属部门")
    environment = forms.ChoiceField(label="环境", choices=list(ENVIRONMENTS.items()), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, departments: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"scopes": list(USUAL), "environment": TEST})
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *(departments or {}).items()]


def filled(system: ClientSystem) -> dict[str, Any]:
    """Return a system's profile as its form shows it."""
    shown = {name: getattr(system, name) for name in ("name", "receiver", "pulls", "dialect", "form_base", "contact")}
    keys = json.dumps(system.public_jwks, ensure_ascii=False, indent=1) if system.public_jwks else ""
    more = {"networks": "\n".join(system.networks), "public_jwks": keys, "scopes": system.scopes}
    return {**shown, **more, "contact_phone": system.contact_phone}


class SecretForm(forms.Form):
    """Which secret is issued anew, and how long the old one stays good."""

    kind = forms.ChoiceField(label="种类", choices=[(CLIENT, "客户端密钥"), (SIGNING, "签名密钥")])
    days = forms.IntegerField(
        label="原有密钥继续有效（天）", min_value=0, max_value=30, initial=7, help_text="0 为立即失效，泄露时用"
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        _words(self)

    @property
    def overlap(self) -> timedelta:
        """Return how long the old secret stays good."""
        return timedelta(days=self.cleaned_data["days"])


class DeliveryFilter(forms.Form):
    """What narrows a system's deliveries."""

    number = forms.CharField(label="统一申报编码", required=False, max_length=21)
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *STATES.items()])
    type = forms.ChoiceField(label="类型", required=False, choices=[ALL, *OUTGOING.items()])
    day = forms.DateField(label="日期", required=False)

    def chosen(self) -> Chosen:
        """Return the filter; what cannot be read narrows nothing and is told on the page."""
        given = self.cleaned_data if self.is_valid() else {}
        return Chosen(given.get("state", ""), given.get("type", ""), given.get("number", "").strip(), given.get("day"))


class InboundFilter(forms.Form):
    """What narrows a system's reports."""

    number = forms.CharField(label="统一申报编码", required=False, max_length=21)
    type = forms.ChoiceField(label="类型", required=False, choices=[ALL, *INBOUND.items()])
    day = forms.DateField(label="日期", required=False)

    def chosen(self) -> Chosen:
        """Return the filter."""
        given = self.cleaned_data if self.is_valid() else {}
        return Chosen("", given.get("type", ""), given.get("number", "").strip(), given.get("day"))


class LogFilter(forms.Form):
    """What narrows the message log of a system."""

    number = forms.CharField(label="统一申报编码", required=False, max_length=21)
    kind = forms.ChoiceField(label="报文", required=False, choices=[ALL, *KINDS.items()])
    day = forms.DateField(label="日期", required=False)

    def chosen(self) -> Chosen:
        """Return the filter."""
        given = self.cleaned_data if self.is_valid() else {}
        return Chosen("", given.get("kind", ""), given.get("number", "").strip(), given.get("day"))


class EvidenceForm(forms.Form):
    """Whose exchange is taken out, and why."""

    number = forms.CharField(label="统一申报编码", max_length=21)
    why = forms.CharField(label="导出的事由", max_length=300, help_text="记入变更记录，如“复核推送争议”")

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, auto_id="evidence-%s", **given)
        _words(self)


class RunFilter(forms.Form):
    """What narrows the list of reconciliations."""

    system = forms.ChoiceField(label="业务系统", required=False)
    state = forms.ChoiceField(
        label="结果",
        required=False,
        choices=[ALL, ("clean", "没有差异"), ("differs", "有差异"), ("failed", "没有完成")],
    )
    day = forms.DateField(label="日期", required=False)

    def __init__(self, data: Any, systems: Mapping[str, str]) -> None:
        super().__init__(data)
        field = self.fields["system"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *systems.items()]

    def chosen(self) -> ChosenRuns:
        """Return the filter; what cannot be read narrows nothing and is told on the page."""
        given = self.cleaned_data if self.is_valid() else {}
        return ChosenRuns(given.get("system", ""), given.get("state", ""), given.get("day"))


class BeginForm(forms.Form):
    """With which system the books of which day are compared."""

    system = forms.ChoiceField(label="业务系统")
    day = forms.DateField(label="日期", help_text="比对这一天有往来的办件，和以前没有消除的差异")

    def __init__(self, data: Any, systems: Mapping[str, str], **given: Any) -> None:
        super().__init__(data, auto_id="begin-%s", **given)
        field = self.fields["system"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(systems.items())
        _words(self)
