"""Finding a matter by what people type: characters, pinyin, initials, codes, everyday words, with slips of the keyboard.

The index is immutable and in-process: built by `catalog.indexing` when the set of published versions changes, then only read. Exact
stretches are found by the string search of the language in three joined texts (characters, pinyin, initials); slips by postings of
syllable pairs. All of it pure: no database, no clock, no dictionary of pinyin (the builder brings the syllables).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log

from yichuang.catalog.rules.search_text import LONGEST_QUERY, cut, fold, near_pairs, normalise, runs

# How much a stretch found in each kind of text is worth.
FIELDS: dict[str, float] = {"name": 1.0, "synonym": 0.92, "situation": 0.8, "question": 0.74}
MOST_HITS, MOST_POSTINGS, MOST_RESCORED = 400, 12_000, 160


@dataclass(frozen=True)
class Line:
    """One searchable text of a matter: which document, what kind of text, its characters and their syllables."""

    document: int
    field: str
    text: str
    syllables: tuple[str, ...]
    readings: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One matter as the index knows it; `prior` (0 to 1) lifts what is asked for often, `mark` says that it is not received now."""

    key: str
    name: str
    codes: tuple[str, ...] = ()
    prior: float = 0.0
    department: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Found:
    """A hit: the matter, how good it is, and the text that matched (shown when it is not the name)."""

    entry: Entry
    score: float
    because: str

    @property
    def key(self) -> str:
        """Return the matter's key."""
        return self.entry.key

    @property
    def name(self) -> str:
        """Return the matter's name."""
        return self.entry.name

    @property
    def department(self) -> str:
        """Return the name of the department that decides the matter."""
        return self.entry.department

    @property
    def mark(self) -> str:
        """Return 暂停办理 for a matter that is not received now."""
        return self.entry.mark


class _Joined:
    """Many short texts joined into one, so that finding a stretch in all of them is one search."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.starts: list[int] = []
        parts, position = [], 0
        for text in texts:
            self.starts.append(position)
            parts.append(text)
            position += len(text) + 1
        self.text = "\n".join(parts) + "\n"

    def find(self, needle: str) -> Iterable[tuple[int, int, int]]:
        """Yield (line, where it begins in the line, length of the line) for the first stretches found."""
        position, count = self.text.find(needle), 0
        while position >= 0 and count < MOST_HITS:
            line = bisect_right(self.starts, position) - 1
            end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text) - 1
            yield line, position - self.starts[line], end - self.starts[line]
            count += 1
            position = self.text.find(needle, end)


class SearchIndex:
    """An immutable index over matters; `find` is all one asks of it."""

    def __init__(self, entries: Sequence[Entry], lines: Sequence[Line], syllable_of: Mapping[str, str]) -> None:
        self.entries = tuple(entries)
        order = {"name": 0, "synonym": 1, "situation": 2, "question": 3}
        self._lines = sorted(lines, key=lambda line: (order[line.field], -entries[line.document].prior, len(line.text)))
        self._syllable_of = dict(syllable_of)
        self._characters = _Joined(line.text for line in self._lines)
        sounded = [
            (index, reading) for index, line in enumerate(self._lines) for reading in (line.syllables, *line.readings)
        ]
        self._sounded = [index for index, _ in sounded]
        self._pinyin = _Joined(fold("".join(reading)) for _, reading in sounded)
        self._initials = _Joined("".join(syllable[:1] for syllable in reading) for _, reading in sounded)
        self._codes = sorted(
            (normalise(code), document) for document, entry in enumerate(entries) for code in entry.codes if code
        )
        self._postings = self._post()

    def _post(self) -> dict[tuple[str, str], list[int]]:
        postings: dict[tuple[str, str], list[int]] = {}
        for index, line in enumerate(self._lines):
            for pair in set(near_pairs(tuple(map(fold, line.syllables)))):
                postings.setdefault(pair, []).append(index)
        return postings

    def find(self, query: str, limit: int = 10) -> list[Found]:
        """Return the best matters for a query, best first; nothing for an empty one."""
        text = normalise(query)[:LONGEST_QUERY]
        if not text:
            return []
        scores: dict[int, tuple[float, str]] = {}
        self._by_code(text, scores)
        self._by_stretch(text, scores)
        if sum(score >= 0.5 for score, _ in islice(scores.values(), 50)) < 3:
            self._by_parts(text, scores)
        ranked = sorted(
            scores.items(), key=lambda item: (-item[1][0], len(self.entries[item[0]].name), self.entries[item[0]].key)
        )
        return [Found(self.entries[document], score, because) for document, (score, because) in ranked[:limit]]

    def _note(self, scores: dict[int, tuple[float, str]], document: int, score: float, because: str) -> None:
        score += 0.05 * self.entries[document].prior
        if score > scores.get(document, (0.0, ""))[0]:
            scores[document] = (score, because)

    def _by_code(self, text: str, scores: dict[int, tuple[float, str]]) -> None:
        if len(text) < 4 or not text.isascii():
            return
        at = bisect_left(self._codes, (text, -1))
        for code, document in islice(self._codes, at, at + 20):
            if not code.startswith(text):
                return
            self._note(scores, document, 2.0 if code == text else 1.5, code)

    def _by_stretch(self, text: str, scores: dict[int, tuple[float, str]]) -> None:
        for line, begin, length in self._characters.find(text):
            self._stretch(scores, line, begin, len(text), length, 1.0)
        if text.isascii() and text.isalpha():
            folded = fold(text)
            for sounded, begin, length in self._pinyin.find(folded) if len(text) > 1 else ():
                self._stretch(scores, self._sounded[sounded], begin, len(folded), length, 0.9)
            for sounded, begin, length in self._initials.find(text):
                self._stretch(scores, self._sounded[sounded], begin, len(text), length, 0.85)

    def _stretch(
        self, scores: dict[int, tuple[float, str]], index: int, begin: int, size: int, length: int, sureness: float
    ) -> None:
        line = self._lines[index]
        share = size / max(length, 1)
        worth = 0.6 + 0.25 * share + (0.1 if begin == 0 else 0.0) + (0.2 if share == 1 else 0.0)
        self._note(scores, line.document, worth * FIELDS[line.field] * sureness, line.text)

    def _by_parts(self, text: str, scores: dict[int, tuple[float, str]]) -> None:
        """Score what shares pairs of near syllables with the query, rarest pairs first."""
        wanted = self._sounds(text)
        pairs = [pair for pair in dict.fromkeys(near_pairs(wanted)) if pair in self._postings]
        if not pairs:
            self._by_skipped_initials(text, scores)
            return
        weight = {pair: log(1 + len(self._lines) / len(self._postings[pair])) for pair in pairs}
        total = sum(weight.values()) + 3.0 * (len(set(near_pairs(wanted))) - len(pairs))
        sums: dict[int, float] = {}
        left = MOST_POSTINGS
        for pair in sorted(pairs, key=lambda pair: len(self._postings[pair])):
            postings = self._postings[pair]
            if left < len(postings) and sums:
                break
            left -= len(postings)
            gain = weight[pair]
            for index in postings:
                sums[index] = sums.get(index, 0.0) + gain
        best = sorted(sums, key=sums.__getitem__, reverse=True)[:MOST_RESCORED]
        for index in best:
            self._rescore(scores, index, text, wanted, weight, total)
        if text.isascii():
            self._by_skipped_initials(text, scores)

    def _rescore(self, scores: dict[int, tuple[float, str]], index: int, text: str, wanted: tuple[str, ...],
                 weight: Mapping[tuple[str, str], float], total: float) -> None:  # fmt: skip
        line = self._lines[index]
        own = set(near_pairs(tuple(map(fold, line.syllables))))
        sound = sum(gain for pair, gain in weight.items() if pair in own) / total
        letters = set(line.text)
        written = sum(character in letters for character in text) / len(text) if not text.isascii() else sound
        size = min(len(wanted), len(line.syllables)) / max(len(wanted), len(line.syllables), 1)
        self._note(scores, line.document, (0.5 * sound + 0.2 * written + 0.12 * size) * FIELDS[line.field], line.text)

    def _sounds(self, text: str) -> tuple[str, ...]:
        sounds: list[str] = []
        for run in runs(text):
            if run.isascii():
                sounds.extend(cut(fold(run)))
            else:
                sounds.extend(fold(self._syllable_of.get(character, character)) for character in run)
        return tuple(sounds)

    def _by_skipped_initials(self, text: str, scores: dict[int, tuple[float, str]]) -> None:
        """Find initials with a character left out between them: `phys` is in p(t)h(w)ys, 普(通)货(物)运输."""
        if not (text.isalpha() and text.isascii() and 3 <= len(text) <= 8):
            return
        first = self._initials.text
        for sounded in self._skipping(text, first):
            line = self._lines[self._sounded[sounded]]
            share = len(text) / max(len(line.syllables), 1)
            self._note(scores, line.document, (0.42 + 0.2 * share) * FIELDS[line.field], line.text)

    def _skipping(self, text: str, blob: str) -> Iterable[int]:
        position, count = blob.find(text[0]), 0
        while position >= 0 and count < MOST_HITS:
            at = position
            for letter in text[1:]:
                at = next(
                    (
                        step
                        for step in (at + 1, at + 2)
                        if blob[step : step + 1] == letter and "\n" not in blob[at:step]
                    ),
                    -1,
                )
                if at < 0:
                    break
            if at >= 0:
                count += 1
                yield bisect_right(self._initials.starts, position) - 1
            position = blob.find(text[0], position + 1)
