"""Take a file that somebody uploads: what it really is, whether it may be opened at all, and the grids in it."""

from collections.abc import Callable

from yichuang.foundations.archives import Limits, TooLarge, Unsound, inspect
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.papers.excel import read_excel
from yichuang.studio.papers.word import read_word
from yichuang.studio.rules.sheets.grids import Grid

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
UNPACKED = Limits(40 * MEGABYTE, markers=(b"<c ", b":c "), most_marked=300_000)
MOST_ROWS = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KEPT = "没有导入，草稿都没有改动。"


def open_paper(name: str, data: bytes) -> list[Grid]:
    """Return the grids of an uploaded file.

    :raises Refused: 422 for a file that is empty, too large, old, encrypted, with macros, damaged, or neither Excel nor Word.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise _no("file_empty", "文件是空的。", "请核对文件能否打开，重新选择后再上传。")
    if len(data) > LARGEST:
        raise _no(
            "file_too_large", f"文件有 {len(data) / MEGABYTE:.1f} MB，超过 5 MB。", "请去掉图片，或分成几个文件上传。"
        )
    if data.startswith(OLE):
        raise _old(data)
    names = _members(data)
    if any(part.lower().endswith("vbaproject.bin") for part in names) or _extension(name) in (
        "xlsm",
        "docm",
        "xltm",
        "dotm",
    ):
        raise _no("macros", "这是带宏的文件，平台不打开宏。", "请另存为不带宏的 .xlsx 或 .docx 后上传。")
    grids = _read(names, data)
    for grid in grids:
        if len(grid.rows) > MOST_ROWS:
            said = f"“{grid.name}”有 {len(grid.rows)} 行，超过 {MOST_ROWS} 行。"
            raise _no("too_many_rows", said, "请按部门或事项分成几个文件上传。")
    return grids


def _read(names: tuple[str, ...], data: bytes) -> list[Grid]:
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" in lower:
        return _guarded("Excel", read_excel, data)
    if "word/document.xml" in lower:
        grids = _guarded("Word", read_word, data)
        if not grids:
            raise _no("no_tables", "这份 Word 文档里没有表格。", "请把材料写成九列的表格，或下载空表填写后上传。")
        return grids
    if "xl/workbook.bin" in lower:
        raise _no("file_kind", "这是二进制的 Excel 文件（.xlsb）。", "请用 Excel 打开后“另存为”.xlsx，再上传。")
    raise _no("file_kind", "这是压缩包或其他文件，不是 Excel 或 Word 文档。", "请上传 .xlsx 或 .docx 文件。")


def _guarded(kind: str, read: Callable[[bytes], list[Grid]], data: bytes) -> list[Grid]:
    try:
        return read(data)
    except Exception as error:  # the libraries raise whatever a damaged part makes them raise
        said = f"这份 {kind} 文档已损坏，无法读取。"
        raise _no("damaged", said, f"请用 {kind} 打开后另存一份再上传。") from error


def _members(data: bytes) -> tuple[str, ...]:
    if not data.startswith(b"PK"):
        raise _no("file_kind", "这不是 Excel 或 Word 文档。", "请上传 .xlsx 或 .docx 文件。")
    try:
        return inspect(data, UNPACKED)
    except TooLarge as error:
        said = "文件解压后太大（超过 40 MB 或 30 万个单元格）。"
        raise _no("file_too_large", said, "请删去空白行列和图片，或分成几个文件上传。") from error
    except Unsound as error:
        raise _no(
            "damaged", "文件已损坏，或含有不能打开的内容。", "请用 Excel 或 Word 打开后另存一份再上传。"
        ) from error


def _old(data: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _no("encrypted", "文件设有打开密码。", "请取消密码后另存，再上传。")
    if "WordDocument".encode("utf-16-le") in data:
        return _no(
            "old_word", "这是旧版 Word 文档（.doc），只改扩展名不行。", "请用 Word 或 WPS 打开，“另存为”.docx 后上传。"
        )
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return _no(
            "old_excel",
            "这是旧版 Excel 文件（.xls），只改扩展名不行。",
            "请用 Excel 或 WPS 打开，“另存为”.xlsx 后上传。",
        )
    return _no("old_office", "这是旧版 Office 文件。", "请打开后“另存为”.xlsx 或 .docx，再上传。")


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _no(code: str, said: str, todo: str) -> Refused:
    return Refused(Reason(code, said, field="file", rule="S2-19", kept=KEPT, todo=todo), status=422, title="没有读取")
