"""What the pages of a simulated acceptance send: the distribution, and an objection (S2-21②)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms


def pairs_in(texts: Iterable[str]) -> list[tuple[int, int]]:
    """Return the distribution ticked, script and window each; what is no pair is passed over."""
    return sorted({pair for text in texts if (pair := _pair(text))})


def _pair(text: str) -> tuple[int, int] | None:
    script, _, window = text.partition("-")
    digits = script.isascii() and script.isdigit() and window.isascii() and window.isdigit()
    return (int(script), int(window)) if digits and len(script) < 5 and len(window) < 10 else None


class RunObjectionForm(forms.Form):
    """One objection: the place, and what is wrong there."""

    place = forms.ChoiceField(label="位置", error_messages={"required": "请选择位置。"})
    text = forms.CharField(
        label="哪里不对",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明哪里不对。"},
    )

    def __init__(self, data: Any, places: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *places]
        field.error_messages["invalid_choice"] = "请从列表中选择位置。"
