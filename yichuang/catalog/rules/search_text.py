"""How texts are made comparable: one spelling of width and case, sounds folded where people mix them up, pinyin cut into syllables."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_SEPARATORS = re.compile(r"[\s　、，。；：？！“”‘’（）《》〈〉【】〔〕·—…,.;:?!\"'()\[\]<>/\\|_+*=~`@#$%^&-]+")
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9]+")
# Sounds that typists and dialects mix up; both sides of every comparison are folded.
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
LONGEST_QUERY = 60

_INITIALS = (*"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh")
_FINALS = (
    *("a", "o", "e", "i", "u", "v", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "er", "ia", "ie", "iao"),
    *("iu", "ian", "in", "iang", "ing", "iong", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue", "ve", "van", "vn"),
)


def normalise(text: str) -> str:
    """Return a text in one width and case, without spaces and punctuation."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> list[str]:
    """Return the runs of Latin letters and digits, and of everything else, in order."""
    return _RUNS.findall(text)


def fold(pinyin: str) -> str:
    """Return pinyin with zh/z, ch/c, sh/s and -ng/-n made equal."""
    for sound, folded in _FOLDS:
        pinyin = pinyin.replace(sound, folded)
    return pinyin


SYLLABLES = frozenset({fold(start + end) for start in ["", *_INITIALS] for end in _FINALS} - {"i", "u", "v"})
_LONGEST_SYLLABLE = max(map(len, SYLLABLES))


@lru_cache(maxsize=4096)
def cut(pinyin: str) -> tuple[str, ...]:
    """Cut folded pinyin into syllables, skipping as few letters as possible, then using as few syllables as possible."""
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    for end in range(1, len(pinyin) + 1):
        skipped, count, before = best[end - 1]
        options = [(skipped + 1, count, before)]
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            syllable = pinyin[start:end]
            if syllable in SYLLABLES:
                skipped, count, before = best[start]
                options.append((skipped, count + 1, (*before, syllable)))
        best.append(min(options, key=lambda option: option[:2]))
    return best[-1][2]


def near_pairs(items: tuple[str, ...] | str) -> list[tuple[str, str]]:
    """Return the ordered pairs of items next to each other or with one between: they survive one wrong, lost or added item."""
    near = list(pairwise(items))
    return near + list(zip(items, items[2:], strict=False))
