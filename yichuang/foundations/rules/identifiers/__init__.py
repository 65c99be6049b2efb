"""Identifiers and their check digits (rulebook part 3): each check returns a report that says in Chinese what is wrong.

Nothing here asks a register whether the number was ever issued; form, dates and check digits only.
"""

from yichuang.foundations.rules.identifiers.case_number import (
    case_number_check_digit,
    check_case_number,
    format_case_number,
    is_practice_number,
)
from yichuang.foundations.rules.identifiers.contacts import check_landline, check_mobile, check_postcode
from yichuang.foundations.rules.identifiers.credit_code import check_uscc, make_uscc
from yichuang.foundations.rules.identifiers.id_card import check_id_number, make_id_number
from yichuang.foundations.rules.identifiers.project_code import check_project_code
from yichuang.foundations.rules.identifiers.report import IdentifierReport

__all__ = [
    "IdentifierReport",
    "case_number_check_digit",
    "check_case_number",
    "check_id_number",
    "check_landline",
    "check_mobile",
    "check_postcode",
    "check_project_code",
    "check_uscc",
    "format_case_number",
    "is_practice_number",
    "make_id_number",
    "make_uscc",
]
