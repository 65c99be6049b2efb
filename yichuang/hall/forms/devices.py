"""Inputs of the pages of devices and of the guide desk."""

from typing import Any

from django import forms

from yichuang.foundations.forms import ALL, Pairs, PlainForm
from yichuang.hall.rules.devices import KINDS, LONGEST_NAME, STATES, Setting
from yichuang.hall.rules.tickets import GREEN, PURPOSES, RECEIVE


class DeviceFilter(PlainForm):
    """What narrows the devices."""

    q = forms.CharField(label="名称、窗口或服务点", required=False, max_length=40)
    kind = forms.ChoiceField(label="用途", required=False, choices=[ALL, *KINDS.items()])
    state = forms.ChoiceField(label="状态", required=False, choices=[ALL, *STATES.items()])


class DeviceForm(PlainForm):
    """A device: what for, its name, where."""

    kind = forms.ChoiceField(label="用途", choices=[("", "请选择"), *KINDS.items()])
    name = forms.CharField(label="名称", max_length=LONGEST_NAME, help_text="写明位置，例如“东门取号机”")
    window = forms.ChoiceField(label="窗口", required=False, help_text="窗口屏、评价器必选")
    board = forms.ChoiceField(label="板块", required=False, help_text="板块屏必选")

    def __init__(self, data: Any = None, windows: Pairs = (), boards: Pairs = (), kind: str = "", **given: Any) -> None:
        super().__init__(data, **given)
        self.offer("window", [("", "不在窗口"), *windows])
        self.offer("board", [("", "不分板块"), *boards])
        self.kept = kind
        if kind:
            del self.fields["kind"]

    def setting(self) -> Setting:
        """Return the setting as entered."""
        given = self.cleaned_data
        window = int(given["window"]) if given["window"] else None
        return Setting(self.kept or given["kind"], given["name"], window, given["board"])


class GuideForm(PlainForm):
    """A ticket taken at the guide desk."""

    want = forms.CharField(label="办什么", required=False, max_length=80)
    purpose = forms.ChoiceField(label="来办什么", choices=list(PURPOSES.items()), initial=RECEIVE, required=False)
    green = forms.ChoiceField(
        label="绿色通道", required=False, choices=[(key, name or "不需要") for key, name in GREEN.items()]
    )
    mobile = forms.CharField(label="手机号", required=False, max_length=30, help_text="用来收叫号短信，可以不留")
    name = forms.CharField(label="称呼", required=False, max_length=40)
    window = forms.ChoiceField(label="指定窗口", required=False, help_text="一般不指定，由系统分配")
    comment = forms.CharField(label="备注", required=False, max_length=200, help_text="窗口人员看得到")

    def __init__(self, data: Any = None, windows: Pairs = (), **given: Any) -> None:
        super().__init__(data, **given)
        self.offer("window", [("", "不指定"), *windows])


class WaitingFilter(PlainForm):
    """What narrows today's tickets at the guide desk."""

    q = forms.CharField(label="票号或手机号", required=False, max_length=30)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "等候中"), ("now", "叫号、办理中"), ("passed", "过号"), ("over", "已结束"), ("all", "全部")],
    )
