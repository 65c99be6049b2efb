"""What an upload really is, and whether it is taken: the content decides, the name and the declared type must agree
with it.

Serves quality.md (upload sniffing) and issue 2 “Bad input” (a file that lies about its type, a 40 MB photo).
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from yichuang.files.rules import media
from yichuang.files.rules.media import Medium, Unwelcome
from yichuang.foundations.problems import Reason

HEAD = 4096
MAX_NAME = 120
_KEPT = "已受理和已上传的其他材料都保留，这份文件没有保存。"
_RULE = "统一文件存储中心：上传查验"
_VAGUE = ("", "application/octet-stream", "binary/octet-stream", "application/x-download")
_MARKUP = re.compile(
    rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+)?<?(svg|html|head|body|script|iframe)\b",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT = re.compile(
    rb"^\s*(#!|<\?php|<%|@echo\b|import \w+\s*[\r\n]|(var|const|let|function|async|export) \w)", re.IGNORECASE
)

_MAGIC: tuple[tuple[bytes, Medium | Unwelcome], ...] = (
    (b"\xff\xd8\xff", media.JPEG),
    (b"\x89PNG\r\n\x1a\n", media.PNG),
    (b"II*\x00", media.TIFF),
    (b"MM\x00*", media.TIFF),
    (b"%PDF-", media.PDF),
    (b"GIF8", media.GIF),
    (b"MZ", media.PROGRAM),
    (b"\x7fELF", media.PROGRAM),
    (b"\xfe\xed\xfa", media.PROGRAM),
    (b"\xcf\xfa\xed\xfe", media.PROGRAM),
    (b"\xca\xfe\xba\xbe", media.PROGRAM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", media.OLD_OFFICE),
    (b"Rar!\x1a\x07", media.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", media.ARCHIVE),
    (b"\x1f\x8b", media.ARCHIVE),
)


@dataclass(frozen=True)
class Accepted:
    """The file is taken: its kind (image, pdf, word, sheet, ofd), true media type, and the extension that fits it."""

    kind: str
    media_type: str
    extension: str


@dataclass(frozen=True)
class Refused:
    """The file is not taken, for all of these reasons."""

    reasons: tuple[Reason, ...]


def judge_upload(
    declared_name: str, declared_type: str, head: bytes, size: int, members: Sequence[str] = ()
) -> Accepted | Refused:
    """Decide whether an upload is taken, from its first bytes (`HEAD` of them), its size in bytes and its declared
    name and type.

    `members` are the names inside a zip container (`archive_members`), needed to tell docx, xlsx and OFD from any
    other archive.
    """
    if size <= 0 or not head:
        return Refused(
            (_reason("file_empty", "文件是空的（0 字节）。", "请核对文件能否打开，重新扫描或拍照后再上传。"),)
        )
    true = sniff(head, members)
    if isinstance(true, Medium):
        reasons = [*too_large(true, size), *_lies(true, declared_name, declared_type)]
        return Refused(tuple(reasons)) if reasons else Accepted(true.kind, true.media_type, true.extension)
    return Refused((_unusable(true, claimed(declared_name, declared_type)),))


def sniff(head: bytes, members: Sequence[str] = ()) -> Medium | Unwelcome | None:
    """Return the true type of content that starts with `head`; None when it is none we know."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return media.WEBP
    if (
        head[:2] == b"BM"
        and head[6:10] == b"\x00\x00\x00\x00"
        and head[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return media.BMP
    if head[4:8] == b"ftyp":
        return (
            media.HEIC if head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif") else media.VIDEO
        )
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _container(members)
    text = head.removeprefix(b"\xef\xbb\xbf")
    markup = _MARKUP.match(text)
    if markup and text.lstrip()[:1] == b"<":
        return media.SVG if markup.group(4).lower() == b"svg" else media.HTML
    return media.SCRIPT if _SCRIPT.match(text) else None


def archive_members(data: bytes) -> tuple[str, ...]:
    """Return the names inside a zip container, at most 2,000; empty for anything that is not a readable one."""
    if not data.startswith(b"PK"):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(archive.namelist()[:2000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ()


def clean_name(declared_name: str, extension: str) -> str:
    """Return a file name fit to be shown and downloaded: no folders, no control or bidirectional characters, true
    extension."""
    base = re.split(r"[\\/]", declared_name)[-1]
    base = re.sub(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]', "", base).strip(" .")
    stem, dot, tail = base.rpartition(".")
    stem = (stem if dot and tail.lower() in (*media.BY_EXTENSION, *media.UNWELCOME_BY_EXTENSION) else base).strip(" .")
    return f"{stem[: MAX_NAME - len(extension) - 1].strip(' .') or '未命名'}.{extension}"


def _container(members: Sequence[str]) -> Medium | Unwelcome:
    names = {name.lower() for name in members}
    if "ofd.xml" in names:
        return media.OFD
    if "[content_types].xml" not in names:
        return media.ARCHIVE
    if any(name.endswith("vbaproject.bin") for name in names):
        return media.MACROS
    if "word/document.xml" in names:
        return media.DOCX
    return media.XLSX if "xl/workbook.xml" in names else media.ARCHIVE


def _extension_of(name: str) -> str:
    base = re.split(r"[\\/]", name)[-1].strip(" .").lower()
    return base.rpartition(".")[2] if "." in base else ""


def claimed(name: str, declared_type: str) -> Medium | Unwelcome | None:
    """Return what a file says it is, by its name, else by its declared type; None when it says nothing we know."""
    extension = _extension_of(name)
    by_name = media.BY_EXTENSION.get(extension) or media.UNWELCOME_BY_EXTENSION.get(extension)
    plain = _plain_type(declared_type)
    return by_name or media.BY_MEDIA_TYPE.get(plain) or media.UNWELCOME_BY_MEDIA_TYPE.get(plain)


def _plain_type(declared_type: str) -> str:
    return declared_type.partition(";")[0].strip().lower()


def announced_unwelcome(name: str, declared_type: str) -> Reason | None:
    """Return why a file that calls itself by this name and type would never be taken, before any of it has come."""
    said = claimed(name, declared_type)
    return _unusable(said, said) if isinstance(said, Unwelcome) else None


def too_large(true: Medium | None, size: int) -> tuple[Reason, ...]:
    """Return the reason against a file over the limit of its type; without a type, over that of the largest."""
    limit = true.limit if true else media.LARGEST
    if size <= limit:
        return ()
    if true is None:
        todo = "请把文件缩小，或拆成几份上传。"
    elif true.kind == "image":
        todo = "请把扫描分辨率调到 300 DPI 以内，或在手机上选“压缩”“标准画质”后再上传；也可改扫为 PDF。"
    elif true.kind in ("pdf", "ofd"):
        todo = "请把扫描分辨率调到 300 DPI 以内、选灰度，或拆成几份上传。"
    else:
        todo = "请压缩文档里的图片后另存，或拆成几份上传。"
    name, size_text, limit_text = true.name if true else "文件", f"{size / media.MEGABYTE:.1f}", limit // media.MEGABYTE
    return (_reason("file_too_large", f"这份{name}有 {size_text} MB，超过 {limit_text} MB 的上限。", todo),)


def _lies(true: Medium, name: str, declared_type: str) -> list[Reason]:
    extension, plain = _extension_of(name), _plain_type(declared_type)
    named = media.BY_EXTENSION.get(extension) or media.UNWELCOME_BY_EXTENSION.get(extension)
    typed = media.BY_MEDIA_TYPE.get(plain) or media.UNWELCOME_BY_MEDIA_TYPE.get(plain)
    todo = f"请确认没有选错文件；确实是这份的，请把扩展名改为 .{true.extension} 后重新上传。"
    if named is not None and named is not true:
        return [
            _reason(
                "file_type_lies", f"文件名后缀是“.{extension}”（{named.name}），内容却是{true.name}，两者不符。", todo
            )
        ]
    if plain not in _VAGUE and typed is not true:
        said = typed.name if typed else plain
        return [_reason("file_type_lies", f"上传时声明的类型是{said}，内容却是{true.name}，两者不符。", todo)]
    return []


def _unusable(true: Unwelcome | None, claimed: Medium | Unwelcome | None) -> Reason:
    if isinstance(claimed, Medium):
        found = true.name if true else "无法识别的数据（可能已损坏）"
        todo = true.todo if true else "请核对文件能否正常打开，重新扫描或拍照后再上传。"
        return _reason("file_type_lies", f"文件自称是{claimed.name}，内容却是{found}，两者不符，不能接收。", todo)
    unwelcome = true or claimed
    if unwelcome is not None:
        return _reason("file_kind", f"{unwelcome.name}不能作为材料接收。", unwelcome.todo)
    return _reason("file_kind", "不认识这种文件，不能接收。", f"可上传：{media.ACCEPTED_TEXT}。")


def _reason(code: str, message: str, todo: str) -> Reason:
    return Reason(code, message, field="file", rule=_RULE, kept=_KEPT, todo=todo)
