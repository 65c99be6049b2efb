"""One Chinese term is one code word: every table of the house is explained in docs/words.md."""

import re

from django.apps import apps

from tests.house.reading import ROOT

WORDS = ROOT / "docs" / "words.md"


def explained() -> set[str]:
    rows = [line for line in WORDS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {word for row in rows for word in re.findall(r"`([A-Za-z_.]+)`", row)}


def test_every_table_s_name_is_explained() -> None:
    tables = {model.__name__ for model in apps.get_models() if model.__module__.startswith("yichuang.")}
    assert tables, "no table was found at all"
    assert sorted(tables - explained()) == []


def test_no_reason_names_our_own_documents_to_the_people_who_read_it() -> None:
    """“依据 rulebook 3.5” told a citizen nothing."""
    for path in sorted((ROOT / "yichuang").rglob("*.py")):
        assert not re.search(r'"rulebook [\d.]+"', path.read_text(encoding="utf-8")), path
