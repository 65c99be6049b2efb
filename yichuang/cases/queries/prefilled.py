"""What was filled in online beforehand, as it is shown to who has its code: personal data masked (网上预填, S2-51)."""

from collections.abc import Mapping, Sequence

from yichuang.cases.models import Prefill
from yichuang.cases.queries.form_lines import YES_NO, masked, own_masked
from yichuang.cases.rules import base_form
from yichuang.catalog.queries import latest_version
from yichuang.catalog.rules.own_form import OwnField, fields_of
from yichuang.catalog.rules.own_form_page import PREFIX
from yichuang.catalog.rules.spec import MatterSpec

# What only the counter can say.
COUNTERS_OWN = ("quantity",)


def shown_lines(row: Prefill) -> list[tuple[str, str]]:
    """Return label and value of what was filled in, in the forms' order, personal data masked; none when a case came of it."""
    return lines_of(row.data, latest_version(row.key).spec) if row.data else []


def lines_of(data: Mapping[str, Sequence[str]], spec: MatterSpec, clear: bool = False) -> list[tuple[str, str]]:
    """Return label and value of what a page posted, by a version of its matter; personal data masked unless `clear`."""
    kind = next(iter(data.get("kind", [])), "")
    base = (
        [
            (field.label, _yes_no(data[field.name][0]) if clear else masked(field, data[field.name][0]))
            for field in base_form.fields_for(kind)
            if field.name not in COUNTERS_OWN and any(data.get(field.name, []))
        ]
        if kind
        else []
    )
    own = [
        (field.label, "、".join(_own(field, text, clear) for text in data[f"{PREFIX}{field.name}"]))
        for field in fields_of(spec.form)
        if data.get(f"{PREFIX}{field.name}")
    ]
    return base + own


def _yes_no(text: str) -> str:
    return YES_NO.get(text, text)


def _own(field: OwnField, text: str, clear: bool) -> str:
    if field.kind == "yes_no":
        return {"true": "是", "false": "否"}.get(text, text)
    return text if clear else own_masked(field, text)
