"""Fields read from a certificate, and how single values are freed from reading errors: numbers, codes, dates."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from yichuang.files.rules.layout import Frame, Value

OK, FAILED = "ok", "failed"
LONG_TERM = "长期"

Check = Callable[[str], bool]

_DIGITS = str.maketrans("OoQDIl|LZzSsBbGq", "0000111122558869")
# Letters that GB 32100 does not use, and what was printed instead; applied only where a code is looked for.
_CODE = str.maketrans("OIZSV", "01" + "25" + "Y")
_DATE = r"(\d{4})[^\d]{1,3}(\d{1,2})[^\d]{1,3}(\d{1,2})"
_COMPACT = r"(\d{4})(\d{2})(\d{2})"


@dataclass(frozen=True)
class FieldReading:
    """One field: value, the engine's confidence 0…1, its frame on the picture, and whether a cross-check held.

    `check` is `ok` or `failed` where the value can be checked against itself or another field, else None. A failed
    value is shown to a
    person and never filled in silently.
    """

    value: str
    confidence: float
    box: Frame
    check: str | None = None


@dataclass(frozen=True)
class Reading:
    """What was read from one picture; `document_kind` is id_card_front, id_card_back, id_card, business_licence or
    unknown."""

    document_kind: str
    fields: dict[str, FieldReading] = field(default_factory=dict)

    @property
    def usable(self) -> dict[str, FieldReading]:
        """Return the fields whose check did not fail."""
        return {name: found for name, found in self.fields.items() if found.check != FAILED}

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain JSON values."""
        return {name: asdict(found) | {"box": list(found.box)} for name, found in self.fields.items()}


def taken(value: Value, text: str, check: str | None = None) -> FieldReading:
    """Return a field with `text` made from `value`, keeping where it stood and how sure the engine was."""
    return FieldReading(text, value.confidence, value.box, check)


def verdict(holds: bool) -> str:
    """Return the word for a cross-check's outcome."""
    return OK if holds else FAILED


def id_number_in(text: str, check: Check) -> tuple[str, str] | None:
    """Find an 18-character identity number in text; return it with `ok` or `failed`, preferring one whose check digit
    holds."""
    run = re.sub(r"[^0-9A-Za-z|×]", "", text).replace("×", "X")
    candidates = []
    for start in range(len(run) - 17):
        body, last = run[start : start + 17].translate(_DIGITS), run[start + 17].upper()
        last = last if last == "X" else last.translate(_DIGITS)
        if body.isdigit() and (last.isdigit() or last == "X"):
            candidates.append(body + last)
    for candidate in candidates:
        if check(candidate):
            return candidate, OK
    return (candidates[0], FAILED) if candidates else None


def uscc_in(text: str, check: Check) -> tuple[str, str] | None:
    """Find an 18-character unified social credit code in text; return it with `ok` or `failed`."""
    run = re.sub(r"[^0-9A-Za-z]", "", text).upper().translate(_CODE)
    candidates = [run[start : start + 18] for start in range(len(run) - 17)]
    likely = [candidate for candidate in candidates if re.match(r"[0-9A-Y][0-9A-HJ-NP-RTUWXY]\d{6}", candidate)]
    for candidate in likely:
        if check(candidate):
            return candidate, OK
    return (likely[0], FAILED) if likely else None


def dates_in(text: str) -> list[date]:
    """Return the dates in text in order: 1995年3月7日, 2015.03.09, 20150309, with letters read for digits put right."""
    numeric = text.translate(_DIGITS)
    found = [_date(*hit.groups()) for hit in re.finditer(f"{_DATE}", numeric)]
    if not any(found):
        found = [_date(*hit.groups()) for hit in re.finditer(_COMPACT, re.sub(r"[.,。·:]", "", numeric))]
    return [day for day in found if day]


def is_long_term(text: str) -> bool:
    """Tell whether a period is open-ended (长期, with its usual misreadings)."""
    return re.search(r"长[期斯朝欺]|永久|无固定期限", text) is not None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
