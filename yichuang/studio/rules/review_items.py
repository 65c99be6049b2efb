"""The items of the business review and the grades (S2-21, rulebook 6.4): what an expert looks at, and where in the document it stands.

S2-21 names seven; the others are what the fields of S2-14, S2-19 and rulebook 4.2 demand of a guide that people can follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yichuang.catalog.rules.findings import MATTER, Kind, Place
from yichuang.catalog.rules.nodes import Node
from yichuang.studio.rules.review_changes import NodeChange

HIGH, MEDIUM, LOW = "high", "medium", "low"
GRADES: dict[str, str] = {HIGH: "高", MEDIUM: "中", LOW: "低"}
GRADE_MEANINGS: dict[str, str] = {
    HIGH: "首次看，不参考资料即可完全理解",
    MEDIUM: "需要咨询他人或参考资料才能理解",
    LOW: "没有明确的材料或要点，无法理解",
}
TONES: dict[str, str] = {HIGH: "green", MEDIUM: "yellow", LOW: "red"}


@dataclass(frozen=True)
class Look:
    """A kind of node that an item is about: these fields of it, or all; `pin` is the field that a remark is put beside."""

    kind: Kind
    fields: tuple[str, ...] = ()
    pin: str = ""


@dataclass(frozen=True)
class ReviewItem:
    """One item that every expert grades."""

    code: str
    title: str
    help: str
    rule: str
    looks_at: tuple[Look, ...]


def _matter(*fields: str) -> Look:
    return Look("matter", fields)


REVIEW_ITEMS: tuple[ReviewItem, ...] = (
    ReviewItem(
        "identity", "主项子项名称编码准确完整",
        "名称与权力清单或公共服务目录一致，主项、子项、办理项层级正确，编码齐全，实施主体和权限写清。", "S2-21",
        (_matter("name", "main_item", "sub_item", "handling_item", "codes", "key", "matter_type", "provincial", "department",
                 "exercise_level", "joint_with", "guide.handling_code", "guide.authority_division", "guide.exercise_content",
                 "guide.body_nature", "guide.entrusting_department", "guide.themes_person", "guide.themes_legal",
                 "guide.life_cycles"),),
    ),
    ReviewItem(
        "situations", "情形是否到位",
        "情形穷尽、逻辑清晰、层次分明、相互独立；只要有一个材料不同就已继续拆分；问题看得懂、答得出。", "S2-21",
        (Look("situation"), Look("question"), Look("option"), Look("fact"), Look("outcome")),
    ),
    ReviewItem(
        "materials", "材料齐全", "每种情形要的材料一份不少、一份不多，有依据；申请表单的项目够用。", "S2-21",
        (Look("material", ("standard_type", "needed_if", "scope", "legal_basis", "justifications")),
         _matter("form", "base_form_defaults")),
    ),
    ReviewItem(
        "material_names", "材料名称规范", "与证件、证书、证明、表格的标准名称一致；没有“其他材料”“相关证明”一类的模糊表述。", "S2-21",
        (Look("material", ("name",), "name"),),
    ),
    ReviewItem(
        "points", "审查要点准确", "照着要点逐条看就能判定材料合格；方法和尺度写清，示例上标注了位置。", "S2-21",
        (Look("point"), Look("sample"), Look("material", ("acceptance_standard",), "acceptance_standard")),
    ),
    ReviewItem(
        "shared", "“数据共享”属性标注", "能由共享数据或电子证照取得的材料都已标注，写明提供方和是否免提交。", "S2-21",
        (Look("material", ("shared",), "shared"),),
    ),
    ReviewItem(
        "tolerable", "“容缺受理”属性标注", "可容缺的材料都已标注，补交期限和是否须书面承诺写清。", "S2-21",
        (Look("material", ("tolerable", "tolerance_days", "tolerance_unit", "commitment_required"), "tolerable"),),
    ),
    ReviewItem(
        "material_form", "材料形式、份数、来源和空表",
        "原件复印件份数、介质、是否核验原件、来源渠道明确；需填写的有空表和填报须知。", "S2-14、S2-19",
        (Look("material", ("original_count", "copy_count", "verify_original", "medium", "format", "formal_requirement",
                           "source_channel", "source_type", "source_note", "blank_form", "blank_file", "sample_required",
                           "filling_notes"), "formal_requirement"),),
    ),
    ReviewItem(
        "basis", "服务对象、设定依据和受理条件", "谁可以办、凭什么法律办、什么条件能受理，写到条款。", "手册 4.2",
        (_matter("service_objects", "applicant_kinds", "legal_basis", "conditions", "quantity_limit", "note",
                 "guide.annual_inspection", "guide.intermediary", "guide.effective_from", "guide.effective_until"),),
    ),
    ReviewItem(
        "limits", "期限与依据", "法定期限和承诺期限、起算、特别程序及各自依据清楚，承诺不长于法定。", "手册 4.2",
        (_matter("statutory_limit", "promised_limit", "limit_basis", "guide.promised_note", "count_start", "deemed_rule",
                 "max_extension", "special_procedures"),),
    ),
    ReviewItem(
        "fee", "收费", "收不收、收多少、依据和减免写清。", "手册 4.2",
        (_matter("fee", "guide.fee_standard", "guide.fee_basis", "guide.fee_reduction", "guide.online_payment"),),
    ),
    ReviewItem(
        "process", "办理流程、渠道和结果", "环节、时限、审查标准、结果写清；在哪里办、跑几次、怎样取件写清。", "手册 4.2",
        (_matter("case_type", "acceptance_role", "channels", "guide.onsite_reason", "guide.reach", "courier", "board",
                 "integration", "guide.process", "results", "guide.places", "guide.hours"),),
    ),
    ReviewItem(
        "remedies", "咨询、监督投诉和救济途径", "电话、地址和复议诉讼途径写清，常见问题答得对。", "手册 4.2",
        (_matter("guide.consultation", "guide.complaints", "remedies", "guide.faqs"),),
    ),
)  # fmt: skip
BY_CODE: dict[str, ReviewItem] = {item.code: item for item in REVIEW_ITEMS}
# Computed from real volumes (S2-13), not written by the department.
NOT_JUDGED = frozenset({"volume"})


def places_of(item: ReviewItem, nodes: Sequence[Node]) -> tuple[Place, ...]:
    """Return the places that a remark under an item can be put beside, the whole matter first."""
    places = [MATTER]
    for look in item.looks_at:
        if look.kind == "matter":
            places += [Place("matter", field=field) for field in look.fields]
            continue
        for node in nodes:
            if node.place.kind == look.kind:
                places.append(Place(look.kind, node.place.id, node.place.parent, look.pin))
    return tuple(places)


def _of(field: str) -> str:
    """Return the field that an item names; those of the matter's own form count as `form`."""
    return "form" if field.startswith("form.") else field


def concerns(item: ReviewItem, change: NodeChange) -> bool:
    """Tell whether a change touches what an item is about: the node came or went, or one of the fields looked at differs."""
    for look in item.looks_at:
        if look.kind == change.place.kind:
            seen = not look.fields or any(_of(one.field) in look.fields for one in change.fields)
            if change.change != "changed" or seen:
                return True
    return False


def unchanged_items(changes: Sequence[NodeChange]) -> frozenset[str]:
    """Return the items that no change touches."""
    return frozenset(item.code for item in REVIEW_ITEMS if not any(concerns(item, change) for change in changes))
