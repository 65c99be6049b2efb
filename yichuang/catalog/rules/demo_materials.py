"""Reading one material of the demonstration content."""

from typing import Any

from yichuang.catalog.rules.conditions import Condition
from yichuang.catalog.rules.demo_rows import Row

# Standard type of a material by its standard name; the first that the name contains.
STANDARD_TYPES = (
    ("营业执照", "business_licence"), ("居民身份证", "id_card"), ("居民户口簿", "household_register"), ("户口簿", "household_register"),
    ("户口本", "household_register"), ("不动产权证书", "real_estate_certificate"), ("结婚证", "marriage_certificate"),
    ("机动车行驶证", "vehicle_licence"), ("机动车驾驶证", "driving_licence"), ("从业资格证", "qualification_certificate"),
    ("授权委托书", "power_of_attorney"), ("承诺书", "commitment"), ("银行卡", "bank_card"), ("申请表", "application_form"),
    ("申请书", "application_form"), ("出生医学证明", "birth_certificate"), ("死亡医学证明", "death_certificate"),
)  # fmt: skip
# A power of attorney that encloses an ID card is still a power of attorney, and a register is not the proof that cites it.
MIXED = (("授权委托书", "power_of_attorney"), ("使用证明", ""), ("关系证明", ""), ("主体资格", ""))
FORM_FIELDS = {"applicant.name": "name", "applicant.id_no": "id_number"}


def read_material(row: Row, needed_if: Condition | None) -> dict[str, Any]:
    """Return the fields of a `Material` from its row (S2-14, S2-19)."""
    tolerance, name = row.row("tolerance"), row.text("name")
    return {
        "id": row.text("id"), "name": name, "standard_type": standard_type(name), "scope": row.text("scope"),
        "source_channel": row.text("source_channel"), "source_type": row.text("source_type"),
        "original_count": row.take("original_count"), "copy_count": row.take("copy_count"), "verify_original": row.take("verify_original"),
        "medium": row.text("medium"), "shared": _shared(row.row("shared")), "tolerable": row.take("tolerable"),
        "tolerance_days": tolerance.take("days", 0), "tolerance_unit": tolerance.text("unit") or "workday",
        "commitment_required": tolerance.take("commitment_required", False), "formal_requirement": row.text("formal_requirement"),
        "review_points": [_point(item) for item in row.rows("review_points")], "blank_form": row.take("blank_form"),
        "sample_required": row.take("sample_required"), "legal_basis": row.text("legal_basis"), "needed_if": needed_if,
    }  # fmt: skip


def standard_type(name: str) -> str:
    """Return the standard type that a material's name stands for, empty when it is none of the dictionary."""
    return next((kind for word, kind in (*MIXED, *STANDARD_TYPES) if word in name), "")


def _shared(row: Row) -> dict[str, Any]:
    shared, mode, exempt = row.take("is_shared"), row.text("mode"), row.take("exempt_submission")
    return {
        "mode": mode if shared and mode else "none",
        "provider": row.text("provider"),
        "exempt": bool(shared and exempt),
    }


def _point(row: Row) -> dict[str, Any]:
    how, _, what = row.text("check").partition(":")
    check = {"manual": "face" if what == "face" else "eye", "compare": "compare", "date": "date"}[how]
    field = FORM_FIELDS[what] if check == "compare" else what.partition(">=")[0] if check == "date" else ""
    return {"id": row.text("id"), "kind": row.text("kind"), "text": row.text("text"), "check": check, "field": field}
