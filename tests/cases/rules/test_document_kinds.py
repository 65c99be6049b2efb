"""The table of document kinds is whole and wears the words of the right law."""

import re

import pytest

from yichuang.cases.rules.document_kinds import KINDS, DocumentKind, document_number

ADVERSE = {"refusal_notice", "redirect_notice", "not_required_notice", "denial_decision", "termination_notice"}


def test_what_takes_something_from_the_applicant_is_adverse() -> None:
    assert {row.code for row in KINDS.values() if row.adverse} == ADVERSE


def test_every_prefix_is_used_once_so_that_numbers_cannot_meet() -> None:
    prefixes = [row.prefix for row in KINDS.values()]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize("row", KINDS.values(), ids=KINDS)
def test_only_a_licence_is_called_a_licence(row: DocumentKind) -> None:
    assert "许可" not in row.title_for("行政给付")
    assert row.title_for("行政许可") == row.licence_title
    assert row.article


def test_acceptance_and_refusal_go_out_in_the_name_of_who_accepts() -> None:
    """S2-40: where the centre only collects, the department answers for them."""
    accepting = ("acceptance_notice", "correction_notice", "refusal_notice", "redirect_notice", "not_required_notice")
    assert {KINDS[code].authority_from for code in accepting} == {"acceptor"}
    assert {KINDS[code].authority_from for code in ("grant_decision", "denial_decision", "extension_notice")} == {
        "department"
    }


def test_a_number_reads_as_officials_write_it() -> None:
    assert document_number("萧交", "acceptance_notice", 2026, 12) == "萧交受〔2026〕12号"
    assert re.fullmatch(r"\S+〔\d{4}〕[1-9]\d*号", document_number("萧办", "receipt", 2026, 1))
