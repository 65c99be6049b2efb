"""From the demonstration content (catalog/v1) to `MatterSpec`s, with a report of everything that was added, read or not used.

Pure: mappings in, spec and report out. What the content leaves open is decided in `demo/readings.yaml`, never here by name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yichuang.catalog.rules.demo_completion import completed, completions
from yichuang.catalog.rules.demo_journey import JourneyReader
from yichuang.catalog.rules.demo_materials import read_material
from yichuang.catalog.rules.demo_rows import Row, scalars
from yichuang.catalog.rules.dictionary import EMPTY, Dictionary
from yichuang.catalog.rules.handling import SINGLE_CLERK
from yichuang.catalog.rules.naming import material_findings
from yichuang.catalog.rules.node_words import PROCEDURES
from yichuang.catalog.rules.spec import MatterSpec

APPLICANT_KINDS = {
    "natural_person": "person",
    "individual_business": "person",
    "enterprise": "enterprise",
    "non_enterprise": "other_organisation",
}
KIND_ORDER = ("person", "enterprise", "other_organisation")
# Why a row of the content has no place in a spec; the first that fits is reported.
UNUSED = (
    ("scope_sheet", "事项范围确认单（S0-10），属于事项接入管理，不是事项规格"),
    ("review_point_template", "审查要点模板，各材料已逐条写明，不重复保存"),
    ("siblings", "同一主项下的其他事项，内容未收录"),
    ("split_warning", "校验器应给出的提示，由转换报告自行算出"),
    ("seed_table", "来源说明，不影响办理"),
    ("form.", "示例表单的写法，已由事项自身的字段表达（部门、类型、期限、来源）"),
    ("confidence", "内容可信度标记，不影响办理"),
    ("source_channel_note", "来源说明，不影响办理"),
    ("schema", "文件格式标记"),
    ("kind", "文件格式标记"),
    ("necessity", "必要性由情形条件推出，不另存"),
    ("note", "编写内容的人之间的说明，不向公众公布"),
)


@dataclass(frozen=True)
class Addition:
    """Something that the content does not say and that was needed for every leaf to be reached exactly once."""

    matter: str
    what: str
    why: str


@dataclass(frozen=True)
class NamingHint:
    """A name that S2-15 would write differently; the original is kept."""

    matter: str
    path: str
    original: str
    hint: str


@dataclass
class ConversionReport:
    """What became of the rows: how many were used, which were not and why, what was added, which leaves share a material list."""

    rows_used: int = 0
    rows_unused: list[tuple[str, str, str]] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    same_material_leaves: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    naming_hints: list[NamingHint] = field(default_factory=list)

    def add(self, other: "ConversionReport") -> None:
        """Take another file's report into this one."""
        self.rows_used += other.rows_used
        self.rows_unused += other.rows_unused
        self.additions += other.additions
        self.same_material_leaves += other.same_material_leaves
        self.naming_hints += other.naming_hints

    def lines(self) -> list[str]:
        """Return the report as Chinese lines for a terminal or a page."""
        said = [f"采用 {self.rows_used} 行，未采用 {len(self.rows_unused)} 行。"]
        said += [f"补充（{item.matter}）：{item.what}。理由：{item.why}。" for item in self.additions]
        said += [f"叶子材料清单相同（{file}）：{'、'.join(leaves)}。" for file, leaves in self.same_material_leaves]
        said += [f"名称提示（{item.matter} {item.path}）：{item.hint}" for item in self.naming_hints]
        return said + [f"未采用（{file} {path}）：{why}。" for file, path, why in self.rows_unused]


def convert_matter(
    file: str, document: Mapping[str, Any], readings: Mapping[str, Any], dictionary: Dictionary = EMPTY
) -> tuple[MatterSpec, ConversionReport]:
    """Return the spec of one matter and what was done with each row; the dictionary is for the hints about names only.

    :raises ValueError: when the content contradicts itself (a leaf that cannot be reached, an unknown material).
    """
    row = Row(dict(document))
    reading = readings["matters"].get(document["key"]) or {}
    journey = JourneyReader(row, reading)
    spec = MatterSpec.model_validate(
        {
            **_identity(row),
            **_law(row, reading),
            **_handling(row),
            **journey.parts(),
            "materials": _materials(row, journey),
            **completed(document["department"], reading, readings["shared"]),
        }
    )
    return spec, _report(file, row, spec, journey, readings, dictionary)


def _identity(row: Row) -> dict[str, Any]:
    tree, codes = row.row("tree"), row.row("codes")
    objects = row.take("service_objects")
    kinds = {APPLICANT_KINDS[item] for item in objects}
    main, sub = tree.text("main_item"), tree.text("sub_item")
    return {
        "key": row.text("key"),
        "name": row.text("name"),
        "main_item": main,
        "sub_item": sub,
        "provincial": {"main_item": main, "sub_item": sub},
        "codes": {
            "basic": codes.text("basic"),
            "implementation": codes.text("impl"),
            "legacy": codes.text("legacy_zj"),
            "demo": codes.take("demo"),
        },
        "matter_type": row.text("matter_type"),
        "department": row.text("department"),
        "exercise_level": row.text("exercise_level"),
        "service_objects": objects,
        "applicant_kinds": [kind for kind in KIND_ORDER if kind in kinds],
    }


def _law(row: Row, reading: Mapping[str, Any]) -> dict[str, Any]:
    basis = [{"text": item.text("text"), "confidence": item.text("confidence")} for item in row.rows("legal_basis")]
    # The star says in the content that an amount may have changed since; to the public it would say nothing.
    fee = row.text("fee").rstrip("*")
    stated = next(
        (item["text"] for item in basis if "日" in item["text"].partition("(")[2] + item["text"].partition("（")[2]), ""
    )
    return {
        "legal_basis": basis,
        "conditions": row.take("conditions") or [],
        "statutory_limit": row.take("statutory_limit"),
        "promised_limit": row.take("promised_limit"),
        "limit_basis": reading.get("limit_basis", stated),
        "count_start": reading.get("count_start", {}).get("value", "acceptance"),
        "max_extension": reading.get("max_extension", {}).get("value", 10),
        "deemed_rule": "on_the_spot"
        if row.text("accept_rule") == "deemed_accept_if_not_refused_on_spot"
        else "five_workdays",
        "special_procedures": [_procedure(item) for item in row.rows("special_procedures")],
        "fee": {"charged": fee != "不收费", "text": fee},
        "acceptance_role": row.row("channels").text("acceptance_role"),
    }


def _procedure(row: Row) -> dict[str, Any]:
    kind = row.text("type")
    return {"kind": kind, "name": PROCEDURES[kind], "days": row.take("days"), "unit": row.text("unit"), "basis": row.text("basis"),
            "counted": row.take("counted") is True}  # fmt: skip


def _handling(row: Row) -> dict[str, Any]:
    channels, sheet = row.row("channels"), row.row("scope_sheet")
    mode = row.text("integration")
    row.take("acceptance")
    names = ("hall", "town", "village", "kiosk", "bank_post", "one_certificate", "city_wide", "max_visits")
    return {
        "case_type": _case_type(row),
        "channels": {name: channels.take(name) for name in names} | {"online": channels.take("online") or "none"},
        "courier": channels.take("courier"),
        "board": row.text("board"),
        "joint_with": row.take("joint") or [],
        "integration": {
            "mode": "unified_number" if mode == "unified_order" else mode,
            "system": sheet.text("system_name"),
            "system_level": sheet.text("system_level"),
        },
        "volume": {"tier": row.text("tier"), "rank": row.take("volume_rank"), "annual": sheet.take("annual_volume")},
        "results": [_result(item) for item in row.rows("result")],
        "base_form_defaults": _form_defaults(row.row("form")),
        "form": {},
    }


def _result(row: Row) -> dict[str, Any]:
    row.take("valid_years_confidence")
    return {
        "name": row.text("name"),
        "kind": row.text("type"),
        "e_licence": row.take("e_licence"),
        "valid_years": row.take("valid_years"),
    }


def _case_type(row: Row) -> str:
    mode = row.text("instant_mode")
    if row.text("case_type") == "promised":
        return "promised"
    return SINGLE_CLERK if mode.startswith("single_clerk") else "instant_relay"


def _form_defaults(form: Row) -> dict[str, str]:
    defaults = {"project_name": form.text("project_name_default")} if "project_name_default" in form else {}
    if "area_default" in form:
        area = form.take("area_default")
        defaults |= dict(zip(("receiver_province", "receiver_city", "receiver_district"), area, strict=False))
    return defaults


def _materials(row: Row, journey: JourneyReader) -> list[dict[str, Any]]:
    return [read_material(item, journey.needed_if(item.text("id"))) for item in row.rows("materials")]


def _report(
    file: str, row: Row, spec: MatterSpec, journey: JourneyReader, readings: Mapping[str, Any], dictionary: Dictionary
) -> ConversionReport:
    said = [*journey.additions, *completions(spec, journey.reading, readings["shared"])]
    additions = [Addition(spec.key, what, why) for what, why in said]
    if "individual_business" in spec.service_objects:
        additions.append(Addition(spec.key, "个体工商户使用“个人”表单", str(readings["shared"]["individual_business"])))
    unused = [(file, path, _why_unused(path)) for path, _ in row.unused()]
    total = sum(1 for _ in scalars(row.all(), ""))
    hints = [
        NamingHint(spec.key, material.id, material.name, finding.message)
        for material in spec.materials
        for finding in material_findings(material, dictionary)
    ]
    return ConversionReport(
        total - len(unused), unused, additions, [(file, group) for group in _same_lists(journey.leaf_materials)], hints
    )


def _why_unused(path: str) -> str:
    last = path.rsplit(".", 1)[-1].partition("[")[0]
    return next(
        (why for start, why in UNUSED if path.startswith(start) or last.endswith(start)), "规格中没有对应的字段"
    )


def _same_lists(lists: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    groups: dict[frozenset[str], list[str]] = {}
    for leaf, materials in lists.items():
        groups.setdefault(frozenset(materials), []).append(leaf)
    return [tuple(group) for group in groups.values() if len(group) > 1]
