"""The document a new matter begins with: what the platform can say by itself; everything else is the department's to write."""

from typing import Any


def blank_document(*, key: str, name: str, department: str) -> dict[str, Any]:
    """Return an unfinished matter/v1 document: identity and the usual limits, one root situation, no question, no material."""
    return {
        "schema": "matter/v1",
        "key": key,
        "name": name,
        "main_item": name,
        "sub_item": name,
        "codes": {"basic": "", "implementation": "", "legacy": "", "demo": False},
        "matter_type": "行政许可",
        "department": department,
        "exercise_level": "县级",
        "service_objects": [],
        "applicant_kinds": [],
        "legal_basis": [],
        "conditions": [],
        "statutory_limit": {"value": 20, "unit": "workday"},
        "promised_limit": {"value": 20, "unit": "workday"},
        "fee": {"charged": False, "text": "不收费"},
        "acceptance_role": "",
        "case_type": "promised",
        "channels": {},
        "integration": {"mode": "native"},
        "results": [],
        "facts": [],
        "questions": [],
        "situations": [{"id": "S1", "name": name, "axis": "content"}],
        "materials": [],
        "outcomes": [],
    }
