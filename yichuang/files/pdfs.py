"""PDF files are kept as they are (signatures must survive), after a look inside: no scripts, no program starts; pages
counted.

A scanned PDF carries one JPEG per page; the first of them can be taken out for reading a certificate without a
renderer.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from yichuang.foundations.problems import Reason, Refused

MAX_OBJECTS = 60_000
_ACTIVE = {
    "/JavaScript": "脚本",
    "/JS": "脚本",
    "/Launch": "启动程序的动作",
    "/RichMedia": "多媒体插件",
    "/XFA": "动态表单",
}
_KEPT = "已受理和已上传的其他材料都保留，这份 PDF 没有保存。"
_FLAT = "请用“打印—另存为 PDF”重新生成一份，或扫描纸质件后再上传。"
_BROKEN = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    NotImplementedError,
)


@dataclass(frozen=True)
class PdfFacts:
    """What a look inside found: the number of pages, and the JPEG of the first scanned page when there is one."""

    pages: int
    scan: bytes | None = None


def inspect(data: bytes) -> PdfFacts:
    """Check a PDF and count its pages.

    :raises Refused: 422 when it is locked by a password, damaged, or carries scripts, program starts, plug-ins or a
    dynamic form.
    """
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            raise _refusal("pdf_locked", "PDF 设有打开密码或权限密码，无法查验。", "请去掉密码后另存再上传。")
        found, scan = _walk(reader)
        pages = int(reader.root["/Pages"]["/Count"])
    except Refused:
        raise
    except _BROKEN as error:
        raise _refusal("pdf_broken", "PDF 打不开，可能没有传完整或已损坏。", _FLAT) from error
    if found:
        raise _refusal("pdf_active", f"PDF 里含有{'、'.join(sorted(found))}，为安全起见不能接收。", _FLAT)
    if pages < 1:
        raise _refusal("pdf_empty", "PDF 里一页也没有。", _FLAT)
    return PdfFacts(pages, scan)


def _walk(reader: PdfFileReader) -> tuple[set[str], bytes | None]:
    found: set[str] = set()
    scan: bytes | None = None
    for item in _objects(reader):
        if not isinstance(item, generic.DictionaryObject):
            continue
        found |= {_ACTIVE[key] for key in item if key in _ACTIVE}
        if str(item.get("/S", "")) in _ACTIVE or str(item.get("/Subtype", "")) in _ACTIVE:
            found.add(
                _ACTIVE[str(item.get("/S", ""))]
                if str(item.get("/S", "")) in _ACTIVE
                else _ACTIVE[str(item["/Subtype"])]
            )
        if scan is None and isinstance(item, generic.StreamObject):
            scan = _jpeg_of(item)
    return found, scan


def _objects(reader: PdfFileReader) -> Iterator[generic.PdfObject]:
    """Yield every object that can be reached from the document's root, in the order of the page tree, each reference
    once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[generic.PdfObject] = [reader.root]
    count = 0
    while waiting:
        item = waiting.pop()
        if isinstance(item, generic.IndirectObject):
            if (item.idnum, item.generation) in seen:
                continue
            seen.add((item.idnum, item.generation))
            item = item.get_object()
        count += 1
        if count > MAX_OBJECTS * 20 or len(seen) > MAX_OBJECTS:
            raise _refusal("pdf_complex", "PDF 的内部结构过于复杂，无法查验。", _FLAT)
        yield item
        if isinstance(item, generic.DictionaryObject):
            waiting.extend(reversed([item.raw_get(key) for key in item if key != "/Parent"]))
        elif isinstance(item, generic.ArrayObject):
            waiting.extend(reversed([item.raw_get(index) for index in range(len(item))]))


def _jpeg_of(stream: generic.StreamObject) -> bytes | None:
    if stream.get("/Subtype") != "/Image":
        return None
    kind = stream.get("/Filter")
    filters = [str(name) for name in kind] if isinstance(kind, generic.ArrayObject) else [str(kind)]
    wide = int(stream.get("/Width", 0)) >= 400
    return bytes(stream.encoded_data) if filters == ["/DCTDecode"] and wide else None


def _refusal(code: str, message: str, todo: str) -> Refused:
    reason = Reason(code, message, field="file", rule="统一文件存储中心：上传查验", kept=_KEPT, todo=todo)
    return Refused(reason, status=422, title="PDF 不能接收")
