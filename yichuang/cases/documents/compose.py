"""From a document's data to its unsigned PDF: dates in Chinese, statutes cited, seal and QR code drawn, then the kind's own template."""

import base64
import io
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic import BaseModel

from yichuang.cases.documents import citations, wording
from yichuang.cases.documents.data import DocumentData, missing_fields
from yichuang.cases.rules.document_kinds import KINDS, is_licence
from yichuang.foundations.paper.glyphs import missing_glyphs, with_marks
from yichuang.foundations.paper.qr import qr_svg
from yichuang.foundations.paper.render import read_back, render
from yichuang.foundations.paper.seal import seal_svg
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.foundations.rules.identifiers import check_case_number, format_case_number

TEMPLATES = Path(__file__).parent / "templates"
SIGNATURE_PIXELS = (900, 400)
SCAN_PIXELS = (1240, 1754)


class IncompleteDocument(Exception):
    """Raised when a document lacks what its kind must say, such as remedies on a refusal; `fields` names it."""

    def __init__(self, kind: str, fields: list[str]) -> None:
        super().__init__(f"{KINDS[kind].title} lacks {', '.join(fields)}")
        self.fields = fields


def compose(kind: str, data: DocumentData) -> bytes:
    """Return the unsigned PDF of a document; the same data gives the same bytes.

    :raises IncompleteDocument: when a field the kind must state is empty. :raises CannotRender: when typst cannot lay it out.
    A character that no font has is printed as 〓 and named at the foot; ask `unprintable` to tell an officer.
    """
    return render(TEMPLATES, f"{kind}.typ", payload(kind, data))


def words_of(kind: str, data: DocumentData) -> str:
    """Return the running text of a document without its layout."""
    found = read_back(TEMPLATES, f"{kind}.typ", payload(kind, data), "<words>")
    return "\n".join(str(text) for text in found)


def unprintable(data: DocumentData) -> list[str]:
    """Return the characters in a document's data that no font has."""
    return missing_glyphs("".join(_texts(data.model_dump(mode="python", exclude={"signature", "attached"}))))


def payload(kind: str, data: DocumentData) -> dict[str, Any]:
    """Return what the templates read: the data for people, and the pieces that several templates share."""
    lacking = missing_fields(kind, data)
    if lacking:
        raise IncompleteDocument(kind, lacking)
    bare = tuple(one.model_copy(update={"svg": ""}) for one in data.attached)
    shown = _for_people(data.model_copy(update={"signature": b"", "attached": bare}))
    shown["cases"] = [item | {"case_number": _display(item["case_number"])} for item in shown["cases"]]
    pictures = {"pictures": [one.svg for one in data.attached]}
    return {**shown, **_phrases(kind, data), **_pictures(kind, data), **pictures}


def _phrases(kind: str, data: DocumentData) -> dict[str, Any]:
    licence = is_licence(data.matter_type)
    return {
        "title": KINDS[kind].title_for(data.matter_type),
        "licence": licence,
        "year": data.issued_on.year,
        "month": data.issued_on.month,
        "day": data.issued_on.day,
        "you": wording.you(data.applicant_kind),
        "we": wording.we(data.authority_name),
        "basis": with_marks(citations.cite_all(data.legal_basis)),
        "decision_basis": with_marks(citations.cite_or_keep(data.decision_basis)),
        "case_display": _display(data.case_number),
        "limits": wording.limits(data, licence),
        "notice_limit": wording.last_day_and_length(data.notice),
        "extended_limit": wording.last_day_and_length(data.extended_due),
        "deemed_why": with_marks(wording.on_paper(data.deemed_why, licence)),
        "tolerated": any(line.until for line in data.materials),
        "watermark": "练习件" if data.practice else "演示" if data.demo else "",
        "missing": [f"U+{ord(character):04X}" for character in unprintable(data)],
    }


def _pictures(kind: str, data: DocumentData) -> dict[str, str]:
    sealed = KINDS[kind].needs_seal
    return {
        "seal": _seal(data.authority_name, data.seal_text, data.demo or data.practice) if sealed else "",
        "qr": qr_svg(data.verify_url) if data.verify_url else "",
        "signature": signature_svg(data.signature) if data.signature else "",
    }


@lru_cache(maxsize=128)
def _seal(authority: str, text: str, demo: bool) -> str:
    return seal_svg(with_marks(authority), with_marks(text), demo=demo)


def _for_people(value: Any) -> Any:
    """Turn dates into Chinese, statutes aside, and put 〓 for what cannot be printed; numbers and flags stay."""
    if isinstance(value, BaseModel):
        return {name: _for_people(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, list | tuple):
        return [_for_people(item) for item in value]
    if isinstance(value, date):
        return in_chinese(value)
    if isinstance(value, str):
        return with_marks(value)
    return "" if value is None or isinstance(value, bytes) else value


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def _display(number: str) -> str:
    return format_case_number(number) if check_case_number(number).ok else number


def picture_svg(content: bytes) -> str:
    """Wrap a scan for the template: read as an image, made small enough for print (150 dpi on A4), never passed on as it came.

    :raises PIL.UnidentifiedImageError: when it is no image.
    """
    with Image.open(io.BytesIO(content)) as picture:
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture.convert("RGB"))
    flat.thumbnail(SCAN_PIXELS)
    return _embedded(flat, "JPEG", quality=80)


def signature_svg(png: bytes) -> str:
    """Wrap a signature drawn on a tablet for the template: read as an image, made small and grey, never passed on as it came.

    :raises PIL.UnidentifiedImageError: when it is no image.
    """
    with Image.open(io.BytesIO(png)) as picture:
        flat = Image.new("RGBA", picture.size, "white")
        flat.alpha_composite(picture.convert("RGBA"))
    flat.thumbnail(SIGNATURE_PIXELS)
    return _embedded(flat.convert("L"), "PNG", optimize=True)


def _embedded(picture: Image.Image, kind: str, **options: Any) -> str:
    out = io.BytesIO()
    picture.save(out, format=kind, **options)
    width, height = picture.size
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind.lower()};base64,{data}"/></svg>'
    )
