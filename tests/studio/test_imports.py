"""Import in two steps: nothing is written before it is confirmed, then all or nothing (issue 3, 5; lessons 2.4)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.people import who
from tests.catalog.matters import converted, spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock, ledger
from yichuang.foundations.excel import write_excel
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.rules.grids import Grid
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft, DraftRevision, ImportBatch
from yichuang.studio.operations.forget_imports import forget_imports
from yichuang.studio.operations.hold_import import hold_import
from yichuang.studio.operations.import_drafts import import_drafts
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.queries.imports import plan
from yichuang.studio.rules.sheets.merging import merge
from yichuang.studio.rules.sheets.nine import TITLES, nine_sheet
from yichuang.studio.rules.sheets.writing import sheets

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def transport() -> int:
    return Department.objects.get(key="xs-transport").pk


def document(key: str = FREIGHT) -> dict[str, Any]:
    return spec_of(key).model_dump(mode="json", by_alias=True)


def nine(*rows: tuple[str, ...], name: str = "网络预约车许可") -> bytes:
    return write_excel([Grid(name, (TITLES, *rows))])


def row(name: str, situation: str = "", formal: str = "原件纸质1", tolerable: str = "否") -> tuple[str, ...]:
    return ("1", name, situation, "公安局", formal, tolerable, "", "/", "/")


def hold(data: bytes, name: str = "材料.xlsx", actor: str = "赵审查") -> ImportBatch:
    return hold_import(actor=who(actor), department_id=transport(), name=name, data=data, now=clock.now())


def apply(batch: ImportBatch, take: dict[int, bool] | None = None, seen: dict[int, int] | None = None) -> ImportBatch:
    return import_drafts(actor=who("赵审查"), batch_id=batch.pk, take=take or {}, seen=seen or {}, now=clock.now())


def test_the_first_step_writes_no_draft_and_says_what_would_become() -> None:
    batch = hold(nine(row("居民身份证"), row("", "")))
    (planned,) = plan(batch)
    assert (planned.target, planned.name) == ("new", "网络预约车许可")
    assert any(change.what == "居民身份证" and change.kind == "new" for change in planned.changes)
    assert [trouble["cell"] for trouble in batch.troubles if trouble["weight"] == "row"] == ["B3"]
    assert not Draft.objects.exists()


def test_more_than_one_matter_can_hold_is_blocked_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.studio.rules.documents.LARGEST", 1_000_000)
    monkeypatch.setattr("yichuang.studio.operations.hold_import.AT_ONCE", 1_000_000)
    (planned,) = plan(hold(nine(*[row(f"第{number}号材料") for number in range(1800)])))
    assert planned.target == "blocked" and "超过 1 MB" in planned.why and "拆成几个事项" in planned.why


def test_the_second_step_opens_the_draft_and_a_repeat_opens_no_other() -> None:
    batch = hold(nine(row("居民身份证", "新办、变更"), row("营业执照", "变更")))
    first = apply(batch)
    draft = Draft.objects.get()
    assert first.result == [
        {"index": 0, "name": "网络预约车许可", "result": "opened", "draft": str(draft.pk), "why": ""}
    ]
    assert (draft.origin, draft.state, draft.revision) == ("import", "draft", 1)
    assert [material["name"] for material in draft.document["materials"]] == ["居民身份证", "营业执照"]
    assert draft.document["materials"][1]["needed_if"] == {"fact": "situation", "in": ["s2"]}
    assert [event.type for event in ledger.history(draft.stream)] == ["draft.opened"]
    assert apply(batch).result == first.result and Draft.objects.count() == 1


def test_a_published_matter_is_imported_as_its_next_version() -> None:
    body = document()
    body["materials"][0]["source_channel"] = "申请人自备"
    (planned,) = plan(batch := hold(write_excel(sheets(body))))
    assert planned.target == "version" and planned.matter_key == FREIGHT
    assert [(change.sheet, change.field, change.after) for change in planned.changes] == [
        ("材料", "来源渠道", "申请人自备")
    ]
    apply(batch)
    draft = Draft.objects.get(key=FREIGHT)
    assert draft.base_version is not None and draft.revision == 2
    assert draft.document["materials"][0]["source_channel"] == "申请人自备"
    assert DraftRevision.objects.get(draft=draft, number=1).document["materials"][0]["source_channel"] == "申请人"


def test_what_says_nothing_new_changes_nothing() -> None:
    batch = hold(write_excel(sheets(document())))
    assert plan(batch)[0].unchanged
    with pytest.raises(Refused, match="没有变化"):
        apply(batch)
    assert not Draft.objects.exists()


def test_an_existing_draft_must_be_decided_and_is_kept_as_a_revision() -> None:
    draft = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())
    body = document()
    body["materials"][0]["name"] = "道路货物运输经营申请书"
    batch = hold(write_excel([nine_sheet(body)], head=2))
    (planned,) = plan(batch)
    assert planned.target == "draft" and planned.draft == draft
    with pytest.raises(Refused, match="还没有选择"):
        apply(batch)
    with pytest.raises(Refused, match="没有选中"):
        apply(batch, {0: False})
    apply(batch, {0: True}, {0: 1})
    draft.refresh_from_db()
    assert draft.revision == 2 and draft.document["materials"][0]["name"] == "道路货物运输经营申请书"
    assert [event.type for event in ledger.history(draft.stream)] == ["draft.opened", "draft.saved"]


def test_a_draft_saved_after_the_comparison_is_not_overwritten() -> None:
    draft = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())
    body = document()
    body["note"] = "改过"
    batch = hold(write_excel(sheets(body)))
    Draft.objects.filter(pk=draft.pk).update(revision=2, updated_by_name="孙局长")
    with pytest.raises(Refused, match="又被孙局长保存过"):
        apply(batch, {0: True}, {0: 1})
    draft.refresh_from_db()
    assert draft.revision == 2 and draft.document["note"] != "改过"


def test_nothing_is_half_imported() -> None:
    """Two matters, of which the second collides at the last moment: neither is there afterwards."""
    data = write_excel([Grid("事项甲许可", (TITLES, row("居民身份证"))), Grid("事项乙许可", (TITLES, row("营业执照")))])
    batch = hold(data)
    assert [one.name for one in plan(batch)] == ["事项甲许可", "事项乙许可"]
    open_draft(actor=who("赵审查"), department_id=transport(), name="事项乙许可", now=clock.now())
    with pytest.raises(Refused, match="还没有选择"):
        apply(batch)
    assert not Draft.objects.filter(name="事项甲许可").exists()


def test_a_draft_under_examination_and_another_department_s_matter_are_blocked() -> None:
    draft = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())
    Draft.objects.filter(pk=draft.pk).update(state="reviewing")
    assert "业务评审中" in plan(hold(write_excel(sheets(document()))))[0].why
    other = plan(hold(write_excel(sheets(document("id_card_renew")))))[0]
    assert other.target == "blocked" and "其他部门" in other.why


def test_one_file_names_a_matter_once() -> None:
    titles = ("事项名称", *TITLES)
    rows = [("事项甲许可", *row("居民身份证")), ("事项乙许可", *row("营业执照")), ("", *row("结婚证"))]
    batch = hold(write_excel([Grid("Sheet1", (titles, *rows))]))
    assert [(one["name"], len(one["nine"])) for one in batch.matters] == [("事项甲许可", 1), ("事项乙许可", 2)]


@pytest.mark.parametrize("name", ["李登记", "谢区管", "林小窗", "柏评审"])
def test_only_the_department_s_own_people_import(name: str) -> None:
    with pytest.raises(NotAllowed):
        hold(nine(row("居民身份证")), actor=name)


def test_an_upload_is_its_uploader_s_and_expires() -> None:
    batch = hold(nine(row("居民身份证")))
    for name, later in (("孙局长", 0), ("赵审查", 25)):
        now = clock.now() + timedelta(hours=later)
        with pytest.raises(NotFound):
            import_drafts(actor=who(name), batch_id=batch.pk, take={}, seen={}, now=now)
    assert forget_imports(now=clock.now()) == 0
    assert forget_imports(now=clock.now() + timedelta(days=2)) == 1


@pytest.mark.parametrize("key", sorted(converted()))
def test_every_demo_matter_comes_back_as_it_went_out(key: str) -> None:
    """Export → import → export is byte-equal (issue 3, 5); the content hash is the same."""
    data = write_excel(sheets(document(key)))
    blank = {"schema": "matter/v1", "key": key, "name": "x", "department": document(key)["department"]}
    (matter,) = hold(data).matters
    made, troubles = merge(blank, matter)
    assert troubles == [] and MatterSpec.model_validate(made).digest == spec_of(key).digest
    assert write_excel(sheets(made)) == data
