"""A document as the sheets of a workbook (rulebook 4.2): every field in its cell, the same document always the same cells."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.node_words import DocumentWords
from yichuang.foundations.rules.grids import Grid, shown, written
from yichuang.studio.rules.sheets import layout
from yichuang.studio.rules.sheets.columns import Column

Document = Mapping[str, Any]
Row = Mapping[str, Any]
BASIC_HEADS = ("项目", "内容", "填写说明", "字段")
IDENTITY = (
    ("格式", "schema", "请勿改动"),
    ("事项标识", "key", "请勿改动：据此找到要更新的事项"),
    ("实施部门", "department", "部门编号"),
)
ABSENT = object()


def sheets(document: Document) -> tuple[Grid, ...]:
    """Return the workbook of a document: 基本信息 first, then one sheet for each list of the document."""
    return (_basic(document), *(_sheet(name, document) for name in layout.SHEETS))


def at(part: Any, path: str) -> Any:
    """Return what stands at a path such as `shared.mode`, `ABSENT` when it is not there."""
    for name in path.split("."):
        if not isinstance(part, Mapping) or name not in part:
            return ABSENT
        part = part[name]
    return part


def _basic(document: Document) -> Grid:
    rows = [BASIC_HEADS]
    rows += [(title, written(str(document.get(path) or "")), help, path) for title, path, help in IDENTITY]
    rows += [(one.title, _cell(one, document), one.help, one.path) for one in layout.BASIC_COLUMNS]
    return Grid(layout.BASIC, tuple(rows))


def _sheet(name: str, document: Document) -> Grid:
    columns = layout.SHEETS[name]
    rows = [tuple(column.title for column in columns)]
    words = DocumentWords(document)  # once for all rows: each condition asks for the facts of the whole document
    rows += [tuple(_cells(columns, row, words)) for row in ROWS[name](document)]
    return Grid(name, tuple(rows))


def _cells(columns: tuple[Column, ...], row: Row, words: DocumentWords) -> Iterator[str]:
    for position, column in enumerate(columns):
        if not column.derived:
            yield _cell(column, row)
        elif column.path == "" and column.title == "材料名称":
            yield shown(str(row.get("material_name") or ""))
        else:  # a condition in words: the exact one stands beside it
            exact = at(row, columns[position + 1].path)
            blank = exact is ABSENT and _is_continued(columns[position + 1], row)
            yield "" if blank else shown(words.condition(None if exact is ABSENT else exact))


def _cell(column: Column, row: Row) -> str:
    value = at(row, column.path)
    if value is ABSENT:
        value = None if _is_continued(column, row) else column.empty
    try:
        return "" if value is None else column.show(value)
    except (
        TypeError,
        ValueError,
        KeyError,
        AttributeError,
    ):  # a draft may be wrong: what stands there is shown as it is
        return written(str(value))


def _is_continued(column: Column, row: Row) -> bool:
    """Tell whether a row leaves a column's part to the row above it, as the second option of a question does."""
    first, _, rest = column.path.partition(".")
    return bool(rest) and first in row.get("continued", ())


def _listed(name: str) -> Callable[[Document], Iterator[Row]]:
    def rows(document: Document) -> Iterator[Row]:
        yield from document.get(name) or ()

    return rows


def _guide(name: str) -> Callable[[Document], Iterator[Row]]:
    def rows(document: Document) -> Iterator[Row]:
        yield from (document.get("guide") or {}).get(name) or ()

    return rows


def _law(document: Document) -> Iterator[Row]:
    for basis in document.get("legal_basis") or ():
        yield {"kind": "legal_basis", **basis}
    for kind in ("conditions", "remedies"):
        yield from ({"kind": kind, "text": text} for text in document.get(kind) or ())


def _grouped(parents: str, parent: str, children: str, child: str) -> Callable[[Document], Iterator[Row]]:
    """Return the rows of parents with their children: the parent's columns are filled in its first row only."""

    def rows(document: Document) -> Iterator[Row]:
        for one in document.get(parents) or ():
            yield from _family(one, parent, one.get(children) or (), child)

    return rows


def _family(one: Mapping[str, Any], parent: str, children: Any, child: str) -> Iterator[Row]:
    first, *others = [*children] or [None]
    yield {parent: one, child: first} if first is not None else {parent: one, child: {}, "continued": {child}}
    for other in others:
        yield {parent: {"id": one.get("id")}, child: other, "continued": {parent}}


def _situations(document: Document) -> Iterator[Row]:
    def below(nodes: Any, level: int) -> Iterator[Row]:
        for node in nodes or ():
            yield {"level": level, **node}
            yield from below(node.get("children"), level + 1)

    yield from below(document.get("situations"), 1)


def _of_materials(children: str) -> Callable[[Document], Iterator[Row]]:
    def rows(document: Document) -> Iterator[Row]:
        for material in document.get("materials") or ():
            for child in material.get(children) or ():
                yield {**child, **_material(material)}

    return rows


def _samples(document: Document) -> Iterator[Row]:
    for material in document.get("materials") or ():
        for sample in material.get("samples") or ():
            for row in _family(sample, "sample", sample.get("marks") or (), "mark"):
                yield {**row, **_material(material)}


def _material(material: Mapping[str, Any]) -> dict[str, str]:
    return {"material": str(material.get("id") or ""), "material_name": str(material.get("name") or "")}


ROWS: dict[str, Callable[[Document], Iterator[Row]]] = {
    layout.LAW: _law,
    layout.PROCEDURES: _listed("special_procedures"),
    layout.PROCESS: _guide("process"),
    layout.FACTS: _grouped("facts", "fact", "values", "value"),
    layout.QUESTIONS: _grouped("questions", "question", "options", "option"),
    layout.SITUATIONS: _situations,
    layout.MATERIALS: _listed("materials"),
    layout.POINTS: _of_materials("review_points"),
    layout.SAMPLES: _samples,
    layout.REASONS: _of_materials("justifications"),
    layout.OUTCOMES: _listed("outcomes"),
    layout.RESULTS: _listed("results"),
    layout.FAQS: _guide("faqs"),
}
