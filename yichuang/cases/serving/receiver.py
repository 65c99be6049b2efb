"""Who came for a result, as the issuing counter enters it: of one case, and of all cases of a life event (S2-44)."""

from typing import Any

from django import forms

from yichuang.cases.rules.receivers import (
    PAPERS,
    RELATIONS,
    REPRESENTATIVE,
    SELF,
    Receiver,
    checked_in_words,
    relations_for,
)


class ReceiverForm(forms.Form):
    """Who came for the result; for the applicant himself the number is compared with the one on file when entered."""

    relation = forms.ChoiceField(
        label="领取人",
        choices=list(RELATIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择领取人。", "invalid_choice": "领取人无法识别，请重新选择。"},
    )
    paper = forms.ChoiceField(
        label="核对的证件",
        choices=list(PAPERS.items()),
        error_messages={"required": "请选择核对的证件。", "invalid_choice": "核对的证件无法识别，请重新选择。"},
    )
    name = forms.CharField(label="姓名", required=False, max_length=80, help_text="本人、法定代表人领取可不填")
    number = forms.CharField(
        label="证件号码", required=False, max_length=40, help_text="读卡或输入；本人领取的，系统与申请时登记的号码比对"
    )
    authorisation = forms.CharField(
        label="授权材料",
        required=False,
        max_length=200,
        help_text="代领必填，如：授权委托书原件 1 份（2026-11-20 签名）",
    )
    authorisation_file = forms.FileField(label="授权材料照片", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, organisation: bool = False) -> None:
        super().__init__(data, files)
        field = self.fields["relation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(relations_for(organisation).items())
        self.initial = {"relation": REPRESENTATIVE if organisation else SELF, "paper": "id_card"}

    def receiver(self) -> Receiver:
        """Return what was entered, cleaned."""
        given = self.cleaned_data
        return Receiver(given["relation"], given["name"], given["paper"], given["number"], given["authorisation"])

    def checked(self) -> str:
        """Return how identity was checked, in words."""
        return checked_in_words(self.receiver())
