"""The application form as it is shown: what was filled, from where, personal data masked (个人信息保护法 51)."""

import re
from typing import Any, NamedTuple

from yichuang.cases.models import Case
from yichuang.cases.rules import base_form
from yichuang.cases.rules.base_form import Field
from yichuang.cases.rules.origins import TYPED, Origin, origin_of
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.own_form import PATTERNS, OwnField, fields_of
from yichuang.catalog.rules.own_form_asked import asked_under
from yichuang.catalog.rules.own_form_filling import place, said
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.sealed import mask_id_number, mask_phone

PHONES = ("mobile", "landline", "courier_mobile")
PLACES = ("address", "receiver_address")
SHOWN_OF_A_PLACE = 6
YES_NO = {"yes": "是", "no": "否"}


class Line(NamedTuple):
    """One filled field as it is shown; `origin` in words, empty for what was typed at the counter."""

    label: str
    value: str
    origin: str = ""


class SealedLine(NamedTuple):
    """One filled field that is masked: as it is shown, and in clear."""

    label: str
    masked: str
    value: str


def is_personal(field: Field) -> bool:
    """Tell whether a field is masked on screen until somebody says why he needs to see it."""
    return field.sealed or field.name in PLACES


def masked(field: Field, value: str) -> str:
    """Return a value as it may be shown to anybody who may see the case."""
    if field.check in PHONES:
        return mask_phone(value)
    if field.name in PLACES:
        return value[:SHOWN_OF_A_PLACE] + "****"
    return mask_id_number(value) if field.sealed else YES_NO.get(value, value)


def form_lines(case: Case) -> list[Line]:
    """Return label, shown value and origin of every field that was filled, in the form's order."""
    return [
        Line(field.label, masked(field, value), _origin(case, field.name))
        for field in base_form.fields_for(case.applicant_kind)
        if (value := str(case.form.get(field.name) or ""))
    ]


def own_masked(field: OwnField, text: str) -> str:
    """Return a value of the matter's own form as it may be shown to anybody who may see the case."""
    if not field.sealed:
        return _masked_text(text)
    if field.check == "mobile":
        return mask_phone(text)
    return mask_id_number(text) if field.check else text[:SHOWN_OF_A_PLACE] + "****"


def _masked_text(text: str) -> str:
    """Mask what nobody declared to be a number of a person, and is one by its look: also what a department's own form brought."""
    if re.fullmatch(PATTERNS["mobile"], text):
        return mask_phone(text)
    return mask_id_number(text) if re.fullmatch(PATTERNS["id_number"], text) else text


def asked_of(case: Case) -> frozenset[str]:
    """Return the names of the fields of the matter's own form that the case's situation asks for (S2-51)."""
    return asked_under(
        spec_of(case.version_id), case.answers, applicant_kind=case.applicant_kind, on=day_of(case.received_at)
    )


def own_values(case: Case) -> dict[str, Any]:
    """Return what counts of the matter's own form, in its order: what the situation asks for, and then what a department's form brought.

    What was filled before the situation changed stays in the case and does not count.
    """
    stated, asked = fields_of(spec_of(case.version_id).form), asked_of(case)
    names = {field.name for field in stated}
    ordered = [field.name for field in stated if field.name in asked]
    return {
        name: case.own_form[name]
        for name in [*ordered, *(name for name in case.own_form if name not in names)]
        if name in case.own_form
    }


def own_form_lines(case: Case) -> list[Line]:
    """Return label, shown value and origin of what counts of the matter's own form, by the version received under (S2-51)."""
    return [
        Line(label, shown, _origin(case, place(name)))
        for name, (label, shown, text) in zip(own_values(case), _own_texts(case), strict=True)
        if text
    ]


def sealed_lines(case: Case) -> list[SealedLine]:
    """Return what is masked on the case's page, of both forms; two of one name are told apart."""
    base = [field for field in base_form.fields_for(case.applicant_kind) if is_personal(field)]
    found = [
        SealedLine(field.label, masked(field, value), value)
        for field in base
        if (value := str(case.form.get(field.name) or ""))
    ]
    taken = {line.label for line in found}
    for label, shown, text in _own_texts(case):
        if shown != text:
            found.append(SealedLine(f"{label}（本事项的申请表）" if label in taken else label, shown, text))
    return found


def _own_texts(case: Case) -> list[SealedLine]:
    """Return what counts of the matter's own form: its label, as it is shown, and in clear; in the order of `own_values`."""
    fields = {field.name: field for field in fields_of(spec_of(case.version_id).form)}
    return [
        SealedLine(
            fields[name].label if name in fields else name,
            own_masked(fields[name], text) if name in fields else _masked_text(text),
            text,
        )
        for name, value in own_values(case).items()
        for text in (said(value),)
    ]


def _origin(case: Case, name: str) -> str:
    """Return where a value came from in words; what was typed at receipt needs no word."""
    origin = origin_of(case.origins, name, case.received_at.astimezone(CHINA).isoformat())
    plain = origin is None or (origin.how == TYPED and not origin.said)
    return "" if plain or origin is None else origin.text


def origins_of(case: Case) -> dict[str, Origin]:
    """Return where every filled value that counts came from, by field; nothing for a case received before origins were kept."""
    names = [*(name for name, value in case.form.items() if value), *map(place, own_values(case))]
    at = case.received_at.astimezone(CHINA).isoformat()
    found = {name: origin_of(case.origins, name, at) for name in names}
    return {name: origin for name, origin in found.items() if origin is not None}
