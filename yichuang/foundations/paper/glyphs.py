"""Which characters the fonts of this folder can draw, read from their own character maps (OpenType `cmap`, format 12).

A name with a character that no font has must never lose it in silence: `missing_glyphs` says which, `with_marks` puts the
printer's mark 〓 in its place so that the reader sees that something is missing.
"""

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MARK = "〓"
_FULL_UNICODE = (3, 10)


class UnreadableFont(Exception):
    """Raised when a font file has no full Unicode character map."""


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Return the code points that at least one of the fonts draws in every weight."""
    families: dict[str, set[int]] = {}
    for path in sorted(FONTS.glob("*.ttf")):
        points = code_points(path.read_bytes())
        family = path.stem.split("-")[0]
        families[family] = families[family] & points if family in families else points
    return frozenset().union(*families.values())


def missing_glyphs(text: str) -> list[str]:
    """Return the characters of `text` that no font can draw, each once, in their order; control characters do not count."""
    return [
        character
        for character in dict.fromkeys(text)
        if ord(character) not in covered() and unicodedata.category(character) not in ("Cc", "Cf")
    ]


def with_marks(text: str) -> str:
    """Return `text` with 〓 for every character that cannot be drawn."""
    for character in missing_glyphs(text):
        text = text.replace(character, MARK)
    return text


def code_points(font: bytes) -> set[int]:
    """Return the code points of a TrueType font. :raises UnreadableFont: when it has no full Unicode map."""
    start = _table(font, b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        if (platform, encoding) == _FULL_UNICODE:
            return _groups(font, start + offset)
    raise UnreadableFont("no full Unicode character map")


def _table(font: bytes, name: bytes) -> int:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == name:
            return int(offset)
    raise UnreadableFont(f"no table {name.decode()}")


def _groups(font: bytes, start: int) -> set[int]:
    points: set[int] = set()
    for index in range(struct.unpack_from(">L", font, start + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * index)
        points.update(range(first + (glyph == 0), last + 1))
    return points
