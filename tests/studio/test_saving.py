"""Saving, merging, going back, settling remarks (S2-23, S2-21): state, event, refusal; nobody's work is lost."""

import copy
from typing import Any

import pytest

from tests.cases.people import who
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.studio.models import Draft, DraftRevision, Remark
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.operations.restore_revision import restore_revision
from yichuang.studio.operations.save_draft import Saved, save_draft
from yichuang.studio.operations.settle_remark import settle_remark
from yichuang.studio.rules.merge import Merging

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def opened() -> Draft:
    return open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())


def save(draft: Draft, document: Any, base: int, name: str = "赵审查", **more: Any) -> Saved:
    return save_draft(
        actor=who(name), draft_id=draft.pk, document=document, base_revision=base, now=clock.now(), **more
    )


def changed(draft: Draft, **fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(draft.document), **fields}


def events(draft: Draft) -> list[str]:
    return [event.type for event in ledger.history(draft.stream)]


def test_a_save_is_a_revision_that_the_draft_mirrors() -> None:
    draft = opened()
    saved = save(
        draft, changed(draft, name="普通货运许可", codes={**draft.document["codes"], "basic": "330111009009"}), 1
    )
    draft.refresh_from_db()
    assert (draft.revision, draft.name, draft.basic_code) == (2, "普通货运许可", "330111009009")
    assert (draft.errors, draft.advices, draft.judged_revision) == (
        saved.judgement.count("error"),
        saved.judgement.count("advice"),
        2,
    )
    row = DraftRevision.objects.get(draft=draft, number=2)
    assert row.document == draft.document and not row.explicit and row.author_name == "赵审查"
    assert events(draft) == ["draft.opened"], "what is saved by itself is no act"


def test_a_save_by_hand_is_an_act() -> None:
    draft = opened()
    save(draft, changed(draft, note="新"), 1, explicit=True, note="改说明")
    assert events(draft)[-1] == "draft.saved"
    assert ledger.history(draft.stream)[-1].payload["note"] == "改说明"
    assert DraftRevision.objects.get(draft=draft, number=2).explicit


def test_saving_by_hand_what_was_saved_by_itself_marks_that_revision() -> None:
    draft = opened()
    document = changed(draft, note="新")
    save(draft, document, 1)
    assert save(draft, document, 2, explicit=True).draft.revision == 2
    assert DraftRevision.objects.get(draft=draft, number=2).explicit


def test_the_same_save_once_more_changes_nothing() -> None:
    draft = opened()
    document = changed(draft, note="新")
    assert save(draft, document, 1).draft.revision == save(draft, document, 1).draft.revision == 2


def test_whose_matter_it_is_does_not_change_by_saving() -> None:
    draft = opened()
    saved = save(draft, changed(draft, key="another", department="xs-market"), 1)
    assert (saved.document["key"], saved.document["department"]) == (FREIGHT, "xs-transport")


def test_two_authors_in_different_places_are_merged() -> None:
    draft = opened()
    save(draft, changed(draft, note="赵的说明"), 1)
    saved = save(draft, changed(draft, board="专窗"), 1, "钱复核")
    assert saved.merged and saved.draft.revision == 3
    assert (saved.document["note"], saved.document["board"]) == ("赵的说明", "专窗")


@pytest.mark.parametrize(("side", "stays"), [("mine", "钱的说明"), ("theirs", "赵的说明")])
def test_two_authors_in_one_place_are_asked_and_the_choice_is_saved(side: Any, stays: str) -> None:
    draft = opened()
    save(draft, changed(draft, note="赵的说明"), 1)
    mine = changed(draft, note="钱的说明", board="专窗")
    with pytest.raises(Refused) as refused:
        save(draft, mine, 1, "钱复核")
    (conflict,) = refused.value.more["conflicts"]
    assert (conflict["label"], conflict["theirs"], conflict["mine"]) == ("事项信息 · 说明", "赵的说明", "钱的说明")
    assert refused.value.more["by"] == "赵审查" and refused.value.status == 409
    draft.refresh_from_db()
    assert draft.revision == 2, "a conflict writes nothing"
    saved = save(draft, mine, 1, "钱复核", merging=Merging({tuple(conflict["path"]): side}, against=2))
    assert (saved.document["note"], saved.document["board"]) == (stays, "专窗")


def test_a_choice_made_against_an_older_state_is_asked_again() -> None:
    draft = opened()
    save(draft, changed(draft, note="一"), 1)
    save(draft, changed(draft, note="二"), 2)
    with pytest.raises(Refused, match="需要您选择"):
        save(draft, changed(draft, note="我"), 1, "钱复核", merging=Merging({("note",): "mine"}, against=2))


def test_what_was_written_on_while_a_merge_was_under_way_is_merged_too() -> None:
    draft = opened()
    save(draft, changed(draft, note="赵的说明"), 1)
    sent = changed(draft, board="专")
    save(draft, sent, 1, "钱复核")
    written_on = {**sent, "board": "专窗"}
    saved = save(draft, written_on, 3, "钱复核", merging=Merging(grown_from=sent))
    assert (saved.document["note"], saved.document["board"]) == ("赵的说明", "专窗")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"schema": "matter/v1", "note": "x" * 2_000_001}, "超过 2 MB"),
        ({"schema": "matter/v1", "note": "a\x00b"}, "不能保存的字符"),
        ({"schema": "matter/v1", "note": "\ud800"}, "不能保存的字符"),
        ({"schema": "matter/v1", "note": float("nan")}, "不是数的数值"),
        ({"schema": "other"}, "matter/v1"),
        ({"schema": "matter/v1", "questions": "x"}, "不是一列问题"),
        ({"schema": "matter/v1", "questions": [{"text": "x"}]}, "没有编号的问题"),
        ({"schema": "matter/v1", "materials": [{"id": "m"}, {"id": "m"}]}, "编号相同的材料：m"),
        ([], "不是一份"),
    ],
)
def test_what_cannot_be_kept_is_refused_clearly(document: Any, said: str) -> None:
    draft = opened()
    with pytest.raises(Refused, match=said) as refused:
        save(draft, document, 1)
    assert refused.value.status == 422 and DraftRevision.objects.filter(draft=draft).count() == 1


def test_a_document_nested_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(Refused, match="40 层"):
        save(opened(), {"schema": "matter/v1", "form": {"x": deep}}, 1)


def test_an_unknown_base_is_refused_and_the_work_stays_on_the_page() -> None:
    draft = opened()
    with pytest.raises(Refused, match="没有第 9 稿"):
        save(draft, changed(draft, note="新"), 9)


@pytest.mark.parametrize("name", ["柏评审", "谢区管"])
def test_who_only_looks_may_not_save(name: str) -> None:
    draft = opened()
    with pytest.raises(NotAllowed):
        save(draft, changed(draft, note="新"), 1, name)
    with pytest.raises(NotFound):
        save(draft, changed(draft, note="新"), 1, "李登记")


def test_only_a_draft_that_is_being_written_can_be_saved_or_put_back() -> None:
    draft = opened()
    Draft.objects.filter(pk=draft.pk).update(state="reviewing")
    with pytest.raises(Refused, match="业务评审中"):
        save(draft, changed(draft, note="新"), 1)
    with pytest.raises(Refused, match="业务评审中"):
        restore_revision(actor=who("赵审查"), draft_id=draft.pk, number=1, now=clock.now())


def test_going_back_is_a_new_revision() -> None:
    draft = opened()
    save(draft, changed(draft, note="新"), 1)
    again = restore_revision(actor=who("孙局长"), draft_id=draft.pk, number=1, now=clock.now())
    assert again.revision == 3 and again.document == draft.document
    assert ledger.history(draft.stream)[-1].payload["note"] == "恢复到第 1 稿"
    twice = restore_revision(actor=who("孙局长"), draft_id=draft.pk, number=1, now=clock.now())
    assert twice.revision == 3, "asked twice, done once"
    with pytest.raises(NotFound):
        restore_revision(actor=who("孙局长"), draft_id=draft.pk, number=99, now=clock.now())


def test_a_remark_is_settled_with_a_note_and_stays_on_record() -> None:
    draft = opened()
    place = {"kind": "material", "id": "m_app", "parent": "", "field": "name"}
    remark = Remark.objects.create(
        draft=draft,
        source="review",
        place=place,
        text="名称不规范",
        at=clock.now(),
        author_id="1",
        author_name="柏评审",
    )
    with pytest.raises(Refused, match="处理说明"):
        settle_remark(actor=who("赵审查"), draft_id=draft.pk, remark_id=remark.pk, note=" ", now=clock.now())
    settle_remark(actor=who("赵审查"), draft_id=draft.pk, remark_id=remark.pk, note="已改为标准名称", now=clock.now())
    remark.refresh_from_db()
    assert (remark.settled_by_name, remark.settled_note) == ("赵审查", "已改为标准名称")
    assert ledger.history(draft.stream)[-1].payload["text"] == "名称不规范"
    with pytest.raises(Refused, match="已由赵审查处理"):
        settle_remark(actor=who("钱复核"), draft_id=draft.pk, remark_id=remark.pk, note="再来", now=clock.now())
    with pytest.raises(NotFound):
        settle_remark(actor=who("钱复核"), draft_id=draft.pk, remark_id=0, note="再来", now=clock.now())
