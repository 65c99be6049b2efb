"""`search`: 50,000 matters made from 3,309 real names, 1,000 queries as people type them, against PostgreSQL `LIKE`.

A query is made from a name: a stretch of its characters, their pinyin, their initials, or one of these with a slip (a
homophone, a lost, doubled or swapped character, a wrong key). It counts as found when the matter it was made from is
among the first three. A stretch that more than three of the real names contain is lengthened first, because nobody could
tell which one was meant. `LIKE` gets the same text in turns with ours; it finds only what contains the text, and is
measured for its latency.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psycopg
from pypinyin import lazy_pinyin

from benchmarks.record import median, percentile, record
from yichuang.catalog.indexing import Searchable, build_index
from yichuang.catalog.rules.search import SearchIndex
from yichuang.catalog.rules.search_text import normalise

NAMES = Path(__file__).parent / "data" / "matter_names.txt"
MATTERS, QUERIES = 50_000, 1_000
# What tells made matters of one real name apart, as catalogues do.
VARIANTS = (
    *("设立", "变更", "延续", "注销", "补办", "换发", "备案", "年度报告"),
    *("网上办理", "个人", "企业", "事业单位", "社会组织", "县级权限", "市级权限"),
)
HOMOPHONES = dict(
    zip(
        "证许可登记业申请审批经营设立变更备案险保建程员物",
        "正徐科灯纪叶深清神披京赢社利便耕被按现宝件成园务",
        strict=True,
    )
)


@dataclass(frozen=True)
class Query:
    """What is typed, how, and the matter it was made from."""

    kind: str
    text: str
    wanted: str


def main() -> None:
    """Measure and record."""
    rng = random.Random(20261120)
    names = [line for line in NAMES.read_text(encoding="utf-8").splitlines() if normalise(line)]
    made = made_names(names)
    began = perf_counter()
    index = build_index([Searchable(str(number), name) for number, name in enumerate(made)], [])
    record("search", "index of 50,000 matters built", perf_counter() - began, "s")
    queries = [make_query(kind, names, rng) for kind in KINDS for _ in range(QUERIES // len(KINDS))]
    places, ours, theirs = measure(index, made, queries)
    for kind in KINDS:
        hits = [places[query] for query in queries if query.kind == kind]
        record("search", f"top-3 hit, {kind}", 100 * sum(place < 3 for place in hits) / len(hits), "%")
    record("search", "top-3 hit, all", 100 * sum(place < 3 for place in places.values()) / len(places), "%")
    like_median = median(theirs) if theirs else None
    record("search", "p50", median(ours), "ms", like_median, median(ours) / like_median if like_median else None)
    p95, like = percentile(ours, 0.95), percentile(theirs, 0.95) if theirs else None
    record("search", "p95", p95, "ms", like, p95 / like if like else None)


def made_names(names: list[str]) -> list[str]:
    """Return 50,000 names: the real ones, then the real ones with what catalogues add to tell handling items apart."""
    made = list(names)
    for variant in VARIANTS:
        made += [f"{name}（{variant}）" for name in names]
    return made[:MATTERS]


def make_query(kind: str, names: list[str], rng: random.Random) -> Query:
    """Return a query of one kind from a random real name."""
    while True:
        name = rng.choice(names)
        text = normalise(name)
        if 6 <= len(text) <= 40 and text.isalpha() and not any(character.isascii() for character in text):
            return Query(kind, KINDS[kind](telling_stretch(text, names, rng), rng), name)


_plain: list[str] = []


def telling_stretch(text: str, names: list[str], rng: random.Random) -> str:
    """Return a stretch of a name that at most three real names contain: at least 6 characters, lengthened as needed."""
    if not _plain:
        _plain.extend(normalise(name) for name in names)
    size = rng.randint(6, min(12, len(text)))
    begin = rng.randint(0, len(text) - size)
    while size < len(text) and sum(text[begin : begin + size] in other for other in _plain) > 3:
        begin, size = max(0, begin - 1), size + 1
    return text[begin : begin + size]


def characters(text: str, rng: random.Random) -> str:
    """Type the characters."""
    return text


def pinyin(text: str, rng: random.Random) -> str:
    """Type the pinyin."""
    return "".join(lazy_pinyin(text))


def initials(text: str, rng: random.Random) -> str:
    """Type the initials."""
    return "".join(syllable[0] for syllable in lazy_pinyin(text))


def slip(text: str, rng: random.Random) -> str:
    """Type the characters with one slip: a homophone where there is one, a lost, doubled or swapped character."""
    places = [place for place, character in enumerate(text) if character in HOMOPHONES]
    way = rng.choice(("homophone", "lost", "doubled", "swapped") if places else ("lost", "doubled", "swapped"))
    if way == "homophone":
        place = rng.choice(places)
        return text[:place] + HOMOPHONES[text[place]] + text[place + 1 :]
    place = rng.randrange(len(text) - 1)
    if way == "lost":
        return text[:place] + text[place + 1 :]
    if way == "doubled":
        return text[: place + 1] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def slip_in_pinyin(text: str, rng: random.Random) -> str:
    """Type the pinyin with one slip: a lost or wrong letter, or a sound that people mix up."""
    typed = pinyin(text, rng)
    for sound, other in rng.sample([("zh", "z"), ("sh", "s"), ("ch", "c"), ("ng", "n")], 4):
        if sound in typed and rng.random() < 0.5:
            return typed.replace(sound, other, 1)
    place = rng.randrange(1, len(typed) - 1)
    return typed[:place] + rng.choice(["", rng.choice("aeiougnhst")]) + typed[place + 1 :]


KINDS = {
    "characters": characters,
    "pinyin": pinyin,
    "initials": initials,
    "slips": slip,
    "slips in pinyin": slip_in_pinyin,
}


def measure(
    index: SearchIndex, made: list[str], queries: list[Query]
) -> tuple[dict[Query, int], list[float], list[float]]:
    """Return the place of the wanted matter for each query, and milliseconds of ours and of `LIKE`, taken in turns."""
    places: dict[Query, int] = {}
    ours: list[float] = []
    theirs: list[float] = []
    connection = like_table(made)
    for query in queries:
        began = perf_counter()
        found = index.find(query.text, 10)
        ours.append(1000 * (perf_counter() - began))
        names = [hit.entry.name for hit in found]
        places[query] = names.index(query.wanted) if query.wanted in names else 99
        if connection is not None:
            began = perf_counter()
            connection.execute(
                "SELECT key, name FROM like_matters WHERE name LIKE %s LIMIT 10", [f"%{query.text}%"]
            ).fetchall()
            theirs.append(1000 * (perf_counter() - began))
    if connection is not None:
        connection.close()
    missed = Counter(query.kind for query, place in places.items() if place >= 3)
    print("missed:", dict(missed), [(query.text, query.wanted) for query, place in places.items() if place >= 3][:5])
    return places, ours, theirs


def like_table(made: list[str]) -> "psycopg.Connection[tuple[object, ...]] | None":
    """Return a connection with the same names in a table of its own session; None without `DATABASE_URL`."""
    if not os.environ.get("DATABASE_URL"):
        print("no DATABASE_URL: PostgreSQL LIKE is not measured")
        return None
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    connection.execute("CREATE TEMPORARY TABLE like_matters (key integer PRIMARY KEY, name text NOT NULL)")
    with connection.cursor() as cursor, cursor.copy("COPY like_matters (key, name) FROM STDIN") as copy:
        for key, name in enumerate(made):
            copy.write_row((key, normalise(name)))
    connection.execute("ANALYZE like_matters")
    return connection


if __name__ == "__main__":
    main()
