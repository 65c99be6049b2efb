"""Drafts over the API: the same operations as on the page, problem details, repeated writes, pages."""

import uuid

import pytest

from tests.studio.api import Officer
from yichuang.studio.models import Draft

pytestmark = pytest.mark.usefixtures("demo_district")


def test_a_draft_is_opened_saved_restored_and_discarded() -> None:
    officer = Officer("赵审查")
    draft = officer.ask("post", "", {"next_of": "freight_general"}).json()
    assert (draft["revision"], draft["state_name"]) == (1, "草稿")
    assert "finest_grain" in {finding["code"] for finding in draft["findings"]}
    at = f"/{draft['id']}"
    key = str(uuid.uuid4())
    body = {"document": {**draft["document"], "note": "新"}, "base_revision": 1, "explicit": True, "note": "改说明"}
    saved = officer.ask("put", at, body, key)
    assert saved.status_code == 200 and saved.json() == officer.ask("put", at, body, key).json()
    assert officer.ask("get", at).json()["document"]["note"] == "新"
    rows = officer.ask("get", f"{at}/revisions").json()["rows"]
    assert [(row["number"], row["explicit"], row["note"]) for row in rows] == [
        (2, True, "改说明"),
        (1, False, "第 1 版"),
    ]
    assert officer.ask("post", f"{at}/restore", {"number": 1}).json()["revision"] == 3
    assert [row["id"] for row in officer.ask("get", "").json()["rows"]] == [draft["id"]]
    assert officer.ask("post", f"{at}/discard", {"reason": "政策未定"}).json()["state"] == "discarded"


def test_a_conflict_is_answered_409_with_both_sides_and_settled_by_choices() -> None:
    one, two = Officer("赵审查"), Officer("钱复核")
    draft = one.ask("post", "", {"next_of": "freight_general"}).json()
    at = f"/{draft['id']}"
    one.ask("put", at, {"document": {**draft["document"], "note": "赵"}, "base_revision": 1})
    mine = {"document": {**draft["document"], "note": "钱"}, "base_revision": 1}
    refused = two.ask("put", at, mine)
    assert refused.status_code == 409
    (conflict,) = refused.json()["conflicts"]
    choices = [{"path": conflict["path"], "side": "mine"}]
    saved = two.ask("put", at, {**mine, "choices": choices, "against": refused.json()["revision"]}).json()
    assert saved["revision"] == 3 and two.ask("get", at).json()["document"]["note"] == "钱"


def test_a_document_is_judged_and_repaired_without_being_saved() -> None:
    officer = Officer("赵审查")
    draft = officer.ask("post", "", {"next_of": "freight_general"}).json()
    document = {**draft["document"], "facts": [one for one in draft["document"]["facts"] if one["id"] != "by_agent"]}
    found = officer.ask("post", f"/{draft['id']}/judge", {"document": document}).json()["findings"]
    repair = next(one["repair"] for one in found if one["code"] == "dangling_condition")
    mended = officer.ask("post", f"/{draft['id']}/repair", {"document": document, **repair}).json()
    assert len(mended["findings"]) < len(found)
    assert Draft.objects.get(pk=draft["id"]).revision == 1


@pytest.mark.parametrize("text", ['{"document": {"x": NaN}, "base_revision": 1}', '{"document": {"x": "\\u0000"}, "base_revision": 1}',
                                  '{"document": ' + '{"a":' * 5000 + "1" + "}" * 5000 + ', "base_revision": 1}'])  # fmt: skip
def test_bodies_that_no_database_could_keep_are_turned_back(text: str) -> None:
    officer = Officer("赵审查")
    draft = officer.ask("post", "", {"next_of": "freight_general"}).json()
    assert officer.ask("put", f"/{draft['id']}", text).status_code in (400, 422)
