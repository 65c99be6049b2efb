"""The parts of a spec that say what a matter is, under which law, where and how it is handled; and its vocabularies.

Rule numbers (S2-…) are those of the rulebook, part 1.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from yichuang.foundations.rules.calendar import Unit

MatterType = Literal["行政许可", "行政给付", "行政确认", "行政奖励", "行政裁决", "其他行政权力", "公共服务"]
MATTER_TYPE_CODES: dict[str, str] = {"行政许可": "01", "行政给付": "05", "行政确认": "07", "行政奖励": "08", "行政裁决": "09",
                                     "其他行政权力": "10", "公共服务": "20"}  # fmt: skip
ApplicantKind = Literal["person", "enterprise", "other_organisation"]
APPLICANT_KIND_NAMES: dict[str, str] = {"person": "个人", "enterprise": "企业", "other_organisation": "非企业"}
CaseType = Literal["promised", "instant_relay", "instant_single_clerk", "online_full", "online_half"]
# 一人通办 (S2-45②): one clerk does the whole under a recorded delegation.
SINGLE_CLERK: CaseType = "instant_single_clerk"
CASE_TYPE_NAMES: dict[str, str] = {
    "promised": "承诺件",
    "instant_relay": "即办件（前后台流转）",
    "instant_single_clerk": "即办件（前台一人通办）",
    "online_full": "全流程网上件",
    "online_half": "半流程网上件",
}
ServiceObject = Literal["natural_person", "enterprise", "individual_business", "non_enterprise"]
SERVICE_OBJECT_NAMES: dict[str, str] = {"natural_person": "自然人", "enterprise": "企业", "individual_business": "个体工商户",
                                        "non_enterprise": "非企业组织"}  # fmt: skip


class Part(BaseModel):
    """A part of a spec: frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Codes(Part):
    """Codes of a matter: basic (12 characters), implementation (31), the old Zhejiang code; `demo` marks codes that are not official."""

    basic: str = Field(min_length=12, max_length=12)
    implementation: str = Field(min_length=31, max_length=31)
    legacy: str = ""
    demo: bool = False


class Provincial(Part):
    """The main and sub item of the provincial library that the matter belongs to (S2-9)."""

    main_item: str = ""
    sub_item: str = ""


class Limit(Part):
    """A time limit: a value in working days, natural days, or the same day; value 0 is 即办."""

    value: int = Field(ge=0, le=3660)
    unit: Unit

    def words(self) -> str:
        """Return the limit as officials write it."""
        if self.value == 0 or self.unit == "same_day":
            return "当场办结"
        return f"{self.value}{'个工作日' if self.unit == 'workday' else '日'}"


class LegalBasis(Part):
    """A law, regulation or rule with its article; `confidence` is the rulebook's mark of how sure the content is."""

    text: str
    confidence: str = ""


class SpecialProcedure(Part):
    """A procedure whose time is not counted (行政许可法 45): kind, usual days, basis."""

    kind: str
    name: str
    days: int
    unit: Unit
    basis: str = ""
    counted: bool = False


class Fee(Part):
    """Whether and what is charged (行政许可法 58)."""

    charged: bool
    text: str


class Channels(Part):
    """Where the matter can be handled; `online` is how deep (全流程 full, 半流程 half)."""

    hall: bool = True
    online: Literal["none", "half", "full"] = "none"
    town: bool = False
    village: bool = False
    kiosk: bool = False
    bank_post: bool = False
    one_certificate: bool = False
    city_wide: bool = False
    max_visits: int = 1
    appointment: bool = True


class Integration(Part):
    """How the department's system is joined (S2-47, S2-52): separate, one number, or none (the full process is here)."""

    mode: Literal["split_mode", "unified_number", "native"]
    system: str = ""
    system_level: str = ""
    service_id: str = ""


class Volume(Part):
    """How often the matter is applied for: tier and rank (S2-13), cases a year."""

    tier: Literal["high", "medium", "low"] = "low"
    rank: int = 0
    annual: int = 0


class ResultDocument(Part):
    """What the applicant gets at the end."""

    name: str
    kind: str
    e_licence: bool = False
    valid_years: int | None = None


class ProcessStep(Part):
    """One step of the handling (办理环节): its time, what is examined, what comes out."""

    name: str
    limit: str = ""
    standard: str = ""
    result: str = ""


class Faq(Part):
    """A question people often ask, and its answer."""

    question: str
    answer: str


class GuideDetails(Part):
    """What the guide (办事指南) tells beyond what the platform acts on (rulebook 4.2)."""

    handling_code: str = Field(default="", max_length=33)
    authority_division: str = ""
    exercise_content: str = ""
    body_nature: Literal["", "法定机关", "授权组织", "受委托组织"] = ""
    entrusting_department: str = ""
    themes_person: tuple[str, ...] = ()
    themes_legal: tuple[str, ...] = ()
    life_cycles: tuple[str, ...] = ()
    onsite_reason: str = ""
    reach: Literal["", "全国", "跨省", "跨市", "跨县"] = ""
    online_payment: bool = False
    promised_note: str = ""
    process: tuple[ProcessStep, ...] = ()
    fee_standard: str = ""
    fee_basis: str = ""
    fee_reduction: str = ""
    annual_inspection: str = ""
    intermediary: str = ""
    places: str = ""
    hours: str = ""
    consultation: str = ""
    complaints: str = ""
    faqs: tuple[Faq, ...] = ()
    effective_from: date | None = None
    effective_until: date | None = None
