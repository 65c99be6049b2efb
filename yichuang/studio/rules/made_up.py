"""Made-up applicants for practice cases: names that nobody bears, numbers whose check digits are right (rulebook part 3)."""

from yichuang.cases.rules.base_form import ENTERPRISE, PERSON
from yichuang.foundations.rules.identifiers import make_id_number, make_uscc


def made_up(kind: str, number: int, matter: str) -> dict[str, str]:
    """Return the filled base form (S2-53) of the applicant in script `number`."""
    shared = {
        "quantity": "1",
        "contact_name": f"练习联系人{number:02d}",
        "contact_mobile": f"1390999{number % 10000:04d}",
        "courier": "no",
    }
    if kind == PERSON:
        card = make_id_number(f"33018119900101{number % 1000:03d}")
        return {**shared, "name": f"练习申请人{number:02d}", "id_number": card}
    organisation = {**shared, "organisation": f"练习单位{number:02d}", "project_name": f"关于申请{matter}"[:200]}
    if kind == ENTERPRISE:
        return {**organisation, "uscc": make_uscc(f"91330109MA2X{number % 10000:04d}")}
    return {**organisation, "organisation_number": f"练习证第{number:04d}号"}
