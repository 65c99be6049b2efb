"""Composing while the page is English: what is posted back is what was there, byte for byte (two-languages.md, “what is never touched”)."""

import json

import pytest
from django.test import Client

from tests.cases.people import signed_in
from tests.life_events.composing import WRITER, clean_draft
from tests.posted import controls, form
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.views.composing_frame import SECTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def reader(language: str) -> Client:
    """Return the author's client, its pages in a language."""
    http = signed_in(WRITER)
    http.cookies["yichuang_language"] = language
    return http


@pytest.mark.parametrize("section", SECTIONS)
def test_a_part_saved_in_english_is_what_it_was(section: str) -> None:
    draft = clean_draft()
    before = json.dumps(draft.document, ensure_ascii=False)
    page = f"/life-events/compose/{draft.pk}/part/{section}/"
    chinese, english = (reader(language).get(page) for language in ("zh-hans", "en"))
    assert 'lang="en"' in english.content.decode()[:300]
    assert controls(english) == controls(chinese)
    assert reader("en").post(page, form(english)).status_code == 302
    kept = LifeEventDraft.objects.get(pk=draft.pk)
    assert kept.document == json.loads(before)


def test_the_script_of_an_english_page_is_given_the_document_itself() -> None:
    draft = clean_draft()
    http = reader("en")
    page = http.get(f"/life-events/compose/{draft.pk}/part/questions/")
    assert page.context["live"]["document"] == draft.document
    sent = {"document": json.dumps(draft.document), "base_revision": draft.revision, "explicit": "true"}
    saved = http.post(f"/life-events/compose/{draft.pk}/part/questions/save/", sent)
    assert saved.status_code == 200, saved.content
    assert LifeEventDraft.objects.get(pk=draft.pk).document == draft.document
    drawn = http.post(f"/life-events/compose/{draft.pk}/part/questions/draw/", sent)
    assert drawn.json()["document"] == draft.document
