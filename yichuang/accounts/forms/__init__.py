"""What administrators and persons enter about accounts."""

from datetime import date, timedelta
from typing import Any

from django import forms

from yichuang.accounts.permissions import ROLES
from yichuang.accounts.queries.staff import STATES, Offered
from yichuang.accounts.rules.administration import Appointment

KINDS = {"department": "department_id", "site": "site_id", "division": "division"}


def _words(form: forms.Form) -> None:
    for bound in form.fields.values():
        bound.error_messages["required"] = f"请填写“{bound.label}”。"
        bound.error_messages["invalid"] = f"“{bound.label}”填写有误。"
        bound.error_messages["invalid_choice"] = f"“{bound.label}”不在可选范围内，请重新选择。"


class StaffFilter(forms.Form):
    """What the list of people is narrowed by."""

    q = forms.CharField(label="姓名、手机号或身份证号", required=False, max_length=40)
    role = forms.ChoiceField(label="岗位", required=False, choices=[("", "全部"), *ROLES.items()])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES.items()])


class SignInFilter(forms.Form):
    """What sign-ins are narrowed by."""

    q = forms.CharField(label="姓名开头", required=False, max_length=40)
    result = forms.ChoiceField(label="结果", required=False, choices=[("", "全部"), ("ok", "成功"), ("failed", "失败")])
    since = forms.CharField(label="日期起", required=False, max_length=10)
    until = forms.CharField(label="日期止", required=False, max_length=10)


class PostingForm(forms.Form):
    """A post: role, place, window, first and last day."""

    role = forms.ChoiceField(label="岗位")
    place = forms.ChoiceField(label="设在")
    window = forms.CharField(label="窗口", max_length=40, required=False, help_text="如：综合受理 3 号窗口")
    valid_from = forms.DateField(label="起始日期", required=False, help_text="授权次日生效，不填即次日")
    valid_to = forms.DateField(label="终止日期", required=False, help_text="不填为长期")

    def __init__(self, data: Any, offered: Offered, today: date) -> None:
        super().__init__(data, initial={"valid_from": (today + timedelta(days=1)).isoformat()})
        role, place = self.fields["role"], self.fields["place"]
        assert isinstance(role, forms.ChoiceField) and isinstance(place, forms.ChoiceField)
        role.choices = [("", "请选择"), *offered.roles]
        place.choices = [("", "请选择"), *offered.places]
        _words(self)

    def appointment(self) -> Appointment:
        """Return the post as entered."""
        given = self.cleaned_data
        kind, _, value = given["place"].partition(":")
        where: dict[str, Any] = {KINDS[kind]: value if kind == "division" else int(value)}
        days = {name: given[name] for name in ("valid_from", "valid_to")}
        return Appointment(role=given["role"], window=given["window"], **where, **days)


class RegisterForm(PostingForm):
    """A person with the first post."""

    name = forms.CharField(label="姓名", max_length=80)
    mobile = forms.CharField(label="手机号", max_length=20, help_text="登录和重设密码都用它")
    id_number = forms.CharField(label="身份证号", max_length=20, required=False, help_text="填写的，用来防止重复注册")
    employment = forms.CharField(label="用工性质", max_length=20, required=False, help_text="如：在编、聘用、派驻")
    field_order = ("name", "mobile", "id_number", "employment", "role", "place", "window", "valid_from", "valid_to")


class CorrectForm(forms.Form):
    """What is registered of a person; empty fields stay as they are."""

    name = forms.CharField(label="姓名", max_length=80, required=False)
    mobile = forms.CharField(label="新手机号", max_length=20, required=False, help_text="变更后须用新号码登录")
    id_number = forms.CharField(label="身份证号", max_length=20, required=False)
    employment = forms.CharField(label="用工性质", max_length=20, required=False)


class PasswordForm(forms.Form):
    """The old password and the new one, twice."""

    old = forms.CharField(label="原密码", widget=forms.PasswordInput, strip=False, max_length=128)
    password = forms.CharField(
        label="新密码",
        widget=forms.PasswordInput,
        strip=False,
        max_length=128,
        help_text="至少 10 个字符，不能全是数字，不能是常见密码",
    )
    again = forms.CharField(label="再输一遍新密码", widget=forms.PasswordInput, strip=False, max_length=128)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        _words(self)

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", "两次输入的新密码不一样，请重新输入。")
        return given


class AskResetForm(forms.Form):
    """The mobile number of an account."""

    mobile = forms.CharField(label="手机号", max_length=20, help_text="注册账号时登记的手机号")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        _words(self)


class ResetForm(PasswordForm):
    """The code and the new password, twice."""

    old = None  # type: ignore[assignment]
    mobile = forms.CharField(label="手机号", max_length=20)
    code = forms.CharField(label="短信验证码", max_length=6, help_text="六位数字，10 分钟内有效")
    field_order = ("mobile", "code", "password", "again")
