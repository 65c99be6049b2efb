"""Inputs shared by pages: the answers to the navigator as they travel in an address, the forms of synonyms and of the dictionary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from yichuang.catalog.models import IN_USE, TYPE_STATE_NAMES, MaterialType
from yichuang.catalog.rules.dictionary import ISSUER_KIND_NAMES, KIND_NAMES
from yichuang.catalog.rules.material_types import FIELDS, LENGTHS, TypeEntry
from yichuang.catalog.rules.navigator import Answered
from yichuang.catalog.rules.spec import Option, Question
from yichuang.catalog.rules.type_proposals import LONGEST_REASON, LONGEST_SOURCE, LONGEST_WHY, Proposal
from yichuang.catalog.rules.type_proposals import STATES as PROPOSAL_STATES

PREFIX = "a."


def answers_from(query: QueryDict) -> dict[str, Any]:
    """Return the answers of an address: `a.q1=b`, several for a multi-choice question; an empty one says “none of these”."""
    answers: dict[str, Any] = {}
    for name in query:
        if name.startswith(PREFIX):
            given = query.getlist(name)
            chosen = [value for value in given if value]
            answers[name.removeprefix(PREFIX)] = chosen[0] if len(chosen) == 1 and "" not in given else chosen
    return answers


def address_of(answers: Mapping[str, Any]) -> str:
    """Return answers as the query of an address (without `?`), as `answers_from` reads them."""
    pairs: list[tuple[str, str]] = []
    for question, answer in answers.items():
        values = [answer] if isinstance(answer, str) else ["", *answer]
        pairs.extend((PREFIX + question, value) for value in values)
    return urlencode(pairs)


def answers_of(path: tuple[Answered, ...]) -> dict[str, Any]:
    """Return the answers that count, as they were asked."""
    return {item.question.id: _chosen(item.question, item.options) for item in path}


def _chosen(question: Question, options: tuple[Option, ...]) -> Any:
    ids = [option.id for option in options]
    return ids if question.kind == "multi" else ids[0]


@dataclass(frozen=True)
class HiddenAnswer:
    """One hidden input that carries an earlier answer through the next form."""

    name: str
    value: str


def hidden(answers: Mapping[str, Any], without: str = "") -> list[HiddenAnswer]:
    """Return the hidden inputs that carry the answers, but for the question that is asked now."""
    return [
        HiddenAnswer(PREFIX + question, value)
        for question, answer in answers.items()
        if question != without
        for value in ([answer] if isinstance(answer, str) else ["", *answer])
    ]


class Offered(Protocol):
    """An option as the form needs it."""

    @property
    def id(self) -> str:
        """Return what the address carries."""

    @property
    def text(self) -> str:
        """Return what people read."""


class Posed(Offered, Protocol):
    """A question as the form needs it: a matter's, or one of what is composed of matters."""

    @property
    def help(self) -> str:
        """Return what is explained below the question."""

    @property
    def kind(self) -> str:
        """Return `single` or `multi`."""


class QuestionForm(forms.Form):
    """One question of the navigator, asked with the options that are offered now."""

    def __init__(self, question: Posed, options: Sequence[Offered], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(option.id, option.text) for option in options]
        kind: type[forms.ChoiceField] = forms.MultipleChoiceField if question.kind == "multi" else forms.ChoiceField
        widget = forms.CheckboxSelectMultiple if question.kind == "multi" else forms.RadioSelect
        self.name = PREFIX + question.id
        self.fields[self.name] = kind(
            label=question.text,
            help_text=question.help,
            choices=choices,
            widget=widget,
            required=question.kind == "single",
            error_messages={"required": "请选择一项。", "invalid_choice": "请在选项中选择。"},
        )

    @property
    def answer(self) -> forms.BoundField:
        """Return the one field."""
        return self[self.name]


class SynonymForm(forms.Form):
    """An everyday word and the official word it stands for."""

    everyday = forms.CharField(label="日常说法", max_length=80, help_text="群众怎么说，例如：开店")
    official = forms.CharField(label="规范用语", max_length=80, help_text="事项名称中的文字，或事项编号")


DAY_HELP = "按 年-月-日 填写，例如 2026-11-20"


class SuspendForm(forms.Form):
    """The public notice of a suspension: why, from and until when, what to do instead."""

    reason = forms.CharField(label="暂停原因（向公众公布）", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    since = forms.DateField(label="自哪天起", required=False, input_formats=["%Y-%m-%d"], help_text="留空即从现在起")
    until = forms.DateField(
        label="到哪天止", required=False, input_formats=["%Y-%m-%d"], help_text="次日自动恢复；留空由您恢复"
    )
    instead = forms.CharField(
        label="这期间办事人怎么办", max_length=400, required=False, help_text="例如：急需办理的，请到市中心 3 楼窗口"
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = "请写明暂停的原因。"
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = f"日期填写有误，{DAY_HELP}。"


class WithdrawForm(forms.Form):
    """Why a matter is withdrawn, on what ground, and what people do instead."""

    reason = forms.CharField(label="取消原因（向公众公布）", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    legal_basis = forms.CharField(label="取消的依据", max_length=300, help_text="法律、法规、规章或文件的名称和条款")
    instead = forms.CharField(
        label="办事人接下来怎么办", max_length=400, help_text="例如：不再需要办理；或改到哪里办、办什么"
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "legal_basis", "instead"):
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"


class ResumeForm(forms.Form):
    """Why a matter is received again."""

    why = forms.CharField(label="恢复说明", max_length=300, required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CompareForm(forms.Form):
    """Which two versions are compared: `from` and `to`, as the address has them."""

    def __init__(self, data: object, numbers: Sequence[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [(number, f"第 {number} 版") for number in numbers]
        for name, label in (("from", "原版本"), ("to", "新版本")):
            self.fields[name] = forms.TypedChoiceField(label=label, coerce=int, choices=choices)


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label="事项名称、拼音、首字母或编码", required=False, max_length=60)


class DictionaryFilter(forms.Form):
    """What the list of the dictionary is narrowed by; types in use unless another state is chosen."""

    q = forms.CharField(label="名称、拼音或机关", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *KIND_NAMES.items()])
    shared = forms.ChoiceField(
        label="电子证照和共享", required=False, choices=[("", "全部"), ("yes", "可免提交"), ("no", "须申请人提交")]
    )
    state = forms.ChoiceField(label="状态", required=False, choices=list(TYPE_STATE_NAMES.items()))

    def asked(self) -> dict[str, str]:
        """Return the conditions; what is not a choice counts as not asked."""
        self.is_valid()
        given = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return {"text": given["q"], "kind": given["kind"], "shared": given["shared"], "state": given["state"] or IN_USE}


class MaterialTypeForm(forms.Form):
    """One type of the dictionary; aliases one a line. A new type has a key, too."""

    key = forms.CharField(label="编号", max_length=60, help_text="小写字母、数字和下划线，登记后不变，例如 id_card")
    standard_name = forms.CharField(label=FIELDS["standard_name"], max_length=LENGTHS["standard_name"])
    aliases = forms.CharField(
        label=FIELDS["aliases"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一个；只写指同一种材料的写法",
    )
    issuer = forms.CharField(label=FIELDS["issuer"], required=False, max_length=LENGTHS["issuer"])
    issuer_kind = forms.ChoiceField(label=FIELDS["issuer_kind"], choices=list(ISSUER_KIND_NAMES.items()))
    kind = forms.ChoiceField(label=FIELDS["kind"], choices=list(KIND_NAMES.items()))
    e_licence = forms.BooleanField(label="有电子证照", required=False)
    e_licence_type = forms.CharField(
        label=FIELDS["e_licence_type"], required=False, max_length=LENGTHS["e_licence_type"], help_text="不确定的不填"
    )
    sharing_api = forms.CharField(label=FIELDS["sharing_api"], required=False, max_length=LENGTHS["sharing_api"])
    online_check = forms.CharField(label=FIELDS["online_check"], required=False, max_length=LENGTHS["online_check"])
    note = forms.CharField(label=FIELDS["note"], required=False, max_length=LENGTHS["note"])

    def __init__(
        self, data: Any = None, row: MaterialType | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        initial = {name: getattr(row, name) for name in FIELDS} if row else dict(initial or {})
        if row:
            initial["aliases"] = "\n".join(row.aliases)
        super().__init__(data, initial=initial)
        if row:
            del self.fields["key"]

    def entry(self) -> TypeEntry:
        """Return what was filled in, as the operations take it."""
        given = {name: self.cleaned_data[name] for name in FIELDS if name != "aliases"}
        return TypeEntry(**given, aliases=tuple(self.cleaned_data["aliases"].splitlines()))


class RetireForm(forms.Form):
    """Why a type is retired."""

    reason = forms.CharField(label="停用原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MergeForm(forms.Form):
    """The type that takes over the names of the one shown, by its standard name or an alias."""

    into = forms.CharField(label="并入哪一种", max_length=80, help_text="另一种材料的标准名称")


class ProposalFilter(forms.Form):
    """What the list of proposals is narrowed by."""

    q = forms.CharField(label="名称", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *PROPOSAL_STATES.items()])

    def asked(self) -> dict[str, str]:
        """Return the conditions; what is not a choice counts as not asked."""
        self.is_valid()
        return {"text": self.cleaned_data.get("q") or "", "state": self.cleaned_data.get("state") or ""}


class ProposalForm(forms.Form):
    """An entry that somebody misses in the dictionary."""

    name = forms.CharField(label="名称", max_length=LENGTHS["standard_name"], help_text="证件、证明或文书上印的名称")
    issuer = forms.CharField(label=FIELDS["issuer"], required=False, max_length=LENGTHS["issuer"])
    aliases = forms.CharField(
        label=FIELDS["aliases"],
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个；只写指同一种材料的写法",
    )
    why = forms.CharField(
        label="为什么需要",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="办理什么事项时用到、依据是什么",
    )
    source = forms.CharField(label="来自哪个事项", required=False, max_length=LONGEST_SOURCE)

    def proposal(self) -> Proposal:
        """Return what was filled in, as the operation takes it."""
        given = {name: self.cleaned_data[name] for name in ("name", "issuer", "why", "source")}
        return Proposal(**given, aliases=tuple(self.cleaned_data["aliases"].splitlines()))


class MergeProposalForm(forms.Form):
    """The type whose alias a proposal becomes, by its standard name or an alias."""

    into = forms.CharField(label="是哪一种材料的别名", max_length=80, help_text="词典里那一种的标准名称或别名")


class RefuseProposalForm(forms.Form):
    """Why a proposal is not taken up."""

    reason = forms.CharField(
        label="不采纳的理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="提出人会看到",
    )
