"""An online application on the counter desk, and what its print says beside its row."""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.documents.compose import picture_svg
from yichuang.cases.ports import DeskEntry
from yichuang.cases.queries.prefilled import lines_of
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.files.queries import read_bytes
from yichuang.foundations.rules.identifiers import check_case_number
from yichuang.online.queries import by_key, by_number, needed_of, today_of


class OnlineShelf:
    """Finds a preapproved application by its number, as the applicant's print has it."""

    def find(self, text: str) -> list[DeskEntry]:
        """Return the application of a number that a counter may receive now (one statement for a whole number, else none)."""
        if len(text) < 21 or not (report := check_case_number(text)).ok:
            return []
        row = by_number(report.value)
        if row is None or row.state != State.PREAPPROVED:
            return []
        note = f"{row.applicant_name} · {row.department_name}网上预审通过"
        return [DeskEntry(f"/online/{row.number}/receive/", row.matter_name, note, "网上申请")]

    def draft_address(self, key: str) -> str:
        """Return nothing: an application is no draft."""
        return ""


def print_filling(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the forms in clear and the files of the application that a print is about; its row has no personal data."""
    row = by_key(str(data["application"]))
    if row is None or not row.data:
        return {}
    spec = spec_of(row.version_id)
    return {
        "applicant_name": row.applicant_name,
        "lines": [{"label": label, "value": value} for label, value in lines_of(row.data, spec, clear=True)],
        "attached": [
            {
                "material": one.material.name,
                "name": kept.file.original_name,
                "sha256": kept.file.blob.sha256,
                "svg": picture_svg(read_bytes(kept.file)) if kept.file.blob.kind == "image" else "",
            }
            for one in needed_of(row, today_of(row))
            for kept in one.files
        ],
    }
