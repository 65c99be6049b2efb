"""Building the search index from published specs: every text with its pinyin, and the officers' synonyms where they apply.

pypinyin is used here only; the matching itself (`rules.search`) is pure. Transcriptions are remembered, so that a rebuild after one
publication transcribes one matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pypinyin import lazy_pinyin, pinyin
from pypinyin.constants import Style

from yichuang.catalog.rules.search import Entry, Line, SearchIndex
from yichuang.catalog.rules.search_text import normalise
from yichuang.catalog.rules.spec import MatterSpec

# Characters whose readings people mix up in names of matters; the phrase dictionary chooses one, the others are indexed beside it.
HETERONYMS = "行长重朝藏调传差乘盛单称曾参车都更还会监降校解卡率模弄强切圈塞省食属说弹提挑系相兴宿要应占着中转作"
MOST_READINGS = 3
Synonyms = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Searchable:
    """What of a matter can be searched: key, name, codes, other texts by field, and how often it is asked for (0 to 1)."""

    key: str
    name: str
    codes: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    prior: float = 0.0
    department: str = ""
    mark: str = ""


def searchable(spec: MatterSpec) -> Searchable:
    """Return the searchable texts of a published spec."""
    codes = (spec.codes.basic, spec.codes.implementation, spec.codes.legacy, spec.key)
    names = {spec.main_item, spec.sub_item, spec.handling_item, spec.board} - {"", spec.name}
    situations = tuple(dict.fromkeys([*sorted(names), *(path for _, path in spec.leaves)]))
    questions = tuple(
        dict.fromkeys(
            text
            for question in spec.questions
            for text in (question.text, *(option.text for option in question.options))
        )
    )
    prior = max(0.0, 1.0 - spec.volume.rank / 400) if spec.volume.rank else 0.0
    return Searchable(spec.key, spec.name, codes, situations, questions, prior)


def build_index(matters: Iterable[Searchable], synonyms: Synonyms) -> SearchIndex:
    """Return the index of the matters; `synonyms` pairs everyday words with the official word (or key) they stand for."""
    found = list(matters)
    entries = [
        Entry(matter.key, matter.name, matter.codes, matter.prior, matter.department, matter.mark) for matter in found
    ]
    lines = [line for document, matter in enumerate(found) for line in _lines(document, matter, synonyms)]
    return SearchIndex(entries, lines, _syllable_table())


def _lines(document: int, matter: Searchable, synonyms: Synonyms) -> Iterator[Line]:
    yield _line(document, "name", matter.name)
    for text in matter.situations:
        yield _line(document, "situation", text)
    for text in matter.questions:
        yield _line(document, "question", text)
    whole = "\n".join((matter.name, *matter.situations, *matter.questions))
    for word, official in synonyms:
        if official == matter.key or official in matter.name:
            yield _line(document, "synonym", word)
        elif official in whole:
            yield _line(document, "question", word)


def _line(document: int, field: str, text: str) -> Line:
    plain = normalise(text)
    syllables = _transcribe(plain)
    return Line(
        document, field, plain, syllables, _other_readings(plain, syllables) if field in ("name", "synonym") else ()
    )


@lru_cache(maxsize=200_000)
def _transcribe(text: str) -> tuple[str, ...]:
    """Return one toneless syllable for each character (letters and digits stand for themselves)."""
    return tuple(syllable for syllable in lazy_pinyin(text, errors=_apart) if syllable)


def sounds_of(text: str) -> tuple[str, str]:
    """Return a text in pinyin without tones, and its initials: `jumin…` and `jmsfz`."""
    syllables = _transcribe(normalise(text))
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def _apart(unknown: str) -> Any:
    return list(unknown)


def _other_readings(text: str, syllables: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    readings: list[tuple[str, ...]] = []
    for position, character in enumerate(text):
        if character in HETERONYMS and position < len(syllables):
            for other in _readings_of(character):
                if other != syllables[position] and len(readings) < MOST_READINGS:
                    readings.append((*syllables[:position], other, *syllables[position + 1 :]))
    return tuple(readings)


@lru_cache(maxsize=1024)
def _readings_of(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))


@lru_cache(maxsize=1)
def _syllable_table() -> dict[str, str]:
    """Return one syllable for each common character, so that a homophone typed by mistake still sounds right."""
    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    return {character: found[0] for character in characters if (found := lazy_pinyin(character))}
