"""The table of nine columns that departments have today (S2-19): one row a material, written from a document and read into its parts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.node_words import say_condition
from yichuang.foundations.rules.grids import (
    NOTE,
    Grid,
    flattened,
    header_of,
    line_taken,
    line_written,
    shown,
    written,
)
from yichuang.studio.rules.sheets.columns import UNITS, Column, Unreadable, flag, limit, plain, text
from yichuang.studio.rules.sheets.reading import Found, Line, Part, headings, read_lines

NAME, SITUATION, SOURCE = "材料信息名称", "所属情形", "来源渠道"
FORMAL, TOLERABLE, CONTENT, BLANK, SAMPLE = "形式审查要点", "是否容缺", "内容审查要点", "空表", "示例"
MATTER = "事项名称"
TITLES = ("序号", NAME, SITUATION, SOURCE, FORMAL, TOLERABLE, CONTENT, BLANK, SAMPLE)
COLUMNS: tuple[Column, ...] = (
    text("place", "编号", "序", "No", title="序号", width=6),
    text("name", "材料名称", "申请材料", "申请材料名称", "材料信息", "材料", "要件名称", "名称", title=NAME, width=28),
    text("situation", "情形", "适用情形", "办理情形", "情形名称", "适用范围", title=SITUATION, width=36),
    text("source", "来源", "材料来源", "出具单位", "来源部门", title=SOURCE, width=16),
    text("formal", "形式要点", "形式审查", "材料形式", "形式要求", "形式", title=FORMAL, width=36),
    text("tolerable", "可否容缺", "是否可容缺", "容缺", "容缺受理", title=TOLERABLE, width=12),
    text("content", "内容要点", "内容审查", "审查要点", title=CONTENT, width=36),
    text("blank", "空白表格", "空白表", "空表附件", "空表下载", title=BLANK, width=10),
    text("sample", "示例样表", "样表", "样本", "范本", "示例附件", title=SAMPLE, width=10),
)
WITH_MATTER = (text("matter", "事项", "办理事项", "办理项名称", title=MATTER), *COLUMNS)
# A table is one of ours when the material's name and one of these are among its headings.
TELLING = (SITUATION, FORMAL, TOLERABLE, CONTENT)
EVERYWHERE = frozenset(
    {"", "/", "全部", "所有", "全部情形", "所有情形", "各情形", "各情形均适用", "通用", "均需", "全部适用"}
)
_NUMBERED = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）.．、]|[①-⑳])\s*")
_REQUIREMENT = re.compile(r"^(核验)?(原件|复印件)|纸质\s*\d|电子件|电子版|免提交")
_ORIGINAL = re.compile(r"(?<!核验)原件(?:[＋+及和]复印件)?(?:纸质|电子)?(\d{1,2})?")
_COPY = re.compile(r"复印件(?:纸质|电子)?(\d{1,2})?")
_TOLERABLE = re.compile(r"^(是|可|可容缺|可以容缺)[\s,，;；(（]*(.*?)(?:内补[交正])?[)）]?$")
_NOTHING = frozenset({"", "/", "无", "-", "—", "否"})


def nine_sheet(document: Mapping[str, Any]) -> Grid:
    """Return the nine columns of a document's materials: the matter's name, the headings, one row a material."""
    rows: list[tuple[str, ...]] = [(written(str(document.get("name") or "")),), TITLES]
    rows += [
        tuple(_cells(number, material, document))
        for number, material in enumerate(document.get("materials") or (), start=1)
    ]
    return Grid("材料表", tuple(rows))


def _cells(number: int, material: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    points = material.get("review_points") or ()
    by_kind = {
        kind: [str(point.get("text") or "") for point in points if point.get("kind") == kind]
        for kind in ("formal", "content")
    }
    requirement = str(material.get("formal_requirement") or "")
    yield str(number)
    yield written(str(material.get("name") or ""))
    yield shown(say_condition(document, material.get("needed_if")))
    yield written(str(material.get("source_channel") or ""))
    yield "\n".join([line_written(requirement)] * bool(requirement) + _numbered(by_kind["formal"]))
    yield tolerance_written(material)
    yield "\n".join(_numbered(by_kind["content"]))
    yield "有" if material.get("blank_form") else "/"
    yield "有" if material.get("sample_required") else "/"


def _numbered(points: list[str]) -> list[str]:
    return [f"{number}. {line_written(point)}" for number, point in enumerate(points, start=1)]


def tolerance_written(material: Mapping[str, Any]) -> str:
    """Return whether and how long a material may be missing, in words."""
    if not material.get("tolerable"):
        return "否"
    days, unit = material.get("tolerance_days") or 0, str(material.get("tolerance_unit") or "workday")
    return f"是（{days}{UNITS.get(unit, unit)}）" if days else "是"


def is_nine(grid: Grid) -> bool:
    """Tell whether a grid has the headings of the nine columns, whatever their order and wording."""
    return head_of(grid) is not None


def head_of(grid: Grid) -> int | None:
    """Return the row of the headings."""
    known = headings(COLUMNS)
    head = header_of(grid, known, 3)
    if head is None:
        return None
    there = {known[flattened(cell)].title for cell in grid.rows[head] if flattened(cell) in known}
    return head if NAME in there and there & set(TELLING) else None


def name_above(grid: Grid) -> str:
    """Return the matter's name where it stands alone above the headings; such titles end in 材料清单 or the like."""
    head = head_of(grid) or 0
    alone = [
        cells[0]
        for row in grid.rows[:head]
        if len(cells := list(dict.fromkeys(c.strip() for c in row if c.strip()))) == 1
    ]
    return re.sub(r"(办理|申请|申报)?(所需)?(材料|要件)(信息)?(清单|表|一览表|目录)$", "", alone[-1]) if alone else ""


def read_nine(grid: Grid, found: Found) -> list[tuple[str, Part]]:
    """Return the rows as parts of materials, each with the matter it names (empty when the table has no such column)."""
    made: list[tuple[str, Part]] = []
    seen: dict[tuple[str, str], int] = {}
    matter = ""
    for line in read_lines(grid, WITH_MATTER, ("name",), found):
        matter = str(line.values.get("matter") or matter)
        name = line.values["name"]
        if (matter, name) in seen:
            found.add(line.trouble("name", f"与第 {seen[matter, name]} 行同名，请核对是否重复", NOTE))
        seen[matter, name] = line.number + 1
        made.append((matter, _part(line, found)))
    return made


def _part(line: Line, found: Found) -> Part:
    part: Part = {"name": line.values["name"]}
    if "situation" in line.values:
        part["situation"] = line.values["situation"]
        part["situation_cell"] = line.trouble("situation", "").where
    if "source" in line.values:
        part["source_channel"] = line.values["source"]
    if "formal" in line.values:
        part |= _formal(line)
    if "content" in line.values:
        part["content"] = [point for _, point in _points(line, "content")]
    if line.values.get("tolerable"):
        part |= _tolerable(line, found)
    for path, name, what in (("blank", "blank_form", "空白表格"), ("sample", "sample_required", "示例")):
        if path in line.values:
            part[name] = plain(line.values[path]) not in _NOTHING
            if part[name] and plain(line.values[path]) not in ("有", "是"):
                found.add(line.trouble(path, f"表格里的{what}附件不能读入，请在编辑页上传文件", NOTE))
    return part


def _formal(line: Line) -> Part:
    points = _points(line, "formal")
    part: Part = {"formal_requirement": ""}
    if points and not points[0][0] and _REQUIREMENT.search(points[0][1]):
        part["formal_requirement"] = points.pop(0)[1]
    return {**part, "formal": [point for _, point in points if point not in _NOTHING]}


def _points(line: Line, path: str) -> list[tuple[bool, str]]:
    """Return the lines of a cell: whether each was numbered, and its text."""
    cell = line.grid.at(line.number, line.places[path])
    found = []
    for row in (row.strip() for row in cell.split("\n")):
        bare = _NUMBERED.sub("", row, count=1)
        meant = line_taken(bare)
        if meant is not None and meant not in _NOTHING:
            found.append((bare != row, meant))
    return found


def _tolerable(line: Line, found: Found) -> Part:
    said = plain(line.values["tolerable"])
    try:
        return (
            {"tolerable": flag("").read(said), "tolerance_days": 0}
            if not (m := _TOLERABLE.match(said))
            else _days(m[2])
        )
    except Unreadable as error:
        found.add(line.trouble("tolerable", f"是否容缺：{error}"))
        return {}


def _days(said: str) -> Part:
    if not said.strip():
        return {"tolerable": True}
    value = limit("").read(said)
    return {"tolerable": True, "tolerance_days": value["value"], "tolerance_unit": value["unit"]}


def counts_of(requirement: str) -> Part:
    """Return what a requirement such as 核验原件＋复印件纸质1 says: originals, copies, whether the original is checked, medium."""
    said = plain(requirement)
    original, copy = _ORIGINAL.search(said), _COPY.search(said)
    part: Part = {
        "verify_original": "核验原件" in said,
        "original_count": int(original[1] or 1) if original else 0,
        "copy_count": int(copy[1] or 1) if copy else 0,
    }
    if "电子" in said:
        part["medium"] = "both" if "纸质" in said else "electronic"
    return part
