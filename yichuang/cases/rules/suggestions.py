"""What a machine's reading of a certificate says about review points (S2-18): a suggestion, never a finding.

Compared: a point that looks at a form field (name equals, number equals) or at a date (valid on this day). A person confirms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LONG_TERM = "长期"
# What the reader knows, by the standard type of a material; else by what its name holds.
READABLE = {"id_card": "身份证", "business_licence": "营业执照"}
# What a point's form field is called on the certificate that was read.
ON_CERTIFICATE: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "organisation": ("name",),
    "id_number": ("id_number",),
    "uscc": ("uscc",),
    "organisation_number": ("uscc",),
    "legal_representative": ("legal_person",),
    "address": ("address",),
}
# What is kept sealed is not spelled out in a note.
SEALED = ("id_number", "address")
# A person's papers name the person; an organisation's licence names the organisation in the same field.
INSTEAD = {"name": "organisation", "id_number": "uscc"}


@dataclass(frozen=True)
class Suggestion:
    """A suggested finding on one point: passed or failed, confidence in hundredths, and why in Chinese."""

    found: str
    confidence: int
    note: str


def certificate_of(material_name: str, standard_type: str) -> str:
    """Return which certificate the reader expects of a material, empty for what it cannot read."""
    named = next((code for code, name in READABLE.items() if name in material_name), "")
    return standard_type if standard_type in READABLE else named


def certificate_read(document_kind: str) -> str:
    """Return which certificate a reading is of, one side of an ID card or both; empty for what was not recognised."""
    return next((code for code in READABLE if document_kind.startswith(code)), "")


def is_readable(material_name: str, standard_type: str) -> bool:
    """Tell whether the reader knows this kind of certificate."""
    return bool(certificate_of(material_name, standard_type))


def suggest(
    points: Iterable[tuple[str, str, str]], read: Mapping[str, Mapping[str, Any]], form: Mapping[str, str], on: date
) -> dict[str, Suggestion]:
    """Return a suggestion for every point that the reading can judge.

    `points`: (id, check, field); `read`: field → value, confidence 0…1, check ok|failed|None, as the reading keeps it.
    """
    found = {}
    for point, check, name in points:
        if check == "compare":
            made = _compare(name, read, form)
        elif check == "date":
            made = _date(read.get("valid_until"), on)
        else:
            made = None
        if made:
            found[point] = made
    return found


def _compare(name: str, read: Mapping[str, Mapping[str, Any]], form: Mapping[str, str]) -> Suggestion | None:
    wanted = form.get(name) or form.get(INSTEAD.get(name, ""), "")
    field = name if form.get(name) else INSTEAD.get(name, name)
    seen = next((read[key] for key in ON_CERTIFICATE.get(field, ()) if key in read), None)
    if seen is None or not wanted:
        return None
    value = str(seen["value"])
    shown = _masked(value) if field in SEALED else value
    if seen.get("check") == "failed":
        return Suggestion("failed", _hundredths(seen), f"证件上读作“{shown}”，未通过校验，请对照原件。")
    if _same(value, wanted):
        return Suggestion("passed", _hundredths(seen), f"与表单一致：{shown}")
    other = _masked(wanted) if field in SEALED else wanted
    return Suggestion("failed", _hundredths(seen), f"证件上读作“{shown}”，表单填的是“{other}”。")


def _masked(number: str) -> str:
    """Return a number of which a stranger learns nothing, but in which a clerk sees where two differ at the ends."""
    return f"{number[:6]}…{number[-4:]}" if len(number) > 12 else "…"


def _date(seen: Mapping[str, Any] | None, on: date) -> Suggestion | None:
    if seen is None:
        return None
    value = str(seen["value"])
    if value == LONG_TERM:
        return Suggestion("passed", _hundredths(seen), "长期有效")
    try:
        until = date.fromisoformat(value)
    except ValueError:
        return None
    if until >= on:
        return Suggestion("passed", _hundredths(seen), f"有效期至 {value}")
    return Suggestion("failed", _hundredths(seen), f"有效期至 {value}，已过期。")


def _hundredths(seen: Mapping[str, Any]) -> int:
    return max(0, min(100, round(100 * float(seen.get("confidence", 0)))))


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    brackets = str.maketrans("（）", "()")
    return "".join(text.split()).translate(brackets).upper()
