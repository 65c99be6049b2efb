"""What somebody filled in online, put together alike for page and API (网上预填, S2-51)."""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.operations.prefill import Prefilled
from yichuang.cases.rules import base_form
from yichuang.cases.rules.posted_answers import pairs_of
from yichuang.catalog.queries import PublishedMatter
from yichuang.catalog.rules.own_form_page import PREFIX, texts_of


def prefilled(
    matter: PublishedMatter, kind: str, answers: Mapping[str, Any], given: Mapping[str, str], own_form: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
) -> Prefilled:  # fmt: skip
    """Return what is to be kept: both forms as values, and what the counter's page will show; `typed` is the own form as it was typed."""
    form = {field.name: given.get(field.name, "") for field in base_form.fields_for(kind)}
    form |= {"quantity": "1", "courier": form.get("courier") or "no"}
    posted: dict[str, list[str]] = {"kind": [kind]}
    for name, value in [*pairs_of(dict(answers)), *form.items()]:
        posted.setdefault(name, []).append(value)
    for name, told in (texts_of(own_form) if typed is None else typed).items():
        if told:
            posted[f"{PREFIX}{name}"] = list(told) if isinstance(told, list) else [told]
    return Prefilled(matter.key, kind, answers, form, own_form, posted)
