"""Several matters become one proposal: once asked, once filled, once brought; what clashes is shown and settled (S2-25, S3-9)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.life_events.composing import BIRTH, DEATH, demo_matters
from tests.life_events.made import field, material, matter, question, whole
from yichuang.catalog.rules.own_form import OwnField
from yichuang.life_events.rules import editing
from yichuang.life_events.rules.acts import done
from yichuang.life_events.rules.conflicts import conflicts, offers, open_conflicts
from yichuang.life_events.rules.editing import Unusable
from yichuang.life_events.rules.expected import expected_savings
from yichuang.life_events.rules.joint_fields import folded, misfits, near, read_row, strictest
from yichuang.life_events.rules.merging import Frame, member_ids, propose
from yichuang.life_events.rules.spec import LifeEventSpec


def document(spec: LifeEventSpec) -> dict[str, Any]:
    return spec.model_dump(mode="json", by_alias=True)


def read(made: dict[str, Any]) -> LifeEventSpec:
    return LifeEventSpec.model_validate(made)


def test_the_same_question_is_asked_once_and_answers_both() -> None:
    one = matter("one", (question("q1", text="是否委托？"),))
    two = matter("two", (question("x", text="是否委托"), question("y", 3)))
    spec = whole(one, two)
    assert [(row.text, len(row.asks)) for row in spec.questions] == [("是否委托？", 2), ("问题y", 1)]
    assert spec.questions[0].asks[1].options == {"a": "a", "b": "b"}


def test_a_condition_of_a_member_is_said_over_the_joint_questions() -> None:
    asked = question("q2", ask_if={"fact": "f_q1", "in": ["vb"]})
    spec = whole(matter("one", (question("q1"), asked)))
    assert spec.questions[1].ask_if is not None and spec.questions[1].ask_if.model_dump() == {
        "fact": "q1",
        "in": ("b",),
    }


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ((field("姓名"), field("姓 名")), 1),
        ((field("联系人（手机）"), field("联系人(手机)", maxLength=20)), 1),
        ((field("日期"), {"title": "日期", "type": "string", "format": "date"}), 2),
        (({"title": "关系", "type": "string", "enum": ["甲", "乙", "丙"]}, {"title": "关系", "type": "string", "enum": ["甲", "乙"]}), 1),
        (({"title": "关系", "type": "string", "enum": ["甲", "乙"]}, {"title": "关系", "type": "string", "enum": ["丙", "丁"]}), 2),
    ],
)  # fmt: skip
def test_fields_of_one_label_become_one_where_one_row_suits_both(rows: tuple[Any, Any], joined: int) -> None:
    one, two = matter("one", form={"a": rows[0]}), matter("two", form={"b": rows[1]})
    spec = whole(one, two)
    assert len(spec.fields) == joined
    for row in spec.fields:
        joint = read_row(row)
        assert joint is not None
        for feed in row.feeds:
            fed = {"one": one, "two": two}[feed.member].form["properties"][feed.field]
            assert strictest([fed, row.row]) is not None


def test_a_conflict_shows_both_sides_until_its_meaning_is_written() -> None:
    one = matter("one", form={"a": field("姓名", required=True)})
    two = matter("two", form={"b": field("姓名", maxLength=20)})
    specs = {"one": one, "two": two}
    spec = whole(one, two)
    found = conflicts(spec, specs)[0]
    assert found.differs == ("length", "required") and not found.settled
    assert [side.words for side in found.sides] == ["单行文字，必填，最多 40 个字", "单行文字，选填，最多 20 个字"]
    settled = read(editing.changed(document(spec), "fields", "a", {"meaning": "以身份证为准"}))
    assert open_conflicts(settled, specs) == () and conflicts(settled, specs)[0].meaning == "以身份证为准"


def test_fields_kept_apart_are_settled_by_names_and_meanings() -> None:
    one, two = matter("one", form={"a": field("地址")}), matter("two", form={"b": field("地址", maxLength=20)})
    specs = {"one": one, "two": two}
    apart = editing.split_field(document(whole(one, two)), "a", specs)
    assert [row["row"]["title"] for row in apart["fields"]] == ["地址", "地址（事项two）"]
    assert len(open_conflicts(read(apart), specs)) == 1
    told = editing.changed(apart, "fields", "b", {"meaning": "寄送的地址"})
    assert open_conflicts(read(told), specs) == ()
    again = editing.joined_fields(told, "a", "b", specs)
    assert len(again["fields"]) == 1 and again["fields"][0]["row"]["maxLength"] == 20


def test_what_may_be_one_is_offered_and_not_decided() -> None:
    specs = {key: demo_matters()[key] for key in BIRTH}
    spec = propose(Frame("newborn", "出生", ("xs-civil",)), {key: (1, one) for key, one in specs.items()})
    pairs = {(one.one, one.other) for one in offers(spec, specs)}
    assert ("child_name", "insured_name") in pairs and ("child_name", "level") not in pairs
    assert len([row for row in spec.fields if len(row.feeds) == 3]) == 1, "出生日期 has one label, the names have not"


@pytest.mark.parametrize(
    ("text", "fold", "particular"),
    [
        ("姓　名：", "姓名", "姓名"),
        ("死者（缴存人）姓名", "死者缴存人姓名", "姓名"),
        ("ＡＢ 号", "ab号", "ab号"),
    ],
)
def test_labels_are_folded(text: str, fold: str, particular: str) -> None:
    assert (folded(text), near(text)) == (fold, particular)


def test_the_same_paper_is_brought_once_and_its_keeper_is_named() -> None:
    one = matter(
        "one",
        materials=[
            material("m1", "id_card", copy_count=1, verify_original=True),
            material("m2", "bc", original_count=1),
        ],
    )
    two = matter("two", materials=[material("n1", "id_card", copy_count=2), material("n2", "hk", exempt=True)])
    spec = whole(one, two)
    assert [(row.id, row.way, len(row.gives), row.original_for) for row in spec.materials] == [
        ("id_card", "one_copy", 2, ""), ("bc", "one_copy", 1, "one"), ("hk", "data_share", 1, ""),
    ]  # fmt: skip
    both = whole(one, matter("three", materials=[material("k", "bc", original_count=1)]))
    assert next(row for row in both.materials if row.id == "bc").original_for == "", "the composer decides"


def test_what_is_spared_is_counted() -> None:
    one = matter("one", (question("q1"),), {"a": field("姓名")}, materials=[material("m", "id_card", copy_count=1)])
    two = matter(
        "two",
        (question("q1"),),
        {"b": field("姓名")},
        materials=[material("n", "id_card", copy_count=2), material("o", copy_count=1)],
    )
    found = expected_savings(whole(one, two), {"one": one, "two": two})
    counts = {name: (count.before, count.after) for name, count, _ in found.rows()}
    assert counts == {
        "填写栏目": (2, 1), "回答问题": (2, 1), "提交材料": (3, 2), "材料份数": (4, 3), "跑动次数": (2, 1), "办理时间": (20, 10),
    }  # fmt: skip
    assert found.longest == 10 and found.fields.less == 1


@pytest.mark.parametrize("keys", [BIRTH, DEATH])
def test_the_demonstration_s_matters_give_a_readable_proposal(keys: list[str]) -> None:
    spec = propose(Frame("made", "一件事", ("xs-civil",)), {key: (1, demo_matters()[key]) for key in keys})
    fed = {(feed.member, feed.field) for row in spec.fields for feed in row.feeds}
    assert fed == {(key, name) for key in keys for name in demo_matters()[key].form.get("properties", {})}


def test_ids_of_members_fit_and_differ() -> None:
    long = [f"{'x' * 40}_{one}" for one in "ab"]
    ids = member_ids(long)
    assert len(set(ids.values())) == 2 and all(len(one) <= 40 for one in ids.values())


BAR: dict[str, Any] = {"title": "栏"}
ROWS = st.one_of(
    st.builds(lambda most: BAR | {"type": "string", "maxLength": most}, st.integers(1, 60)),
    st.builds(
        lambda least, more: BAR | {"type": "string", "minLength": least, "maxLength": least + more},
        st.integers(0, 9),
        st.integers(0, 40),
    ),
    st.builds(
        lambda names: BAR | {"type": "string", "enum": sorted(names)},
        st.sets(st.sampled_from("甲乙丙丁戊"), min_size=2),
    ),
    st.builds(
        lambda low, more: BAR | {"type": "integer", "minimum": low, "maximum": low + more},
        st.integers(-9, 9),
        st.integers(0, 9),
    ),
    st.just(BAR | {"type": "boolean"}),
    st.just(BAR | {"type": "string", "format": "date"}),
)


def takes(one: OwnField, value: Any) -> bool:
    """Tell whether a field takes a value: brute force, as the counter's form does."""
    if one.options:
        return value in one.options
    if one.kind in ("short", "long"):
        return isinstance(value, str) and (one.low or 0) <= len(value) <= (10**6 if one.high is None else one.high)
    if one.kind == "integer":
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and (one.low is None or one.low <= value)
            and (one.high is None or value <= one.high)
        )
    return isinstance(value, bool) if one.kind == "yes_no" else value == "2026-11-30"


VALUES: list[Any] = [
    "",
    "甲",
    "乙",
    "丙",
    "丁",
    "戊",
    "2026-11-30",
    True,
    False,
    *range(-12, 22),
    *("字" * n for n in range(2, 64)),
]


def test_shared_data_fills_a_merged_field_only_where_it_fills_every_matters_own() -> None:
    plain, asks = field("姓名"), field("姓名", **{"x-shared": "person.name"})
    assert strictest([asks, asks]) == asks
    assert "x-shared" not in (strictest([asks, plain]) or {}) and "x-shared" not in (strictest([plain, asks]) or {})


@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=3))
def test_whatever_fits_the_strictest_row_fits_every_matter(rows: list[dict[str, Any]]) -> None:
    made = strictest(rows)
    spec = whole(matter("one", form={"a": rows[0]}))
    if made is None:
        return
    joint = read_row(spec.fields[0].model_copy(update={"row": made}))
    assert joint is not None
    for row in rows:
        own = read_row(spec.fields[0].model_copy(update={"row": row}))
        assert own is not None and misfits(joint, own) == []
        for value in VALUES:
            assert not takes(joint, value) or takes(own, value), (made, row, value)


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS)
def test_a_field_that_is_said_to_fit_fits(one: dict[str, Any], two: dict[str, Any]) -> None:
    spec = whole(matter("one", form={"a": one})).fields[0]
    joint, fed = (read_row(spec.model_copy(update={"row": row})) for row in (one, two))
    assert joint is not None and fed is not None
    fits = all(takes(fed, value) for value in VALUES if takes(joint, value))
    if not misfits(joint, fed):
        assert fits, (one, two)


def test_an_act_that_cannot_be_done_says_so() -> None:
    one, two = matter("one", form={"a": field("姓名"), "b": field("别名")}), matter("two")
    specs, made = {"one": one, "two": two}, document(whole(one, two))
    for section, act in (
        ("fields", "join:a:b"),
        ("fields", "split:a"),
        ("fields", "up:zzz"),
        ("fields", "fly:a"),
        ("questions", "question"),
    ):
        with pytest.raises(Unusable):
            done(made, section, act, specs)
    assert [row["id"] for row in done(made, "fields", "down:a", specs)["fields"]] == ["b", "a"]
    assert done(made, "fields", "save", specs) == made


def test_members_come_and_go_with_what_is_theirs() -> None:
    one, two = (
        matter("one", (question("q1"),), {"a": field("姓名")}),
        matter("two", (question("q9", 3),), {"b": field("住址")}),
    )
    alone = document(whole(one))
    both = editing.with_matter(alone, "two", 4, two)
    assert [(row["id"], row["version"]) for row in both["members"]] == [("one", 1), ("two", 4)]
    assert len(both["questions"]) == 2 and len(both["fields"]) == 2
    assert document(read(editing.without(both, "members", "two"))) == alone
    with pytest.raises(Unusable):
        editing.without(alone, "members", "one")
    with pytest.raises(Unusable):
        editing.with_matter(both, "again", 4, two)


def test_a_preset_takes_the_question_away_and_asking_brings_it_back() -> None:
    one = matter("one", (question("q1"),))
    made = editing.with_preset(document(whole(one)), "one", "q1", "a")
    assert made["questions"] == [] and made["members"][0]["presets"] == {"q1": "a"}
    back = editing.with_asked(made, "one", "q1", one)
    assert back["members"][0]["presets"] == {} and back["questions"][0]["asks"][0]["options"] == {"a": "a", "b": "b"}


def test_questions_joined_keep_the_conditions_that_spoke_of_either() -> None:
    one, two = matter("one", (question("q1"),)), matter("two", (question("z"),))
    made = document(whole(one, two))
    made["members"][1]["needed_if"] = {"fact": "q2", "in": ["b"]}
    joined = read(editing.joined_questions(made, "q1", "q2"))
    assert len(joined.questions) == 1 and len(joined.questions[0].asks) == 2
    assert joined.members[1].needed_if is not None and joined.members[1].needed_if.model_dump() == {
        "fact": "q1",
        "in": ("b",),
    }
