"""Take a file that somebody uploads for drafts: Excel or Word, opened as `foundations.office` does."""

from functools import partial

from yichuang.foundations.excel import Tell, read_excel
from yichuang.foundations.office import Readers, Unreadable, open_office
from yichuang.foundations.rules.grids import Grid
from yichuang.studio.papers.word import read_word

KEPT = "没有导入，草稿都没有改动。"


def open_paper(name: str, data: bytes, tell: Tell | None = None) -> list[Grid]:
    """Return the grids of an uploaded file; `tell` hears how many rows of how many of a workbook are read.

    :raises Refused: 422 for a file that is empty, too large, old, encrypted, with macros, damaged, or neither Excel nor Word.
    """
    excel = partial(read_excel, tell=tell)
    readers: Readers = {"xl/workbook.xml": ("Excel", excel), "word/document.xml": ("Word", _read_word)}
    try:
        return open_office(name, data, readers)
    except Unreadable as unreadable:
        raise unreadable.refused(kept=KEPT, rule="S2-19") from unreadable


def _read_word(data: bytes) -> list[Grid]:
    grids = read_word(data)
    if not grids:
        said, todo = "这份 Word 文档里没有表格。", "请把材料写成九列的表格，或下载空表填写后上传。"
        raise Unreadable("no_tables", said, todo)
    return grids
