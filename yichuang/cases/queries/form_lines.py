"""The application form as it is shown: what was filled, personal data masked (个人信息保护法 51)."""

from yichuang.cases.models import Case
from yichuang.cases.rules import base_form
from yichuang.cases.rules.base_form import Field
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules import own_form_filling
from yichuang.catalog.rules.own_form import OwnField
from yichuang.foundations.sealed import mask_id_number, mask_phone

PHONES = ("mobile", "landline", "courier_mobile")
PLACES = ("address", "receiver_address")
SHOWN_OF_A_PLACE = 6
YES_NO = {"yes": "是", "no": "否"}


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


def form_lines(case: Case) -> list[tuple[str, str]]:
    """Return label and shown value of every field that was filled, in the form's order."""
    return [
        (field.label, masked(field, value))
        for field in base_form.fields_for(case.applicant_kind)
        if (value := str(case.form.get(field.name) or ""))
    ]


def own_masked(field: OwnField, text: str) -> str:
    """Return a value of the matter's own form as it may be shown to anybody who may see the case."""
    if not field.sealed:
        return text
    if field.check == "mobile":
        return mask_phone(text)
    return mask_id_number(text) if field.check else text[:SHOWN_OF_A_PLACE] + "****"


def own_form_lines(case: Case) -> list[tuple[str, str]]:
    """Return label and shown value of what was filled of the matter's own form, in the order of the version received under (S2-51)."""
    return own_form_filling.lines_of(spec_of(case.version_id).form, case.own_form, own_masked)
