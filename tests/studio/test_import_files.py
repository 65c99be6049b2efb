"""Files that cannot be used, wholly or in part: each with its reason and its cell, and nothing guessed (issue 3, bad input)."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl.styles import Protection

from tests.catalog.matters import spec_of
from tests.studio.papers import NINE, OLE, document, material, with_part, workbook
from yichuang.catalog.guide_paper import guide_paper
from yichuang.foundations.problems import Refused
from yichuang.studio.papers.opening import open_paper
from yichuang.studio.rules.blank import blank_document
from yichuang.studio.rules.sheets.incoming import Parsed, parse
from yichuang.studio.rules.sheets.merging import merge

GOOD = workbook(NINE, material("居民身份证"))


def read(data: bytes, name: str = "住房公积金贷款.xlsx") -> Parsed:
    return parse(open_paper(name, data), name.rpartition(".")[0])


def told(parsed: Parsed) -> list[tuple[str, str]]:
    return [(trouble.where, trouble.reason) for trouble in parsed.troubles]


def names(parsed: Parsed) -> list[str]:
    return [row["name"] for matter in parsed.matters for row in matter.nine]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (50 * 1024 * 1024))
    return out.getvalue()


def many_cells() -> bytes:
    return with_part(GOOD, "xl/worksheets/sheet1.xml", b"<sheetData>" + b'<c r="A1"/>' * 300_001 + b"</sheetData>")


def entity() -> bytes:
    part = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'
    return with_part(GOOD, "xl/worksheets/sheet1.xml", part)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.xlsx", b"", "文件是空的"),
        ("大.xlsx", b"PK" + b"x" * (5 * 1024 * 1024), "超过 5 MB"),
        ("指南.docx", OLE + "WordDocument".encode("utf-16-le"), "旧版 Word 文档（.doc）"),
        ("材料.xlsx", OLE + "Workbook".encode("utf-16-le"), "旧版 Excel 文件（.xls）"),
        ("密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("别.xlsx", OLE, "旧版 Office"),
        ("宏.xlsm", GOOD, "带宏"),
        ("改名.xlsx", with_part(GOOD, "xl/vbaProject.bin", b"x"), "带宏"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n....", "不是 Excel 或 Word"),
        ("包.xlsx", with_part(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"x"), "压缩包或其他文件"),
        ("坏.xlsx", GOOD[:200], "已损坏"),
        ("坏.xlsx", with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"), "已损坏"),
        ("弹.xlsx", bomb(), "解压后太大"),
        ("弹.xlsx", many_cells(), "解压后太大"),
        ("实体.xlsx", entity(), "不能打开的内容"),
        ("二进制.xlsb", with_part(b"PK\x05\x06" + b"\0" * 18, "xl/workbook.bin", b"x"), ".xlsb"),
        ("无表.docx", document(), "没有表格"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_opened_says_why_and_what_to_do(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        open_paper(name, data)
    (reason,) = refused.value.reasons
    assert said in reason.message and reason.todo and "草稿都没有改动" in reason.kept and refused.value.status == 422


def test_too_many_rows_are_refused_and_five_thousand_are_read() -> None:
    rows = [material(f"材料{number}") for number in range(5000)]
    assert len(names(read(workbook(NINE, *rows)))) == 5000
    with pytest.raises(Refused, match="20000 行"):
        open_paper("x.xlsx", workbook(NINE, *[["1", "x"]] * 20_001))


def formula(book: Any, sheet: Any) -> None:
    sheet["B3"] = "=A1&B1"
    sheet["D2"] = "=1/0"


def test_a_formula_is_reported_with_its_cell_and_never_used() -> None:
    parsed = read(workbook(NINE, material("居民身份证"), material("x"), change=formula))
    assert names(parsed) == ["居民身份证"] and parsed.matters[0].nine[0]["source_channel"] == ""
    assert ("Sheet1!B3", "这里是公式，没有使用；请改为直接填写的内容") in told(parsed)
    assert ("Sheet1!B3", "没有可用的“材料信息名称”，整行没有使用") in told(parsed)
    assert parsed.matters[0].incomplete, "a table with an unusable row takes no material away"


def merged(book: Any, sheet: Any) -> None:
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("D2:E2")


def test_merged_cells_are_filled_down_and_reported() -> None:
    parsed = read(workbook(NINE, material("居民身份证", situation="新办"), material("营业执照"), change=merged))
    assert [row["situation"] for row in parsed.matters[0].nine] == ["新办", "新办"]
    assert [where for where, reason in told(parsed) if "合并" in reason] == ["Sheet1!C2:C3"]


def hidden(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("底稿")
    other.append(NINE)
    other.append(material("旧材料"))
    other.sheet_state = "hidden"
    sheet["A1"].protection = Protection(locked=True)


def test_hidden_rows_are_read_and_said_hidden_sheets_are_not_read_and_said() -> None:
    parsed = read(workbook(NINE, material("居民身份证"), material("营业执照"), change=hidden))
    assert names(parsed) == ["居民身份证", "营业执照"]
    assert told(parsed) == [
        ("Sheet1!A3", "这一行是隐藏的，也读入了"),
        ("底稿", "这张表是隐藏的，没有使用；需要导入的请取消隐藏"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ["示例", "空表", "内容审查要点", "是否容缺", "形式审查要点", "来源渠道", "所属情形", "材料信息名称", "序号"],
        ["样表", "空白\n表格", "内容要点", "可否容缺", "形式\n审查要点", "来　源", "适用情形", "材料名称", "编号"],
        ["范本", "空表（附件）", "内容审查", "容缺受理", "材料形式", "材料来源", "情 形", "申请材料：", "Ｎｏ"],
    ],
)
def test_headings_in_another_order_broken_or_by_another_name_are_known(heads: list[str]) -> None:
    values = [
        "有",
        "/",
        "1. 在有效期内",
        "是（5个工作日）",
        "核验原件＋复印件纸质1\n①与申请表一致",
        "公安局",
        "新办",
        "居民身份证",
        "1",
    ]
    (row,) = read(workbook(heads, values)).matters[0].nine
    assert row["name"] == "居民身份证" and row["situation"] == "新办" and row["source_channel"] == "公安局"
    assert row["formal_requirement"] == "核验原件＋复印件纸质1" and row["formal"] == ["与申请表一致"]
    assert row["content"] == ["在有效期内"]
    assert (row["tolerable"], row["tolerance_days"], row["tolerance_unit"]) == (True, 5, "workday")
    assert (row["blank_form"], row["sample_required"]) == (False, True)


@pytest.mark.parametrize(
    ("column", "value", "where", "reason"),
    [
        ("tolerable", "视情况", "Sheet1!F2", "应填写“是”或“否”"),
        ("tolerable", "是（随时）", "Sheet1!F2", "应写明数字和单位"),
        ("blank", "申请表.docx", "Sheet1!H2", "空白表格附件不能读入"),
        ("sample", "身份证.jpg", "Sheet1!I2", "示例附件不能读入"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_the_rest_of_its_row_is_used(
    column: str, value: str, where: str, reason: str
) -> None:
    parsed = read(workbook(NINE, material("居民身份证", **{column: value})))
    assert names(parsed) == ["居民身份证"]
    assert [(at, reason in said) for at, said in told(parsed)] == [(where, True)]


def test_what_is_not_ours_is_named_and_left_alone() -> None:
    parsed = read(workbook([*NINE, "备注2"], [*material("居民身份证"), "x"], ["", "", "", "", "", "", "", "", "", ""]))
    assert told(parsed) == [("Sheet1!J1", "不认识这一列，没有使用")]
    assert read(workbook(["甲", "乙"], ["1", "2"])).matters == ()
    assert read(workbook()).matters == ()


def test_the_same_material_twice_is_used_and_said() -> None:
    parsed = read(workbook(NINE, material("居民身份证"), material("居民身份证 ")))
    assert names(parsed) == ["居民身份证", "居民身份证"]
    assert told(parsed) == [("Sheet1!B3", "与第 2 行同名，请核对是否重复")]
    made, _ = merge(blank_document(key="k", name="x", department="d"), parsed.matters[0].plain())
    assert [(one["id"], one["name"]) for one in made["materials"]] == [("m1", "居民身份证"), ("m2", "居民身份证")]


def test_full_width_digits_dates_and_trailing_blanks_mean_what_they_say() -> None:
    rows = [
        ["项目", "内容"],
        ["事项名称", " 网络预约车许可　"],
        ["法定办结时限", "２０ 个工作日"],
        ["承诺办结时限", "15(日)"],
        ["到办事现场次数", "１次"],
        ["生效日期", "2026年1月5日"],
        ["失效日期", "2027/12/31"],
        ["是否收费", "√"],
        ["频次分层", "高频"],
        ["", ""],
    ]
    parsed = read(workbook(*rows, title=" 基本信息 "))
    found = parsed.matters[0].document
    assert parsed.troubles == () and parsed.matters[0].name == "网络预约车许可"
    assert found["statutory_limit"] == {"value": 20, "unit": "workday"}
    assert found["promised_limit"] == {"value": 15, "unit": "natural_day"}
    assert (
        found["channels"]["max_visits"] == 1 and found["fee"]["charged"] is True and found["volume"]["tier"] == "high"
    )
    assert (found["guide"]["effective_from"], found["guide"]["effective_until"]) == ("2026-01-05", "2027-12-31")


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("到办事现场次数", "2.5", "不带小数的数字"),
        ("生效日期", "2026-02-30", "应为日期"),
        ("生效日期", "明年", "应为日期"),
        ("法定办结时限", "二十天", "应写明数字和单位"),
        ("事项类型", "许可", "应为：行政许可"),
        ("表单结构（机读）", "{坏", "供平台读取"),
        ("表单结构（机读）", '{"a": 1.5}', "供平台读取"),
        ("从未听说", "x", "不认识这一项"),
    ],
)
def test_a_wrong_value_of_the_basic_sheet_is_named(label: str, value: str, said: str) -> None:
    parsed = read(
        workbook(
            ["项目", "内容"],
            ["事项名称", "甲许可"],
            ["主项名称", "甲"],
            ["子项名称", "甲"],
            [label, value],
            title="基本信息",
        )
    )
    (trouble,) = parsed.troubles
    assert said in trouble.reason and trouble.where in ("基本信息!B5", "基本信息!A5")


def tall(paper: Any) -> None:
    table = paper.tables[0]
    table.cell(1, 2).merge(table.cell(2, 2))


def test_a_word_table_of_the_nine_columns_is_read() -> None:
    rows = [NINE, material("居民身份证", situation="新办"), material("营业执照"), material("")]
    parsed = read(document(rows, change=tall), "指南.docx")
    assert parsed.matters[0].name == "指南" and names(parsed) == ["居民身份证", "营业执照"]
    assert [row["situation"].strip() for row in parsed.matters[0].nine] == ["新办", "新办"]
    assert [where for where, _ in told(parsed)] == ["表1!C3", "表1!B4"]


def test_word_labels_and_values_in_two_or_four_columns_are_read_with_the_materials_beside() -> None:
    labels = [
        ["事项名称", "网络预约车许可", "事项类型", "行政许可"],
        ["承诺办结时限", "5个工作日", "咨询方式", "窗口咨询"],
    ]
    parsed = read(document(labels, [NINE, material("居民身份证")]), "指南.docx")
    (matter,) = parsed.matters
    assert (matter.name, matter.document["matter_type"], names(parsed)) == (
        "网络预约车许可",
        "行政许可",
        ["居民身份证"],
    )
    assert matter.document["guide"]["consultation"] == "窗口咨询"


def test_the_guide_that_we_write_can_be_read_back_as_a_table() -> None:
    spec = spec_of("freight_general")
    parsed = read(guide_paper(spec, "交通运输局", 1), "普通货物运输经营许可.docx")
    (matter,) = parsed.matters
    assert [row["name"] for row in matter.nine] == [one.name for one in spec.materials]
