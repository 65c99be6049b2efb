"""Inputs shared by pages: the answers to the navigator as they travel in an address, and the synonym form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from yichuang.catalog.rules.navigator import Answered
from yichuang.catalog.rules.spec import Option, Question

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


class QuestionForm(forms.Form):
    """One question of the navigator, asked with the options that are offered now."""

    def __init__(self, question: Question, options: tuple[Option, ...], *args: Any, **kwargs: Any) -> None:
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


class SuspendForm(forms.Form):
    """Why a matter is suspended."""

    reason = forms.CharField(label="暂停原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label="事项名称、拼音、首字母或编码", required=False, max_length=60)
