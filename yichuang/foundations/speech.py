"""The reader's language: what the house says in Chinese, said in English where a page is made (interface.md).

A text made in Python is a record first: it is stored, hashed, sent to departments and printed, so it is Chinese whoever acts. A page
in another language looks it up at the last moment: whole (a label), by its pattern (a text with numbers or names in it), or sentence
by sentence. What no catalogue knows, the names of matters, places and people above all, stays as it is.
docs/decisions/two-languages.md says why this is not a call around every literal.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeData
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import translation

HAN = re.compile("[\u3400-\u9fff]")
SOURCE = "zh-hans"
# The attributes of HTML that a person reads or hears; what stands in others is for programs.
READ_ATTRIBUTES = frozenset(
    {"title", "aria-label", "aria-description", "placeholder", "alt", "label", "data-label", "data-scan", "data-text"}
)
FIELD = re.compile(r"\{([A-Za-z_]\w*)\}", re.ASCII)
# From the coarsest to the finest: sentences, parts of a line, a label and its value, items of a list, what is added in brackets.
CUTS = tuple(
    re.compile(cut)
    for cut in (
        "(；或者)", "(?<=[。！？；\n])", "( · |｜| › | / )", "(，且)", "(时，)", "(：)", "(、)", "([（）])", "(/)", "(，)", "(或)",
        "(“[^“”]*”)",
    )
)  # fmt: skip
# Half a clause in another language is worse than none: here every piece must have its translation.
WHOLE = {cut for cut in CUTS if cut.pattern in ("(、)", "(/)", "(，)", "(或)", "(“[^“”]*”)")}
# What joins the parts of a condition (`catalog/rules/conditions.py`).
JOINTS = {"；或者": "; or ", "，且": ", and ", "或": " or ", "时，": ": "}
# What a place for a value takes: what stands in quotation marks (with pairs of them inside), whatever is there, no Chinese.
QUOTED, ANYTHING, CODE = "(?:[^“”]|“[^“”]*”)*?", ".*?", "[^\u3400-\u9fff]+?"
LAST_MARK = re.compile("[。！？；]$")
DAY = re.compile(r"(?:(?<!\d)(\d{4}) ?年 ?)?(?<!\d)(\d{1,2}) ?月(?: ?(\d{1,2}) ?日)?(?![份\u3400-\u9fff])")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MARKS = str.maketrans(
    {
        "：": ": ",
        "、": ", ",
        "，": ", ",
        "。": ". ",
        "；": "; ",
        "（": " (",
        "）": ")",
        "！": "! ",
        "？": "? ",
        "“": "“",
        "”": "”",
    }
)


class Pattern(NamedTuple):
    """A text with places for values: what it looks like in Chinese, what it says in the other language."""

    looks: re.Pattern[str]
    says: str
    weight: int


def other_language() -> str:
    """Return the code of the reader's language when it is not Chinese, else nothing."""
    code = get_language() or SOURCE
    return "" if code == SOURCE else code


def speak(text: object) -> object:
    """Return a text of the house in the reader's language; anything that is no plain text, and what nobody translated, as it is."""
    if not isinstance(text, str) or isinstance(text, SafeData):
        return text
    code = other_language()
    return _said(code, str(text)) if code and HAN.search(text) else text


def say(text: str) -> str:
    """Return a plain text in the reader's language."""
    return str(speak(text))


def punctuated(text: str) -> str:
    """Return text with Latin marks for Chinese ones, for what stands between two translated pieces."""
    return text.translate(MARKS)


@lru_cache(maxsize=20_000)
def _said(code: str, text: str, depth: int = 0) -> str:
    core = DAY.sub(_day, text.strip())
    if not HAN.search(core):
        return core
    whole = _looked_up(core) or _by_pattern(code, core, depth)
    if whole is None and depth < 4:
        whole = _in_pieces(code, core, depth)
    return core if whole is None else whole


def _day(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return (
        " ".join(part for part in (day and str(int(day)), MONTHS[int(month) - 1], year) if part)
        if 1 <= int(month) <= 12
        else found[0]
    )


def _looked_up(text: str) -> str | None:
    found = gettext(text)
    return found if found != text else None


def _by_pattern(code: str, text: str, depth: int) -> str | None:
    best: tuple[int, str] | None = None
    for pattern in _candidates(code, text):
        if best is not None and pattern.weight <= best[0]:
            continue
        # What a sentence begins with is a thing, not another sentence.
        if (matched := pattern.looks.fullmatch(text)) and not any(
            matched.start(name) == 0 and re.search("[。；]", value) for name, value in matched.groupdict().items()
        ):
            values = {
                name: _said(code, value, depth + 1) if HAN.search(value) and depth < 4 else value
                for name, value in matched.groupdict().items()
            }
            best = (pattern.weight, FIELD.sub(lambda field, values=values: values.get(field[1], ""), pattern.says))  # type: ignore[misc]
    return best and best[1]


def _in_pieces(code: str, text: str, depth: int) -> str | None:
    for cut in CUTS:
        pieces = _grouped([piece for piece in cut.split(text) if piece])
        if len(pieces) < 2:
            continue
        said = [_piece(code, piece, depth + 1) for piece in pieces]
        turned = [old != new for old, new in zip(pieces, said, strict=True) if HAN.search(old) and old not in JOINTS]
        if any(turned) and (cut not in WHOLE or (all(turned) and not HAN.search("".join(said)))):
            joined = re.sub(r"(?<=[.;!?])(?=[A-Z])|(?<=[a-z])(?=“)|(?<=”)(?=[A-Za-z“])", " ", "".join(said)).strip()
            # A question and its answer: “Have you moved: Yes”.
            return joined.replace("?: ", ": ")
    return None


def _grouped(pieces: list[str]) -> list[str]:
    """Return pieces with those in one that a catalogue has together: a sentence of two halves is said as one."""
    grouped, start = [], 0
    while start < len(pieces):
        ends = (end for end in range(len(pieces), start + 1, -1) if _known("".join(pieces[start:end])))
        end = next(ends, start + 1)
        grouped.append("".join(pieces[start:end]))
        start = end
    return grouped


def _known(text: str) -> bool:
    return bool(_looked_up(text) or (LAST_MARK.search(text) and _looked_up(text[:-1])))


def _piece(code: str, piece: str, depth: int) -> str:
    """Return a piece in the other language, also where only the text without the mark behind it is known."""
    if piece in JOINTS:
        return JOINTS[piece]
    if not HAN.search(piece):
        return punctuated(piece)
    if piece[0] == "“" and piece.find("”") == len(piece) - 1:
        return f"“{_said(code, piece[1:-1], depth)}”"
    said = _said(code, piece, depth)
    if said == piece and LAST_MARK.search(piece):
        plain = _said(code, piece[:-1], depth)
        return piece if plain == piece[:-1] else plain + punctuated(piece[-1])
    return said


def _candidates(code: str, text: str) -> Iterator[Pattern]:
    index = _patterns(code)
    for start in range(len(text)):
        yield from index.get(text[start : start + 2], ())
        yield from index.get(text[start], ())


@lru_cache(maxsize=4)
def _patterns(code: str) -> dict[str, list[Pattern]]:
    """Return the patterns of a catalogue under the first two characters of their longest fixed part."""
    index: dict[str, list[Pattern]] = {}
    for msgid, said in _catalogue(code):
        if FIELD.search(msgid) and HAN.search(msgid) and said:
            key, pattern = _pattern(msgid, said)
            index.setdefault(key, []).append(pattern)
    return index


def _pattern(msgid: str, said: str) -> tuple[str, Pattern]:
    fixed = FIELD.split(msgid)[::2]
    # With hardly a word to hold on to, a value must be a number or a code: "{n} 件" is no pattern for every sentence ending so; quotation
    # marks hold on too. A value may be empty: what is added to a sentence only sometimes is a value of it as well.
    held = "“" in msgid or sum(len(HAN.findall(part)) for part in fixed) > 2
    seen: set[str] = set()
    looks = ""
    parts = FIELD.split(msgid)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            looks += re.escape(part)
        elif part in seen:
            looks += f"(?P={part})"
        else:
            seen.add(part)
            quoted = parts[place - 1].endswith("“") and parts[place + 1].startswith("”")
            looks += f"(?P<{part}>{QUOTED if quoted else ANYTHING if held else CODE})"
    longest = max((part for part in fixed if HAN.search(part)), key=len).lstrip()
    return longest[:2], Pattern(re.compile(looks, re.DOTALL), said, sum(map(len, fixed)))


def _catalogue(code: str) -> Iterator[tuple[str, str]]:
    for msgid, said in translation(code)._catalog.items():  # type: ignore[attr-defined]
        if isinstance(msgid, str) and isinstance(said, str):
            yield msgid, said


def forget() -> None:
    """Forget what was said, after a catalogue has changed (tests, tools)."""
    caches: tuple[Callable[[], None], ...] = (_said.cache_clear, _patterns.cache_clear)
    for clear in caches:
        clear()
