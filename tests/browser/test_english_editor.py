"""The studio's editor while it is read in English: what its buttons write into a draft is Chinese, as for everybody else."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import both_sizes
from tests.browser.studio_steps import document, open_editor, saved, typed
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from yichuang.foundations import clock
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def written(document: Any) -> str:
    """Return a document as text; the order of keys is the database's."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def test_a_draft_saved_in_english_is_what_it_was_and_grows_in_chinese(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    draft = apart(lambda: open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now()))
    sign_in(page, live_server.url, "赵审查")
    page.context.add_cookies([{"name": "yichuang_language", "value": "en", "url": live_server.url}])
    open_editor(page, live_server.url, draft.pk)
    both_sizes(page, "english-editor")
    before = written(draft.document)
    assert written(document(page)) == before
    page.keyboard.press("Control+s")
    saved(page)
    assert written(apart(lambda: Draft.objects.get(pk=draft.pk)).document) == before
    page.get_by_role("button", name="Add single-choice question").click()
    typed(page, "是否自有停车场")
    saved(page)
    kept = apart(lambda: Draft.objects.get(pk=draft.pk)).document
    added = next(one for one in kept["questions"] if one["text"] == "是否自有停车场")
    assert [one["text"] for one in added["options"]] == ["是", "否"]
    fact = next(one for one in kept["facts"] if one["id"] == added["fact"])
    assert [one["text"] for one in fact["values"]] == ["是", "否"]
    expect(page.locator("[data-part='save-state']")).to_contain_text("Saved")
