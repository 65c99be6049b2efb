"""Document → sheets → document loses nothing, for any document (hypothesis); and sheets put onto a draft change what they say."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.matters import converted, spec_of
from yichuang.catalog.rules.field_names import NAMES
from yichuang.catalog.rules.handling import (
    CASE_TYPE_NAMES,
    MATTER_TYPE_CODES,
    SERVICE_OBJECT_NAMES,
)
from yichuang.foundations.excel import write_excel
from yichuang.foundations.rules.grids import Grid, flattened, lines_taken, lines_written, taken, written
from yichuang.studio.papers.opening import open_paper
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.columns import MACHINE
from yichuang.studio.rules.sheets.comparing import compare
from yichuang.studio.rules.sheets.incoming import parse
from yichuang.studio.rules.sheets.merging import merge, normal
from yichuang.studio.rules.sheets.nine import nine_sheet
from yichuang.studio.rules.sheets.reading import headings
from yichuang.studio.rules.sheets.writing import sheets

GUIDE_TEXTS = (
    "handling_code", "authority_division", "exercise_content", "entrusting_department", "onsite_reason", "promised_note", "fee_standard",
    "fee_basis", "fee_reduction", "annual_inspection", "intermediary", "places", "hours", "consultation", "complaints",
)  # fmt: skip
MATTER_TEXTS = (
    "name", "main_item", "sub_item", "handling_item", "exercise_level", "note", "limit_basis", "quantity_limit", "board",
)  # fmt: skip
CHANNELS = ("hall", "town", "village", "kiosk", "bank_post", "one_certificate", "city_wide", "appointment")
BLANK = {"schema": "matter/v1", "key": "k", "name": "x", "department": "d"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12) | st.sampled_from(
    [
        "=1+1",
        ' "a" ',
        '"x"',
        "_x000D_",
        "a\r\nb",
        "1. 2",
        "/",
        "是",
        "申请人自备",
        "a\nb",
        "　全角　",
        "\ufffe",
        '"\\u0020a"',
        "[]",
        "12",
    ]
)
IDS = st.integers(1, 10**6).map(str)
UNIT = st.sampled_from(["workday", "natural_day", "same_day"])
LIMITS = st.fixed_dictionaries({"value": st.integers(0, 3660), "unit": UNIT})
CONDITIONS = st.recursive(
    st.fixed_dictionaries({"fact": TEXTS, "in": st.lists(TEXTS, min_size=1, max_size=2)}),
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, max_size=2)})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=2)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=4,
)
MAYBE = st.none() | CONDITIONS


def parts(size: int = 2, unique: str = "id", **fields: Any) -> Any:
    return st.lists(
        st.fixed_dictionaries(fields), max_size=size, unique_by=(lambda one: one[unique]) if unique else None
    )


POINTS = parts(
    id=IDS, kind=st.sampled_from(["formal", "content"]), text=TEXTS, check=st.sampled_from(["eye", "ocr"]), field=TEXTS
)
AREA = st.fixed_dictionaries({name: st.integers(1, 999) for name in ("x", "y", "width", "height")})
SAMPLES = parts(id=IDS, file=TEXTS, name=TEXTS, marks=parts(unique="", point=IDS, area=AREA, note=TEXTS))
MATERIALS = parts(
    id=IDS, name=TEXTS, standard_type=TEXTS, scope=TEXTS, source_channel=TEXTS, source_type=TEXTS, original_count=st.integers(0, 9),
    copy_count=st.integers(0, 9), verify_original=st.booleans(), medium=st.sampled_from(["paper", "both"]),
    shared=st.fixed_dictionaries({"mode": st.sampled_from(["none", "onsite"]), "provider": TEXTS, "exempt": st.booleans()}),
    tolerable=st.booleans(), tolerance_days=st.integers(0, 99), tolerance_unit=UNIT, commitment_required=st.booleans(),
    formal_requirement=TEXTS, review_points=POINTS, blank_form=st.booleans(), sample_required=st.booleans(), legal_basis=TEXTS,
    needed_if=MAYBE, format=TEXTS, source_note=TEXTS, filling_notes=TEXTS, acceptance_standard=TEXTS, blank_file=TEXTS, samples=SAMPLES,
    justifications=parts(unique="", cut=st.sampled_from(["covered", "commitment"]), evidence=TEXTS),
)  # fmt: skip
NODE: dict[str, Any] = {
    "id": IDS,
    "name": TEXTS,
    "axis": st.sampled_from(["content", "life_cycle"]),
    "condition": MAYBE,
}
TREES = parts(**NODE, children=parts(**NODE, children=parts(**NODE, children=st.just([]))))
GUIDE = st.fixed_dictionaries(
    {
        **dict.fromkeys(GUIDE_TEXTS, TEXTS),
        **{name: st.lists(TEXTS, max_size=2) for name in ("themes_person", "themes_legal", "life_cycles")},
        "body_nature": st.sampled_from(["", "授权组织"]),
        "reach": st.sampled_from(["", "跨市"]),
        "online_payment": st.booleans(),
        "process": parts(unique="", name=TEXTS, limit=TEXTS, standard=TEXTS, result=TEXTS),
        "faqs": parts(unique="", question=TEXTS, answer=TEXTS),
        "effective_from": st.none() | st.dates().map(str),
        "effective_until": st.none() | st.dates().map(str),
    }
)  # fmt: skip
DOCUMENTS = st.fixed_dictionaries(
    {
        **{name: st.just(value) for name, value in BLANK.items()},
        **dict.fromkeys(MATTER_TEXTS, TEXTS),
        "codes": st.fixed_dictionaries({"basic": TEXTS, "implementation": TEXTS, "legacy": TEXTS, "demo": st.booleans()}),
        "provincial": st.fixed_dictionaries({"main_item": TEXTS, "sub_item": TEXTS}),
        "matter_type": st.sampled_from(["", *MATTER_TYPE_CODES]),
        "service_objects": st.lists(st.sampled_from(list(SERVICE_OBJECT_NAMES)), unique=True),
        "applicant_kinds": st.lists(st.sampled_from(["person", "enterprise"]), unique=True),
        "joint_with": st.lists(TEXTS, max_size=3),
        "legal_basis": parts(unique="", text=TEXTS, confidence=TEXTS),
        "conditions": st.lists(TEXTS, max_size=2),
        "remedies": st.lists(TEXTS, max_size=2),
        "statutory_limit": st.none() | LIMITS,
        "promised_limit": LIMITS,
        "count_start": st.sampled_from(["acceptance", "receipt"]),
        "deemed_rule": st.sampled_from(["five_workdays", "on_the_spot"]),
        "max_extension": st.integers(0, 30),
        "special_procedures": parts(
            unique="", kind=TEXTS, name=TEXTS, days=st.integers(0, 99), unit=UNIT, basis=TEXTS, counted=st.booleans()
        ),
        "fee": st.fixed_dictionaries({"charged": st.booleans(), "text": TEXTS}),
        "acceptance_role": st.sampled_from(["", "collect_only", "accept"]),
        "case_type": st.sampled_from(["", *CASE_TYPE_NAMES]),
        "channels": st.fixed_dictionaries(
            {
                **dict.fromkeys(CHANNELS, st.booleans()),
                "online": st.sampled_from(["none", "half", "full"]),
                "max_visits": st.integers(0, 9),
            }
        ),
        "courier": st.booleans(),
        "integration": st.fixed_dictionaries(
            {"mode": st.sampled_from(["native", "split_mode"]), "system": TEXTS, "system_level": TEXTS, "service_id": TEXTS}
        ),
        "volume": st.fixed_dictionaries(
            {"tier": st.sampled_from(["high", "low"]), "rank": st.integers(0, 999), "annual": st.integers(0, 999)}
        ),
        "results": parts(unique="", name=TEXTS, kind=TEXTS, e_licence=st.booleans(), valid_years=st.none() | st.integers(1, 99)),
        "form": st.dictionaries(TEXTS, TEXTS | st.integers() | st.booleans(), max_size=2),
        "base_form_defaults": st.dictionaries(TEXTS, TEXTS, max_size=2),
        "facts": parts(
            id=IDS, text=TEXTS, source=st.sampled_from(["asked", "day"]), since=st.none() | st.dates().map(str),
            values=parts(id=IDS, text=TEXTS),
        ),
        "questions": parts(
            id=IDS, text=TEXTS, help=TEXTS, kind=st.sampled_from(["single", "multi"]), fact=TEXTS, ask_if=MAYBE,
            options=parts(id=IDS, text=TEXTS, values=st.lists(TEXTS, max_size=2), fact=TEXTS, only_if=MAYBE, warning=TEXTS),
        ),
        "situations": TREES,
        "materials": MATERIALS,
        "outcomes": parts(
            id=IDS, kind=st.sampled_from(["not_required", "other_site"]), condition=MAYBE, message=TEXTS, legal_basis=TEXTS, authority=TEXTS
        ),
        "guide": GUIDE,
    }
)  # fmt: skip


def without_blank_rows(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out list entries in which nothing at all is written: a blank row says nothing."""
    found = dict(document)
    for name in ("process", "faqs"):
        found["guide"] = found["guide"] | {name: [row for row in found["guide"][name] if any(row.values())]}
    return found


@given(document=DOCUMENTS)
@settings(max_examples=40, deadline=None)
def test_a_document_comes_back_from_its_sheets_as_it_was(document: dict[str, Any]) -> None:
    made = normal(document)
    assert made == without_blank_rows(document)
    assert sheets(made) == sheets(without_blank_rows(document)) and normal(made) == made


@given(document=DOCUMENTS)
@settings(max_examples=8, deadline=None)
def test_the_workbook_keeps_what_the_sheets_say_and_is_the_same_bytes_again(document: dict[str, Any]) -> None:
    document = normal(document)
    data = write_excel(sheets(document))
    grids = open_paper("x.xlsx", data)
    padded = [grid_of(grid, like) for grid, like in zip(grids, sheets(document), strict=True)]
    assert padded == list(sheets(document))
    assert write_excel(sheets(document)) == data


def grid_of(grid: Grid, like: Grid) -> Grid:
    """Fill rows up to the width they were written with: a file does not keep blank cells at the end."""
    width = max(map(len, like.rows))
    rows = [(*row, *[""] * (width - len(row))) for row in grid.rows]
    rows += [("",) * width] * (len(like.rows) - len(rows))
    return Grid(grid.name, tuple(rows), grid.troubles)


@given(text=TEXTS)
def test_a_cell_keeps_a_text(text: str) -> None:
    assert taken(written(text)) == text and written(text) == written(text).strip()


@given(texts=st.lists(TEXTS, max_size=4))
def test_a_cell_keeps_several_texts(texts: list[str]) -> None:
    assert lines_taken(lines_written(texts)) == texts


@pytest.mark.parametrize("key", sorted(converted()))
def test_the_nine_columns_of_a_matter_put_back_onto_it_change_nothing(key: str) -> None:
    document = spec_of(key).model_dump(mode="json", by_alias=True)
    parsed = parse([nine_sheet(document)], "x")
    made, troubles = merge(document, parsed.matters[0].plain())
    assert (parsed.troubles, troubles, compare(document, made)) == ((), [], [])
    assert nine_sheet(made) == nine_sheet(document) and parsed.matters[0].name == document["name"]


def freight(**changes: Any) -> dict[str, Any]:
    return {**spec_of("freight_general").model_dump(mode="json", by_alias=True), **changes}


def merged(base: dict[str, Any], *grids: Grid) -> tuple[dict[str, Any], list[str]]:
    parsed = parse(list(grids), "x")
    made, troubles = merge(base, parsed.matters[0].plain())
    return made, [trouble.reason for trouble in (*parsed.troubles, *troubles)]


def changed(grid: Grid, row: int, title: str, text: str) -> Grid:
    head = next(number for number, line in enumerate(grid.rows) if title in line)
    rows = [list(line) for line in grid.rows]
    rows[head + row][grid.rows[head].index(title)] = text
    return Grid(grid.name, tuple(map(tuple, rows)))


@pytest.mark.parametrize(
    ("title", "text", "field", "expected"),
    [
        ("来源渠道", "申请人自备", "source_channel", "申请人自备"),
        ("是否容缺", "是（10个工作日）", "tolerance_days", 10),
        ("形式审查要点", "核验原件＋复印件纸质2", "copy_count", 2),
        ("形式审查要点", "核验原件＋复印件纸质2", "verify_original", True),
        ("形式审查要点", "核验原件＋复印件纸质2", "original_count", 0),
        ("空表", "/", "blank_form", False),
        ("所属情形", "企业", "needed_if", "any"),
        ("所属情形", "企业 › 变更 › 增加车辆", "needed_if", "fact"),
        ("所属情形", "各情形", "needed_if", None),
        ("所属情形", "个人/个体 › 注销\n企业 › 注销", "needed_if", "any"),
    ],
)
def test_an_edited_cell_of_the_nine_columns_changes_its_field(title: str, text: str, field: str, expected: Any) -> None:
    base = freight()
    made, troubles = merged(base, changed(nine_sheet(base), 1, title, text))
    value = made["materials"][0][field]
    assert troubles == []
    assert (next(iter(value)) if isinstance(value, dict) else value) == expected
    assert made["materials"][1:] == normal(base)["materials"][1:]


def test_a_situation_that_the_draft_does_not_have_is_named_and_nothing_guessed() -> None:
    base = freight()
    made, troubles = merged(base, changed(nine_sheet(base), 1, "所属情形", "火星办理"))
    assert made["materials"][0]["needed_if"] == base["materials"][0]["needed_if"]
    assert troubles == ["没有名为“火星办理”的情形，何时需要没有改动"]


def test_a_row_taken_out_of_the_table_is_a_material_taken_out_unless_a_row_was_unusable() -> None:
    base = freight()
    table = nine_sheet(base)
    shorter = Grid(table.name, table.rows[:-1])
    made, _ = merged(base, shorter)
    assert [one["id"] for one in made["materials"]] == [one["id"] for one in base["materials"][:-1]]
    made, troubles = merged(base, changed(shorter, 1, "材料信息名称", ""))
    assert [one["id"] for one in made["materials"]] == [one["id"] for one in base["materials"]] and troubles


def test_a_workbook_of_one_sheet_leaves_the_rest_of_the_draft_alone() -> None:
    base = freight()
    only = next(grid for grid in sheets(base) if grid.name == "常见问题")
    made, _ = merged(base, Grid(only.name, (*only.rows, ("多久能办好？", "二十个工作日。"))))
    assert made["guide"]["faqs"] == [{"question": "多久能办好？", "answer": "二十个工作日。"}]
    assert [(one.kind, one.sheet, one.what) for one in compare(base, made)] == [("new", "常见问题", "多久能办好？")]


@pytest.mark.parametrize(
    ("sheet", "row", "title", "text", "reason"),
    [
        ("情形", 2, "层级", "9", "层级应为"),
        ("审查要点", 1, "材料编号", "没有", "没有这个编号"),
        ("材料", 2, "何时需要（机读）", '{"fact":1}', "条件无法识别"),
        ("材料", 2, "何时需要（机读）", "改过", "供平台读取"),
        ("材料", 3, "材料名称", "", "没有可用的“材料名称”"),
        ("问题与选项", 2, "题目", "别的问法", "以第一行为准"),
        ("材料", 1, "原件份数", "两份", "不带小数的数字"),
    ],
)
def test_a_faulty_row_of_the_full_set_is_named_and_takes_nothing_away(
    sheet: str, row: int, title: str, text: str, reason: str
) -> None:
    base = freight()
    grids = [changed(grid, row, title, text) if grid.name == sheet else grid for grid in sheets(base)]
    made, troubles = merged(base, *grids)
    assert any(reason in said for said in troubles), troubles
    for name in ("materials", "situations", "questions"):
        assert [one["id"] for one in made[name]] == [one["id"] for one in base[name]]
    assert sum(len(one["review_points"]) for one in made["materials"]) == sum(
        len(one["review_points"]) for one in base["materials"]
    )


@pytest.mark.parametrize("name", layout.SHEETS)
def test_a_column_is_called_as_its_field_is_everywhere_else(name: str) -> None:
    """The heading of the sheet, the label in the editor and the word in a comparison are one; only ids and mixed columns have their own."""
    own = {"编号", "层级", "类别", "内容", "把握", "材料编号", "材料名称", "要点编号", "示例编号", "事实编号",
           "取值编号", "取值", "问题编号", "选项编号", "左（千分）", "上（千分）", "宽（千分）", "高（千分）", "标注说明"}  # fmt: skip
    titles = [column.title for column in layout.SHEETS[name]]
    known = {label for labels in NAMES.values() for label in labels.values()}
    assert len(set(titles)) == len(titles)
    assert {title.removesuffix(MACHINE) for title in titles} <= known | own


def test_headings_of_earlier_tables_are_still_read() -> None:
    known = headings(layout.BASIC_COLUMNS)
    assert {known[flattened(title)].path for title in ("法定办结时限", "承诺办结时限", "窗口办理", "表单结构（机读）")} == {
        "statutory_limit", "promised_limit", "channels.hall", "form",
    }  # fmt: skip
    asked = headings(layout.SHEETS[layout.QUESTIONS])
    assert asked["问题"].path == "question.text" and asked[flattened("何时提问（机读）")].path == "question.ask_if"
