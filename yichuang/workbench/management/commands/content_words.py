"""`manage.py content_words [catalogue]`: gather what a district calls its matters, materials and places, to be put into English."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from yichuang.foundations.catalogues import opened
from yichuang.foundations.speech import HAN, say

CONTENT = (
    "organizations.Division", "organizations.Department", "organizations.Site", "organizations.Board", "organizations.Window",
    "catalog.MatterVersion", "catalog.MaterialType", "catalog.Synonym", "catalog.LifeEventContent", "life_events.LifeEventVersion",
    "hall.OpeningPlan", "hall.SlotPlan", "exchange.ClientSystem", "sharing.SharedApi", "sharing.ApiGrant",
)  # fmt: skip
# What programs look up, and who wrote it.
NO_WORDS = frozenset(
    {
        "x-shared",
        "key",
        "author_name",
        "published_by",
        "published_by_name",
        "written_by",
        "short_name",
        "contact",
        "by_name",
        "asked_by_name",
        "decided_by_name",
        "last_failure",
        "alarm",
        "upstream",
    }
)


class Command(BaseCommand):
    """Write the texts of the content into a catalogue; translations that are there stay, texts that are gone go."""

    help = "汇总事项、材料、地点等内容用语，供翻译成英文"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the catalogue is: the data folder's own if it is not said."""
        usual = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
        parser.add_argument("catalogue", type=Path, nargs="?", default=usual)

    def handle(self, *args: Any, catalogue: Path, **options: Any) -> None:
        """Write the catalogue and say how many texts have no English."""
        book = opened(catalogue)
        known = {entry.msgid: entry.msgstr for entry in book}
        book.clear()
        for text, place in sorted(content_texts(known).items(), key=lambda one: (one[1], one[0])):
            book.append(polib.POEntry(msgid=text, msgstr=known.get(text, ""), comment=place))
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        book.save(str(catalogue))
        missing = sum(not entry.msgstr for entry in book)
        self.stdout.write(f"{len(book)} 条内容用语，{missing} 条没有英文；翻译后重新启动平台即可：{catalogue}")


def content_texts(known: dict[str, str]) -> dict[str, str]:
    """Return the texts of the content, and what each is part of; those the house's own catalogues say already are left out."""
    found: dict[str, str] = {}
    for label in CONTENT:
        for row in apps.get_model(label).objects.values():
            for text in _texts(row):
                found.setdefault(text, label)
    with translation.override("en"):
        return {text: place for text, place in found.items() if text in known or HAN.search(say(text))}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and HAN.search(value):
        yield value.strip()
    elif isinstance(value, dict):
        for name, inside in value.items():
            if name not in NO_WORDS:
                yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)
