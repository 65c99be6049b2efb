"""What was filled in online beforehand, as it is shown to who has its code: personal data masked (网上预填, S2-51)."""

from yichuang.cases.models import Prefill
from yichuang.cases.queries.form_lines import masked, own_masked
from yichuang.cases.rules import base_form
from yichuang.catalog.queries import latest_version
from yichuang.catalog.rules.own_form import OwnField, fields_of
from yichuang.catalog.rules.own_form_page import PREFIX

# What only the counter can say.
COUNTERS_OWN = ("quantity",)


def shown_lines(row: Prefill) -> list[tuple[str, str]]:
    """Return label and value of what was filled in, in the forms' order, personal data masked; none when a case came of it."""
    kind = next(iter(row.data.get("kind", [])), "")
    base = [
        (field.label, masked(field, row.data[field.name][0]))
        for field in base_form.fields_for(kind)
        if field.name not in COUNTERS_OWN and any(row.data.get(field.name, []))
    ]
    own = [
        (field.label, "、".join(_own(field, text) for text in row.data[f"{PREFIX}{field.name}"]))
        for field in (fields_of(latest_version(row.key).spec.form) if row.data else ())
        if row.data.get(f"{PREFIX}{field.name}")
    ]
    return base + own


def _own(field: OwnField, text: str) -> str:
    return {"true": "是", "false": "否"}.get(text, text) if field.kind == "yes_no" else own_masked(field, text)
