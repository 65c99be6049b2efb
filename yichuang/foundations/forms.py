"""The form of a page that says in Chinese what is wrong with a field, by the field's own label."""

from collections.abc import Iterable
from typing import Any

from django import forms

Pairs = Iterable[tuple[Any, str]]
# The first choice of a filter.
ALL = ("", "全部")


class PlainForm(forms.Form):
    """Says of each field that it is missing, wrong, or not among its choices, unless the field has words of its own."""

    def __init__(self, data: Any = None, files: Any = None, **given: Any) -> None:
        super().__init__(data, files, **given)
        for name, bound in self.fields.items():
            label = bound.label or name
            bound.error_messages["required"] = f"请填写“{label}”。"
            bound.error_messages["invalid"] = f"“{label}”填写有误。"
            bound.error_messages["invalid_choice"] = f"“{label}”不在可选范围内，请重新选择。"

    def offer(self, name: str, pairs: Pairs) -> None:
        """Set what a field may be chosen from."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(pairs)
