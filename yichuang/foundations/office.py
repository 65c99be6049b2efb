"""Open an office file that somebody uploads: what it really is, whether it may be unpacked at all, and the grids in it."""

from collections.abc import Callable, Mapping

from yichuang.foundations.archives import Limits, TooLarge, Unsound, inspect
from yichuang.foundations.excel import read_excel
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.grids import Grid

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
UNPACKED = Limits(40 * MEGABYTE, markers=(b"<c ", b":c "), most_marked=300_000)
MOST_ROWS = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The part that tells the kind of a container → what people call it, and what reads it.
Readers = Mapping[str, tuple[str, Callable[[bytes], list[Grid]]]]
EXCEL_ONLY: Readers = {"xl/workbook.xml": ("Excel", read_excel)}


class Unreadable(Exception):
    """Why a file cannot be opened: a code, what is the matter, and what to do."""

    def __init__(self, code: str, said: str, todo: str) -> None:
        super().__init__(said)
        self.code, self.said, self.todo = code, said, todo

    def refused(self, *, kept: str, rule: str) -> Refused:
        """Return it as the refusal of a door."""
        reason = Reason(self.code, self.said, field="file", rule=rule, kept=kept, todo=self.todo)
        return Refused(reason, status=422, title="没有读取")


class Stopped(Exception):
    """Raised by who is told how far the reading is, to end it: somebody cancelled."""


def open_office(name: str, data: bytes, readers: Readers = EXCEL_ONLY) -> list[Grid]:
    """Return the grids of an uploaded file.

    :raises Unreadable: for a file that is empty, too large, old, encrypted, with macros, damaged, or of a kind without a reader.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("file_empty", "文件是空的。", "请核对文件能否打开，重新选择后再上传。")
    if len(data) > LARGEST:
        said = f"文件有 {len(data) / MEGABYTE:.1f} MB，超过 5 MB。"
        raise Unreadable("file_too_large", said, "请去掉图片，或分成几个文件上传。")
    if data.startswith(OLE):
        raise _old(data)
    names = _members(data, readers)
    if any(part.lower().endswith("vbaproject.bin") for part in names) or _extension(name) in (
        "xlsm",
        "docm",
        "xltm",
        "dotm",
    ):
        raise Unreadable("macros", "这是带宏的文件，平台不打开宏。", f"请另存为不带宏的 {_kinds(readers)}后上传。")
    grids = _read(names, data, readers)
    for grid in grids:
        if len(grid.rows) > MOST_ROWS:
            said = f"“{grid.name}”有 {len(grid.rows)} 行，超过 {MOST_ROWS} 行。"
            raise Unreadable("too_many_rows", said, "请按部门或事项分成几个文件上传。")
    return grids


def _read(names: tuple[str, ...], data: bytes, readers: Readers) -> list[Grid]:
    lower = {name.lower() for name in names}
    for part, (kind, read) in readers.items():
        if part in lower:
            return _guarded(kind, read, data)
    if "xl/workbook.bin" in lower:
        todo = "请用 Excel 打开后“另存为”.xlsx，再上传。"
        raise Unreadable("file_kind", "这是二进制的 Excel 文件（.xlsb）。", todo)
    said = f"这是压缩包或其他文件，不是{_documents(readers)}。"
    raise Unreadable("file_kind", said, f"请上传 {_kinds(readers)}文件。")


def _guarded(kind: str, read: Callable[[bytes], list[Grid]], data: bytes) -> list[Grid]:
    try:
        return read(data)
    except (Unreadable, Stopped):
        raise
    except Exception as error:  # the libraries raise whatever a damaged part makes them raise
        said = f"这份 {kind} 文档已损坏，无法读取。"
        raise Unreadable("damaged", said, f"请用 {kind} 打开后另存一份再上传。") from error


def _members(data: bytes, readers: Readers) -> tuple[str, ...]:
    if not data.startswith(b"PK"):
        raise Unreadable("file_kind", f"这不是{_documents(readers)}。", f"请上传 {_kinds(readers)}文件。")
    try:
        return inspect(data, UNPACKED)
    except TooLarge as error:
        said = "文件解压后太大（超过 40 MB 或 30 万个单元格）。"
        raise Unreadable("file_too_large", said, "请删去空白行列和图片，或分成几个文件上传。") from error
    except Unsound as error:
        todo = f"请用{_documents(readers).removesuffix('文档').strip()} 打开后另存一份再上传。"
        raise Unreadable("damaged", "文件已损坏，或含有不能打开的内容。", todo) from error


def _documents(readers: Readers) -> str:
    return f" {' 或 '.join(kind for kind, _ in readers.values())} 文档"


def _kinds(readers: Readers) -> str:
    return {1: ".xlsx "}.get(len(readers), ".xlsx 或 .docx ")


def _old(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("encrypted", "文件设有打开密码。", "请取消密码后另存，再上传。")
    if "WordDocument".encode("utf-16-le") in data:
        return Unreadable(
            "old_word", "这是旧版 Word 文档（.doc），只改扩展名不行。", "请用 Word 或 WPS 打开，“另存为”.docx 后上传。"
        )
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return Unreadable(
            "old_excel",
            "这是旧版 Excel 文件（.xls），只改扩展名不行。",
            "请用 Excel 或 WPS 打开，“另存为”.xlsx 后上传。",
        )
    return Unreadable("old_office", "这是旧版 Office 文件。", "请打开后“另存为”.xlsx 或 .docx，再上传。")


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower()
