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
from django.utils.translation import get_language, gettext, override, pgettext
from django.utils.translation.trans_real import translation

from yichuang.foundations.plurals import counted

HAN = re.compile("[\u3400-\u9fff]")
# What gettext puts between a context and its text.
CONTEXT_END = "\x04"
SOURCE = "zh-hans"
# The attributes of HTML that a person reads or hears; what stands in others is for programs.
READ_ATTRIBUTES = frozenset(
    {"title", "aria-label", "aria-description", "placeholder", "alt", "label", "data-label", "data-scan", "data-text"}
)
FIELD = re.compile(r"\{([A-Za-z_]\w*)\}", re.ASCII)
# In a translation a value may be asked for as an act or event is called there: `{name:act}`.
ASKED = re.compile(r"\{([A-Za-z_]\w*)(?::(\w+))?\}", re.ASCII)
# From the coarsest to the finest: sentences, parts of a line, a change, conditions, a label and its value, items of a list, what is
# added in brackets.
CUTS = tuple(
    re.compile(cut)
    for cut in (
        "(?<=[。！？；\n])(?!或)",
        "( · |｜| › | / )",
        "( → )",
        "(；或者|；或|或者|，且|(?<!小)时，)",
        "(：)",
        "(、)",
        "(，)",
        "([（）])",
        "([《》])",
        "([“”])",
        "(/)",
        "( )",
        "(或|和|及)",
    )
)
# Half a clause in another language is worse than none: here every piece must have its translation.
WHOLE = frozenset(cut for cut in CUTS if cut.pattern in ("(、)", "(，)", "(/)", "( )", "(或|和|及)"))
JOINTS = {
    "；或者": "; or ",
    "；或": "; or ",
    "或者": " or ",
    "，且": ", and ",
    "或": " or ",
    "和": " and ",
    "及": " and ",
    "时，": ": ",
}
# A value: brackets in it close in it.
BALANCED = "(?:（(?:[^（）]|（[^（）]*）)*）|[^（）])"
# What stands in quotation marks, with pairs of them inside.
QUOTED = "(?:[^“”]|“[^“”]*”)*?"
# No sentence of the house is longer; a person's long remark must not keep a pattern busy.
LONGEST, LONGEST_TEXT, MOST_PIECES = 240, 2_000, 40
# A label with its number, and what it is: "第 {number} 步：{name}".
LABELLED = re.compile(
    "[\u3400-\u9fff]{2,} ?(?:\\{\\w+\\} ?[\u3400-\u9fff]*)?：\\{|第 ?\\{\\w+\\} ?[\u3400-\u9fff]+：\\{"
)
# What only a number stands before.
COUNTED = re.compile(r"\{\w+\} ?(?:个工作日|工作日|日|天|个月|小时|分钟|秒|年)")
# What a pattern holds on to.
HOLDS = re.compile("[“”《》？\u3400-\u9fff]")
MARKED = re.compile("[：、，。；（）！？\u3400-\u9fff]")
REMARK = re.compile(r"(.+?)（((?:[^（）]|（[^（）]*）)*)）", re.DOTALL)
OPENING, CLOSING = "（(“", "）)”"
DAY = re.compile(r"(?:(?<!\d)(\d{4}) ?年 ?)?(?<!\d)(\d{1,2}) ?月(?: ?(\d{1,2}) ?日|(?! ?[\d份\u3400-\u9fff]))")
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
        "）": ") ",
        "！": "! ",
        "？": "? ",
        "《": " “",
        "》": "”",
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
    if not code or not MARKED.search(text):
        return text
    said = _said(code, str(text))
    return said[:1].upper() + said[1:] if text.endswith("。") else said


def say(text: str) -> str:
    """Return a plain text in the reader's language."""
    return str(speak(text))


def say_as(context: str, text: str) -> str:
    """Return a text as it is said in a place where it means something of its own (`phrases.CONTEXTS`); without such a meaning, as it is."""
    if not other_language() or not text:
        return text
    found = [pgettext(context, piece) for piece in text.split("、")]
    return ", ".join(map(say, found)) if "、".join(found) != text else text


def say_in(code: str, text: str) -> str:
    """Return a text in another language than the page's, nothing where no catalogue has it: a name under the Chinese one."""
    with override(code):
        said = say(text)
    return "" if said == text or HAN.search(said) else said


def punctuated(text: str) -> str:
    """Return text with Latin marks for Chinese ones, for what stands between two translated pieces."""
    return JOINTS.get(text) or re.sub(r"\) (?=[\s,.;:!?)”])", ")", text.translate(MARKS))


@lru_cache(maxsize=20_000)
def _said(code: str, text: str, depth: int = 0) -> str:
    if (known := _looked_up(text.strip())) is not None:
        return known
    core = DAY.sub(_day, text.strip())
    if not HAN.search(core):
        return punctuated(core).strip()
    whole = _looked_up(core) or _by_pattern(code, core, depth)
    if whole is None and depth < 5:
        whole = _but_for_its_end(code, core, depth) or _with_remark(code, core, depth) or _in_pieces(code, core, depth)
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
    if found != text:
        return counted(found)
    sentence = counted(gettext(f"{text}。"))
    return sentence.rstrip(".") if sentence != f"{text}。" else None


def _by_pattern(code: str, text: str, depth: int) -> str | None:
    if len(text) > LONGEST:
        return None
    best: tuple[int, str] | None = None
    for pattern in _candidates(code, text):
        if best is not None and pattern.weight <= best[0]:
            continue
        if matched := pattern.looks.fullmatch(text):
            best = (pattern.weight, _filled(code, pattern.says, matched.groupdict(), depth))
    return best and best[1]


def _filled(code: str, says: str, values: dict[str, str], depth: int) -> str:
    spoken = {
        name: _said(code, value, depth + 1) if HAN.search(value) and depth < 5 else punctuated(value).strip()
        for name, value in values.items()
    }

    def one(field: re.Match[str]) -> str:
        value, said = values.get(field[1], "").strip(), spoken.get(field[1], "")
        if field[2] and (special := say_as(field[2], value)) != value:
            said = special
        return within(code, said) if value != said and re.search("[a-z,] $", says[: field.start()]) else said

    # A value that is empty this time leaves no gap.
    return re.sub(r"(?<=\S)  +(?=\S)", " ", counted(ASKED.sub(one, says)))


def within(code: str, said: str) -> str:
    """Return what is said as it stands in the middle of a sentence: without its capital, unless its first word is a name."""
    first = re.match("[A-Z][a-z]+(?= [^A-Z]|[,.;:)]|$)", said)
    return said if first is None or first[0] in _names(code) else said[0].lower() + said[1:]


@lru_cache(maxsize=4)
def _names(code: str) -> frozenset[str]:
    """Return the words that a catalogue writes with a capital in the middle of a sentence."""
    return frozenset(word for _, said in _catalogue(code) for word in re.findall("(?<=[a-z,] )[A-Z][a-z]+", said))


def _but_for_its_end(code: str, text: str, depth: int) -> str | None:
    """Say a piece that ends in a mark and is known without it."""
    core, mark = text[:-1], text[-1]
    if mark not in "。；！？：，" or not core or re.search("[。！？；\n]", core):
        return None
    said = _said(code, core, depth + 1)
    return None if HAN.search(said) else said + punctuated(mark).strip()


def _with_remark(code: str, text: str, depth: int) -> str | None:
    """Say a piece that is known without the brackets it ends in."""
    found = REMARK.fullmatch(text)
    said = _said(code, found[1], depth + 1) if found else ""
    return None if found is None or HAN.search(said) else f"{said} ({within(code, _said(code, found[2], depth + 1))})"


def _in_pieces(code: str, text: str, depth: int) -> str | None:
    if len(text) > LONGEST_TEXT:
        return None
    for cut in CUTS:
        pieces = _grouped([piece for piece in _cut(cut, text) if piece])
        if len(pieces) < 2:
            continue
        said = [_piece(code, place and pieces[place - 1], piece, depth) for place, piece in enumerate(pieces)]
        turned = [old != new for old, new in zip(pieces, said, strict=True) if HAN.search(old)]
        if any(turned) and (cut not in WHOLE or (all(turned) and not HAN.search("".join(said)))):
            return _joined(said)
    return None


def _grouped(pieces: list[str]) -> list[str]:
    """Return pieces with those in one that a catalogue has together: a sentence of two halves is said as one."""
    if len(pieces) > MOST_PIECES:
        return pieces
    grouped, start = [], 0
    while start < len(pieces):
        ends = (end for end in range(len(pieces), start + 1, -1) if _known("".join(pieces[start:end])))
        end = next(ends, start + 1)
        grouped.append("".join(pieces[start:end]))
        start = end
    return grouped


def _known(text: str) -> bool:
    return bool(_looked_up(text) or (text[-1] in "。！？；" and _looked_up(text[:-1])))


def _piece(code: str, before: str | int, piece: str, depth: int) -> str:
    """Say a piece as it stands after another one."""
    if piece in JOINTS or not HAN.search(piece):
        return punctuated(piece)
    if before in JOINTS or before == "（" or (isinstance(before, str) and before.endswith("；")):
        return within(code, _said(code, piece, depth + 1))
    added = _said(code, f"，{piece}", depth + 1) if before == "，" else ""
    return added.removeprefix(", ") if added and not HAN.search(added) else _said(code, piece, depth + 1)


def _joined(pieces: list[str]) -> str:
    text = re.sub(r"(?<=[.;!?])(?=[A-Z\u3400-\u9fff])|(?<=;)(?=\w)", " ", "".join(pieces))
    return re.sub(r" +(?=[ ,.;:!?)])", "", text.replace("?: ", "? ")).strip()


def _cut(cut: re.Pattern[str], text: str) -> list[str]:
    """Return the pieces of a text and what is between them; what stands in brackets or quotes is not cut."""
    if len(cut.split(text)) < 2:
        return [text]
    depth, inside = 0, set()
    for place, char in enumerate(text):
        depth -= char in CLOSING
        if depth > 0:
            inside.add(place)
        depth += char in OPENING
    if depth:
        return cut.split(text)
    pieces: list[str] = []
    done = 0
    for found in cut.finditer(text):
        if pieces and found[0] == "：":
            break
        if found.start() not in inside and (found.end() > found.start() or found.start() < len(text)):
            pieces += [text[done : found.start()], found[0]]
            done = found.end()
    return [*pieces, text[done:]]


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
    # With hardly a word to hold on to, a value must be a number or a code: "{n} 件" is no pattern for every sentence ending so.
    plain = "[^\u3400-\u9fff]+"
    # A value may be empty: what is added to a sentence only sometimes is a value of it as well.
    hold = sum(len(HOLDS.findall(part)) for part in fixed) + bool(LABELLED.match(msgid))
    value = f"{BALANCED}*?" if hold > 2 and not COUNTED.fullmatch(msgid) else f"{plain}?"
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
            # Of two values that stand together, the first is a number or a day.
            together = place + 2 < len(parts) and not parts[place + 1]
            # What comes first in a pattern does not reach back over what was said before.
            opens = value.replace("[^（）])*", "[^（）。；：])*") if place == 1 and not parts[0] else value
            quoted = parts[place - 1].endswith("“") and parts[place + 1].startswith("”")
            looks += f"(?P<{part}>{plain if together else QUOTED if quoted else opens})"
            if together:  # and no number is divided between the two
                looks += "(?![0-9A-Za-z ])"
    longest = max((part for part in fixed if HAN.search(part)), key=len).lstrip()
    return longest[:2], Pattern(re.compile(looks, re.DOTALL), said, sum(map(len, fixed)))


def _catalogue(code: str) -> Iterator[tuple[str, str]]:
    for msgid, said in translation(code)._catalog.items():  # type: ignore[attr-defined]
        if isinstance(msgid, str) and isinstance(said, str) and CONTEXT_END not in msgid:
            yield msgid, said


def forget() -> None:
    """Forget what was said, after a catalogue has changed (tests, tools)."""
    caches: tuple[Callable[[], None], ...] = (_said.cache_clear, _patterns.cache_clear, _names.cache_clear)
    for clear in caches:
        clear()
