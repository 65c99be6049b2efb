"""What the issuing counter enters: who came, the waybill, the courier's proof, the consent to electronic service."""

from typing import Any

from django import forms

from yichuang.cases.rules.waybills import CARRIERS
from yichuang.catalog.queries import matter_names

PROOFS = ("物流轨迹显示本人签收", "回执联签收", "电话核实已收到")
CONSENTS = ("申请时勾选同意电子送达", "当场书面同意电子送达", "电话录音确认同意电子送达")


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _required(label: str) -> dict[str, str]:
    return {"required": f"请填写“{label}”。", "invalid_choice": f"“{label}”无法识别，请重新选择。"}


class IssuingFilter(forms.Form):
    """What the list of results is narrowed by; everything may be left empty."""

    q = forms.CharField(label="编号、申请人姓名或扫码", required=False, max_length=200)
    matter = forms.ChoiceField(label="事项", required=False)
    courier = forms.BooleanField(label="只看要求快递", required=False)
    not_arrived = forms.BooleanField(label="只看未见交接", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *matter_names()]


class CourierForm(forms.Form):
    """The waybill and its picture."""

    carrier = forms.ChoiceField(
        label="寄递企业", choices=_choices(CARRIERS), help_text="统一邮政渠道优先", error_messages=_required("寄递企业")
    )
    waybill = forms.CharField(
        label="运单号", max_length=40, help_text="扫描寄件单条码或输入", error_messages=_required("运单号")
    )
    waybill_file = forms.FileField(label="寄件单据照片", required=False)


class ConfirmationForm(forms.Form):
    """Who signed for the letter and what proves it."""

    receiver_name = forms.CharField(label="签收人", max_length=80, error_messages=_required("签收人"))
    proof = forms.ChoiceField(label="送达证明", choices=_choices(PROOFS), error_messages=_required("送达证明"))
    file = forms.FileField(label="签收凭证照片", required=False)


class ReturnForm(forms.Form):
    """Why the courier brought the result back."""

    reasons = forms.CharField(
        label="退回原因",
        max_length=300,
        help_text="如：收件人电话无法接通、地址不详",
        error_messages=_required("退回原因"),
    )


class ConsentForm(forms.Form):
    """On what the applicant's consent to electronic service rests."""

    consent = forms.ChoiceField(
        label="申请人同意电子送达的依据",
        choices=[("", "请选择"), *_choices(CONSENTS)],
        error_messages=_required("同意依据"),
    )
