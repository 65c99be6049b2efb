"""What a district calls its matters and places, gathered to be put into English."""

from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import Client

from yichuang.workbench.management.commands.content_words import content_texts

DEMO = Path(__file__).resolve().parents[2] / "demo" / "locale" / "en" / "LC_MESSAGES" / "django.po"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def test_the_demonstration_has_its_english() -> None:
    """Every name and sentence of the demonstration's content is in its catalogue (`manage.py content_words` with its path)."""
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(DEMO))}
    missing = [text for text in content_texts({}) if not known.get(text)]
    assert not missing, missing[:20]


def test_translations_stay_and_texts_that_are_gone_go(tmp_path: Path) -> None:
    """A second run keeps what somebody translated, and drops what no content says."""
    catalogue = tmp_path / "en" / "django.po"
    call_command("content_words", catalogue, verbosity=0)
    book = polib.pofile(str(catalogue))
    book[0].msgstr = "By hand"
    book.append(polib.POEntry(msgid="早已不在的事项", msgstr="Gone"))
    book.save()
    call_command("content_words", catalogue, verbosity=0)
    after = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}
    assert after[book[0].msgid] == "By hand"
    assert "早已不在的事项" not in after
    assert len(after) > 300


def test_a_matter_is_named_in_english(client: Client) -> None:
    """The guide of a matter, asked for by somebody who chose English."""
    client.cookies["yichuang_language"] = "en"
    page = client.get("/matters/freight_general/").content.decode()
    assert "freight" in page.lower()
    assert '<html lang="en"' in page
