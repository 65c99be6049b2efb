"""Fields of a matter's own form that only some situations ask for (S2-51): asked, proved, mended, told."""

from copy import deepcopy
from datetime import date
from typing import Any

from tests.catalog.specs import WHEN_NO, WHEN_YES, document, spec
from yichuang.catalog.rules.guide import sections
from yichuang.catalog.rules.nodes import nodes_of
from yichuang.catalog.rules.own_form_asked import asked_under, open_fields
from yichuang.catalog.rules.prover import prove, read_draft
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.studio.rules.faults import dangling
from yichuang.studio.rules.repairs import apply_repair

DAY = date(2026, 11, 28)


def _form(when: Any) -> dict[str, Any]:
    trucks = {"type": "integer", "title": "车辆数", "x-when": when}
    return {"type": "object", "additionalProperties": False, "required": ["trucks"],
            "properties": {"scope": {"type": "string", "title": "经营范围"}, "trucks": trucks}}  # fmt: skip


def _asked(matter: MatterSpec, answers: dict[str, Any]) -> frozenset[str]:
    return asked_under(matter, answers, applicant_kind="person", on=DAY)


def test_a_field_is_asked_in_its_situations_and_in_no_other() -> None:
    matter = spec({}, form=_form(WHEN_YES))
    assert _asked(matter, {"q1": "a"}) == {"scope", "trucks"}
    assert _asked(matter, {"q1": "b"}) == {"scope"}
    assert _asked(spec({}, form=_form({"not": WHEN_YES})), {}) == {"scope"}, (
        "nothing is settled before a situation is reached"
    )
    assert open_fields(matter, {"scope", "trucks"}, {"scope": "甲"}) == ("车辆数",)
    assert open_fields(matter, {"scope"}, {}) == ()


def test_the_proof_says_when_a_condition_can_never_hold() -> None:
    never = {"all": [WHEN_YES, WHEN_NO]}
    found = [one for one in prove(spec({}, form=_form(never))).findings if one.place.field == "form.trucks"]
    assert [one.severity for one in found] == ["error"]
    assert found[0].message == "申请表栏目“车辆数”在任何情形下都不会填写：适用情形永远不成立。请改写条件或删去栏目。"
    assert not [one for one in prove(spec({}, form=_form(WHEN_YES))).findings if one.place.field == "form.trucks"]


def test_a_draft_keeps_what_of_a_condition_can_be_read_and_names_the_rest() -> None:
    gone = {"any": [WHEN_YES, {"fact": "deleted", "in": ["x"]}]}
    content = document({}, form=_form(gone))
    before = deepcopy(content)
    draft = read_draft(content)
    assert content == before and draft.spec is not None
    assert draft.spec.form["properties"]["trucks"]["x-when"] == {"any": [WHEN_YES, {"any": []}]}
    assert [one.place.field for one in draft.findings] == ["form.trucks"]
    unfinished = read_draft(document({}, form=_form({"fact": "bought", "in": []})))
    assert unfinished.spec is not None and "x-when" not in unfinished.spec.form["properties"]["trucks"]
    assert "申请表栏目的适用情形" in unfinished.findings[0].message


def test_a_condition_on_what_was_deleted_is_dropped_by_its_repair() -> None:
    content = document({}, form=_form({"all": [WHEN_YES, {"fact": "deleted", "in": ["x"]}]}))
    (lost,) = dangling(content)
    assert lost.place.field == "form.trucks" and "已删除的问题" in lost.message and lost.repair is not None
    mended = apply_repair(content, lost.repair.code, lost.repair.arguments)
    assert mended["form"]["properties"]["trucks"]["x-when"] == WHEN_YES and not list(dangling(mended))
    whole = document({}, form=_form({"fact": "deleted", "in": ["x"]}))
    (lost,) = dangling(whole)
    assert lost.repair is not None
    assert "x-when" not in apply_repair(whole, lost.repair.code, lost.repair.arguments)["form"]["properties"]["trucks"]


def test_people_are_told_in_words_when_a_field_is_asked() -> None:
    matter = spec({}, form=_form(WHEN_YES))
    (told,) = [part for part in sections(matter, "交通局", 1) if part.title == "申请表要填什么"]
    assert dict(told.rows)["车辆数"] == "必填；仅适用：是否已购置：是；整数"
    words = next(cell.words for cell in nodes_of(matter)[0].cells if cell.field == "form.trucks")
    assert "仅适用：是否已购置：是" in words
