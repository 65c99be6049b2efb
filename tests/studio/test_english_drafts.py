"""The studio read in English: the draft is given, saved and repaired byte for byte; only what is read is said (two-languages.md)."""

import json

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.posted import controls
from tools.words import QUOTED
from yichuang.catalog.rules.handling import APPLICANT_KIND_NAMES
from yichuang.foundations import clock
from yichuang.foundations.speech import HAN
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.texts import WRITTEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@pytest.fixture
def draft() -> Draft:
    made = open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())
    return Draft.objects.get(pk=made.pk)


def reader(language: str) -> Client:
    """Return the author's client, its pages in a language."""
    http = signed_in("赵审查")
    http.cookies["yichuang_language"] = language
    return http


def test_the_editor_is_given_the_draft_itself_and_english_labels(draft: Draft) -> None:
    given = reader("en").get(f"/studio/{draft.pk}/").context
    assert given["editor"]["document"] == draft.document
    assert given["editor"]["written_kinds"] == list(APPLICANT_KIND_NAMES.items())
    said = [QUOTED.sub("", one["message"]) for one in given["editor"]["findings"]]
    # The name of an authority is content, which the demonstration's own catalogue says.
    assert said and not [one for one in said if HAN.search(one.replace("交通运输部门", ""))]
    labels = json.dumps(given["editor"]["properties"], ensure_ascii=False)
    assert "Standard material type" in labels and "标准材料类型" not in labels
    assert all(HAN.search(given["texts"][name]) for name in WRITTEN), "what a script writes into a draft is Chinese"
    assert given["texts"]["remove"] == "Delete"


def test_a_save_and_a_repair_in_english_change_nothing_else(draft: Draft) -> None:
    http, root = reader("en"), f"/studio/{draft.pk}/"
    sent = json.dumps(draft.document, ensure_ascii=False)
    saved = http.post(f"{root}save/", {"document": sent, "base_revision": draft.revision, "explicit": "true"})
    assert saved.status_code == 200, saved.content
    assert json.dumps(Draft.objects.get(pk=draft.pk).document, ensure_ascii=False) == sent, "byte for byte"
    repairs = [one["repair"] for one in saved.json()["findings"] if one["repair"]]
    chinese = (
        reader("zh-hans").post(f"{root}save/", {"document": sent, "base_revision": saved.json()["revision"]}).json()
    )
    assert [one["arguments"] for one in repairs] == [
        one["repair"]["arguments"] for one in chinese["findings"] if one["repair"]
    ]
    asked = {"document": sent, "code": repairs[0]["code"], "arguments": json.dumps(repairs[0]["arguments"])}
    answers = [reader(one).post(f"{root}repair/", asked).json()["document"] for one in ("en", "zh-hans")]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("place", ["", "form/", "situations/", "history/", "review/"])
def test_what_a_page_of_a_draft_posts_is_the_same_in_both_languages(draft: Draft, place: str) -> None:
    pages = [reader(one).get(f"/studio/{draft.pk}/{place}") for one in ("en", "zh-hans")]
    assert controls(pages[0]) == controls(pages[1])


def test_a_new_field_is_named_in_chinese(draft: Draft) -> None:
    given = reader("en").get(f"/studio/{draft.pk}/form/").context["given"]
    first = given["palette"][0]
    assert HAN.search(first["label"]) and not HAN.search(first["shown"])
    assert all(HAN.search(one["schema"]["title"]) for one in given["palette"] if one["ready"])
