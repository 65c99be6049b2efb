"""A small matter to hang names and cuts on: one question, two situations, the materials that a test gives."""

from typing import Any

from yichuang.catalog.rules.spec import MatterSpec

YES_NO = [{"id": "yes", "text": "是"}, {"id": "no", "text": "否"}]
WHEN_YES = {"fact": "bought", "in": ["yes"]}
WHEN_NO = {"fact": "bought", "in": ["no"]}


def document(*materials: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a valid matter as JSON with these materials (id and name given for them where they say none)."""
    rows = [
        {"id": f"m{number}", "name": "申请书", "legal_basis": "某法第1条", **row}
        for number, row in enumerate(materials, 1)
    ]
    return {
        "schema": "matter/v1",
        "key": "small",
        "name": "小事项",
        "main_item": "小事项",
        "sub_item": "小事项",
        "codes": {"basic": "0" * 12, "implementation": "0" * 31, "demo": True},
        "matter_type": "行政许可",
        "department": "xs-transport",
        "service_objects": ["natural_person"],
        "applicant_kinds": ["person"],
        "legal_basis": [{"text": "某法第1条"}],
        "statutory_limit": {"value": 20, "unit": "workday"},
        "promised_limit": {"value": 7, "unit": "workday"},
        "fee": {"charged": False, "text": "不收费"},
        "acceptance_role": "accept",
        "case_type": "promised",
        "channels": {},
        "integration": {"mode": "native"},
        "facts": [{"id": "bought", "text": "是否已购置", "values": YES_NO}],
        "questions": [
            {
                "id": "q1",
                "text": "是否已购置",
                "fact": "bought",
                "options": [{"id": "a", "text": "是", "values": ["yes"]}, {"id": "b", "text": "否", "values": ["no"]}],
            }
        ],
        "situations": [
            {"id": "S1", "name": "已购置", "axis": "content", "condition": WHEN_YES},
            {"id": "S2", "name": "未购置", "axis": "content", "condition": WHEN_NO},
        ],
        "materials": rows,
        **changes,
    }


def spec(*materials: dict[str, Any], **changes: Any) -> MatterSpec:
    """Return the matter of `document`."""
    return MatterSpec.model_validate(document(*materials, **changes))
