"""What the editor lets an author fill in: every field of a node, in sections, called by its name in `field_names`.

The page draws its forms from this table; a field of matter/v1 that is missing here cannot be written in the studio (a test counts).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from yichuang.catalog.rules.field_names import label_of
from yichuang.catalog.rules.handling import (
    APPLICANT_KIND_NAMES,
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
    Integration,
)
from yichuang.catalog.rules.node_words import KIND_VALUES, PART_VALUES, VALUE_NAMES
from yichuang.catalog.rules.node_words import UNITS as UNIT_NAMES
from yichuang.catalog.rules.spec import OUTCOME_NAMES, Shared

FieldKind = Literal[
    "text", "long", "number", "tick", "choice", "several", "lines", "date", "rows", "condition", "file", "samples", "type", "fixed"
]  # fmt: skip
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One field: its path in the node, kind of input, label (from the table of names), help, choices, and for `rows` the row's fields."""

    path: str
    kind: FieldKind = "text"
    label: str = ""
    help: str = ""
    choices: Choices = ()
    fields: tuple["Field", ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Section:
    """A group of fields under one heading; sections of the matter have an id and stand in the tree."""

    title: str
    fields: tuple[Field, ...]
    id: str = ""


def _of(names: Mapping[str, str], blank: str = "") -> Choices:
    return ((("", blank),) if blank else ()) + tuple(names.items())


UNITS = _of(UNIT_NAMES)
ROLES = _of(VALUE_NAMES["acceptance_role"], "请选择")
STARTS = _of(VALUE_NAMES["count_start"])
DEEMED = _of(VALUE_NAMES["deemed_rule"])
ONLINE = _of(VALUE_NAMES["online"])
MODES = _of({mode: VALUE_NAMES["mode"][mode] for mode in get_args(Integration.model_fields["mode"].annotation)})
TIERS = _of(VALUE_NAMES["tier"])
AXES = _of(VALUE_NAMES["axis"])
RESULTS = _of(PART_VALUES["results", "kind"], "请选择")
SOURCES = _of(VALUE_NAMES["source_type"], "未填写")
MEDIA = _of(VALUE_NAMES["medium"])
SHARING = _of({mode: VALUE_NAMES["mode"][mode] for mode in get_args(Shared.model_fields["mode"].annotation)})
POINT_KINDS = _of(KIND_VALUES["point", "kind"])
CHECKS = _of(VALUE_NAMES["check"])
CUTS = _of(VALUE_NAMES["cut"])
NATURES: Choices = (("", "未填写"), ("法定机关", "法定机关"), ("授权组织", "授权组织"), ("受委托组织", "受委托组织"))
REACHES: Choices = (("", "不跨区域通办"), ("全国", "全国"), ("跨省", "跨省"), ("跨市", "跨市"), ("跨县", "跨县"))

MATTER: tuple[Section, ...] = (
    Section("基本信息", (
        Field("name", help="与权力清单或公共服务目录一致", wide=True),
        Field("main_item"), Field("sub_item"), Field("handling_item"),
        Field("matter_type", "choice", choices=tuple((name, name) for name in MATTER_TYPE_CODES)),
        Field("codes.basic", help="12 位"), Field("codes.implementation", help="31 位"),
        Field("codes.legacy"), Field("codes.demo", "tick", help="不是正式编码"),
        Field("provincial.main_item"), Field("provincial.sub_item"),
        Field("exercise_level"), Field("guide.handling_code"),
        Field("service_objects", "several", choices=_of(SERVICE_OBJECT_NAMES), wide=True),
        Field("applicant_kinds", "several", choices=_of(APPLICANT_KIND_NAMES), wide=True),
        Field("note", "long", wide=True),
    ), "identity"),
    Section("设定依据和条件", (
        Field("legal_basis", "rows", fields=(Field("text"),
        Field("confidence")), wide=True),
        Field("conditions", "lines", help="每行一条", wide=True),
        Field("quantity_limit", wide=True),
        Field("remedies", "lines", help="每行一条，写明复议机关和管辖法院；行政许可、处罚等应当告知（行政许可法 38）", wide=True),
    ), "law"),
    Section("时限和收费", (
        Field("statutory_limit.value", "number"), Field("statutory_limit.unit", "choice", choices=UNITS),
        Field("promised_limit.value", "number", help="不长于法定期限；0 为当场办结"),
        Field("promised_limit.unit", "choice", choices=UNITS),
        Field("limit_basis"), Field("count_start", "choice", choices=STARTS),
        Field("deemed_rule", "choice", choices=DEEMED), Field("max_extension", "number"),
        Field("special_procedures", "rows", fields=(
            Field("kind"), Field("name"), Field("days", "number"),
            Field("unit", "choice", choices=UNITS),
            Field("basis"), Field("counted", "tick"),
        ), wide=True),
        Field("guide.promised_note", wide=True),
        Field("fee.charged", "tick"), Field("fee.text"),
        Field("guide.fee_standard"), Field("guide.fee_basis"), Field("guide.fee_reduction"),
        Field("guide.online_payment", "tick"),
    ), "limits"),
    Section("办理方式和渠道", (
        Field("acceptance_role", "choice", choices=ROLES),
        Field("case_type", "choice", choices=_of(CASE_TYPE_NAMES)),
        Field("channels.hall", "tick"), Field("channels.town", "tick"),
        Field("channels.village", "tick"), Field("channels.kiosk", "tick"),
        Field("channels.bank_post", "tick"), Field("channels.online", "choice", choices=ONLINE),
        Field("channels.one_certificate", "tick"), Field("channels.city_wide", "tick"),
        Field("channels.appointment", "tick"), Field("courier", "tick"),
        Field("channels.max_visits", "number"), Field("guide.onsite_reason"),
        Field("guide.reach", "choice", choices=REACHES), Field("board"),
        Field("joint_with", "lines", help="每行一个", wide=True),
    ), "channels"),
    Section("系统对接和办件量", (
        Field("integration.mode", "choice", choices=MODES), Field("integration.system"),
        Field("integration.system_level"), Field("integration.service_id"),
        Field("volume.tier", "choice", choices=TIERS), Field("volume.rank", "number"),
        Field("volume.annual", "number"),
    ), "integration"),
    Section("办理结果", (
        Field("results", "rows", fields=(
            Field("name"), Field("kind", "choice", choices=RESULTS), Field("e_licence", "tick"),
            Field("valid_years", "number"),
        ), wide=True),
        Field("guide.annual_inspection"), Field("guide.intermediary"),
    ), "results"),
    Section("办事指南", (
        Field("guide.authority_division"), Field("guide.body_nature", "choice", choices=NATURES),
        Field("guide.entrusting_department"), Field("guide.exercise_content", "long", wide=True),
        Field("guide.themes_person", "lines", help="每行一个"),
        Field("guide.themes_legal", "lines", help="每行一个"),
        Field("guide.life_cycles", "lines", help="每行一个", wide=True),
        Field("guide.process", "rows", fields=(
            Field("name"), Field("limit"), Field("standard"), Field("result"),
        ), wide=True),
        Field("guide.places", "long", wide=True), Field("guide.hours"),
        Field("guide.consultation"), Field("guide.complaints"),
        Field("guide.faqs", "rows", fields=(Field("question"), Field("answer", "long")), wide=True),
        Field("guide.effective_from", "date"), Field("guide.effective_until", "date"),
    ), "guide"),
)  # fmt: skip

QUESTION = (
    Section("", (
        Field("text", help="一题只问一件事，不写“A 或 B”", wide=True), Field("help", "long", wide=True),
    )),
    Section("什么时候问", (Field("ask_if", "condition", wide=True),)),
)  # fmt: skip
OPTION = (
    Section("", (Field("text", wide=True), Field("warning", "long", wide=True))),
    Section("什么时候可选", (Field("only_if", "condition", wide=True),)),
)
SITUATION = (
    Section("", (Field("name", wide=True), Field("axis", "choice", choices=AXES))),
    Section("什么情况属于这一情形", (Field("condition", "condition", wide=True),)),
)
MATERIAL = (
    Section("", (
        Field("name", help="与证件、证书、表格的标准名称一致", wide=True),
        Field("standard_type", "type", help="按名称、别名或拼音从材料词典选取", wide=True), Field("scope"), Field("source_channel"),
        Field("source_type", "choice", choices=SOURCES),
        Field("legal_basis", wide=True),
    )),
    Section("什么情况需要", (Field("needed_if", "condition", wide=True),)),
    Section("份数和形式", (
        Field("original_count", "number"), Field("copy_count", "number"),
        Field("verify_original", "tick"), Field("medium", "choice", choices=MEDIA),
        Field("format"), Field("formal_requirement"),
        Field("source_note"), Field("filling_notes", "long"), Field("acceptance_standard", "long"),
    )),
    Section("数据共享和容缺", (
        Field("shared.mode", "choice", choices=SHARING), Field("shared.provider"),
        Field("shared.exempt", "tick"), Field("tolerable", "tick"),
        Field("tolerance_days", "number"), Field("tolerance_unit", "choice", choices=UNITS),
        Field("commitment_required", "tick"),
    )),
    Section("空表和示例", (
        Field("blank_form", "tick"), Field("blank_file", "file"),
        Field("sample_required", "tick"),
        Field("samples", "samples", wide=True),
    )),
    Section("保留理由", (
        Field("justifications", "rows",
              fields=(Field("cut", "choice", choices=CUTS), Field("evidence")), wide=True),
    )),
)  # fmt: skip
POINT = (
    Section("", (
        Field("text", "long", wide=True), Field("kind", "choice", choices=POINT_KINDS),
        Field("check", "choice", choices=CHECKS), Field("field"),
    )),
)  # fmt: skip
OUTCOME = (
    Section("", (
        Field("kind", "choice", choices=_of(OUTCOME_NAMES)), Field("authority"),
        Field("message", "long", wide=True), Field("legal_basis", wide=True),
    )),
    Section("什么情况到此为止", (Field("condition", "condition", wide=True),)),
)  # fmt: skip


def _named(kind: str, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(replace(part, fields=tuple(_called(kind, "", one) for one in part.fields)) for part in sections)


def _called(kind: str, above: str, field: Field) -> Field:
    path = f"{above}{field.path}"
    return replace(
        field, label=label_of(kind, path), fields=tuple(_called(kind, f"{path}.", row) for row in field.fields)
    )


PROPERTIES: dict[str, tuple[Section, ...]] = {
    kind: _named(kind, sections)
    for kind, sections in {
        "matter": MATTER,
        "question": QUESTION,
        "option": OPTION,
        "situation": SITUATION,
        "material": MATERIAL,
        "point": POINT,
        "outcome": OUTCOME,
    }.items()
}
