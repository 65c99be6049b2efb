"""What is said about an unfinished draft: at the node and the field, in Chinese; conditions on what was deleted have a repair."""

import copy
from typing import Any

import pytest

from tests.catalog.matters import spec_of
from yichuang.catalog.rules.findings import Finding
from yichuang.catalog.rules.node_words import say_condition
from yichuang.foundations.problems import Refused
from yichuang.studio.queries.judging import judge, repaired
from yichuang.studio.rules.blank import blank_document
from yichuang.studio.rules.changes import changes
from yichuang.studio.rules.properties import PROPERTIES

pytestmark = pytest.mark.usefixtures("demo_district")


def freight() -> dict[str, Any]:
    return copy.deepcopy(spec_of("freight_general").model_dump(mode="json", by_alias=True))


def without_question(document: dict[str, Any], name: str) -> dict[str, Any]:
    gone = next(one["fact"] for one in document["questions"] if one["id"] == name)
    document["questions"] = [one for one in document["questions"] if one["id"] != name]
    document["facts"] = [one for one in document["facts"] if one["id"] != gone]
    return document


def structure(document: dict[str, Any]) -> list[Finding]:
    return [found for found in judge(document).findings if found.code in ("structure", "missing_field", "unnamed")]


def test_a_published_matter_has_no_fault_of_structure() -> None:
    assert judge(freight()).spec is not None and structure(freight()) == []


def test_a_blank_draft_says_what_is_missing_where_in_chinese() -> None:
    said = {found.place.field: found.message for found in structure(blank_document(key="k", name="名", department="d"))}
    assert said == {
        "codes.basic": "还没有填写“基本编码”，发布前必须填写。",
        "codes.implementation": "还没有填写“实施编码”，发布前必须填写。",
        "applicant_kinds": "还没有填写“申报者类型”，发布前必须填写。",
        "acceptance_role": "还没有填写“收件受理角色”，发布前必须填写。",
    }


def test_faults_stand_at_their_nodes() -> None:
    document = freight()
    document["questions"][0]["options"][0]["text"] = " "
    document["situations"][0]["children"][0]["axis"] = ""
    document["materials"][0]["review_points"][1]["kind"] = "x"
    places = {
        (found.place.kind, found.place.parent, found.place.id, found.place.field) for found in structure(document)
    }
    assert places >= {
        ("option", "q1", "a", "text"),
        ("situation", "", "S1.1", "axis"),
        ("point", "m_app", "p2", "kind"),
    }


def test_conditions_on_a_deleted_question_are_found_and_dropped_by_one_click() -> None:
    document = without_question(freight(), "q3")
    dangling = [found for found in judge(document).findings if found.code == "dangling_condition"]
    assert {found.place.id for found in dangling} >= {"S1.1.1", "S2.1.2", "m_commit_vehicle"}
    assert structure(document) == [], "each is said once"
    for found in dangling:
        assert found.repair is not None and "（已删除的问题）" in found.message
        document = repaired(document, found.repair.code, found.repair.arguments)
    assert not [found for found in judge(document).findings if found.code == "dangling_condition"]
    leaf = document["situations"][0]["children"][0]["children"][0]
    assert leaf["condition"] == {"fact": "applicant_kind", "in": ["person"]}, "the rest of the condition stays"


def test_a_repair_does_not_change_what_it_was_given() -> None:
    document = without_question(freight(), "q3")
    before = copy.deepcopy(document)
    repaired(document, "drop_condition", {"kind": "material", "id": "m_commit_vehicle", "parent": ""})
    assert document == before


@pytest.mark.parametrize(
    ("code", "arguments"),
    [("nonsense", {}), ("drop_condition", {"kind": "material", "id": "gone"}), ("drop_condition", {})],
)
def test_a_repair_of_what_is_gone_is_refused(code: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="不能一键修复"):
        repaired(freight(), code, arguments)


@pytest.mark.parametrize(
    "document", [{}, {"questions": 3}, {"questions": [{"id": "q", "options": "x"}]}, {"situations": [None]}]
)
def test_judging_never_raises(document: Any) -> None:
    assert judge(document).errors


def test_the_prover_s_and_the_naming_rules_repairs_are_found_by_their_codes() -> None:
    document = freight()
    document["materials"][1]["name"] = "身份证"
    for code in ("expand_leaf", "use_standard_name"):
        found = next(one for one in judge(document).findings if one.repair and one.repair.code == code)
        assert found.repair is not None
        repaired_document = repaired(document, code, found.repair.arguments)
        assert found not in judge(repaired_document).findings


def test_every_field_of_a_matter_can_be_written_in_the_studio() -> None:
    """Add a new field to rules/properties.py; what is left out here is made by the studio itself."""
    written = {
        kind: {field.path.split(".")[0] for part in parts for field in part.fields}
        for kind, parts in PROPERTIES.items()
    }
    itself = {
        "matter": {"schema_", "key", "department", "facts", "questions", "situations", "materials", "outcomes", "form",
                   "base_form_defaults"},
        "question": {"id", "kind", "fact", "options"}, "option": {"id", "values", "fact"}, "situation": {"id", "children"},
        "material": {"id", "review_points"}, "point": {"id"}, "outcome": {"id"},
    }  # fmt: skip
    spec = spec_of("freight_general")
    nodes: dict[str, Any] = {
        "matter": spec, "question": spec.questions[0], "option": spec.questions[0].options[0], "situation": spec.situations[0],
        "material": spec.materials[0], "point": spec.materials[0].review_points[0], "outcome": spec.outcomes[0],
    }  # fmt: skip
    missing = {kind: set(type(node).model_fields) - written[kind] - itself[kind] for kind, node in nodes.items()}
    assert {kind: names for kind, names in missing.items() if names} == {}
    paths = [field.path for part in PROPERTIES["matter"] for field in part.fields]
    guide = {path.split(".")[1] for path in paths if path.startswith("guide.")}
    assert guide == set(type(spec.guide).model_fields)


def test_changes_are_told_in_words() -> None:
    before, after = freight(), freight()
    after["materials"][0]["medium"] = "both"
    after["questions"][2]["ask_if"] = None
    after["questions"][0]["options"].reverse()
    del after["materials"][1]
    after["guide"]["places"] = "一楼"
    told = [(one.where, one.label, one.before, one.after, one.kind) for one in changes(before, after)]
    assert ("材料“道路货物运输经营申请表”", "介质", "纸质", "纸质或电子", "changed") in told
    assert ("问题“车辆是否已购置”", "提问条件", "您要办理哪一项：首次申请", "没有条件", "changed") in told
    assert ("问题“申请人类型”", "顺序", "个人/个体工商户、企业", "企业、个人/个体工商户", "changed") in told
    assert ("事项信息", "办理地点", "（空）", "一楼", "changed") in told
    assert [one for one in told if one[4] == "removed"] == [
        (f"材料“{before['materials'][1]['name']}”", "", "", "", "removed")
    ]


def test_a_condition_that_cannot_be_read_is_said_to_be_so() -> None:
    assert say_condition({}, {"odd": 1}) == "（无法识别的条件）"
