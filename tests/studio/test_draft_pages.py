"""The doors of the editor's script, history, preview and files (S2-18, S2-24): what they answer, and what they refuse clearly."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.people import signed_in, who
from tests.studio.pictures import contrast, striped
from yichuang.foundations import clock, ledger
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.queries import draft_for

pytestmark = pytest.mark.usefixtures("demo_district")


@pytest.fixture
def draft() -> Draft:
    return draft_for(
        who("赵审查"), open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now()).pk
    )


@pytest.fixture
def author() -> Client:
    return signed_in("赵审查")


def post(http: Client, draft: Draft, what: str, **form: Any) -> Any:
    return http.post(f"/studio/{draft.pk}/{what}/", form)


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("身份证.png", striped(), "image/png")


def test_a_save_answers_with_what_is_wrong(author: Client, draft: Draft) -> None:
    document = {**draft.document, "name": ""}
    answer = post(author, draft, "save", document=json.dumps(document), base_revision=1)
    assert answer.status_code == 200 and answer.json()["revision"] == 2 and answer.json()["document"] is None
    draft.refresh_from_db()
    assert draft.name == "" and draft.revision == 2


def test_a_conflict_is_answered_with_both_sides(author: Client, draft: Draft) -> None:
    for client, note in ((author, "赵"), (signed_in("钱复核"), "钱")):
        answer = post(client, draft, "save", document=json.dumps({**draft.document, "note": note}), base_revision=1)
    assert answer.status_code == 409
    body = answer.json()
    assert body["by"] == "赵审查" and body["conflicts"][0]["mine"] == "钱"
    choices = json.dumps([{"path": body["conflicts"][0]["path"], "side": "mine"}])
    form = {"document": json.dumps({**draft.document, "note": "钱"}), "base_revision": 1, "choices": choices}
    assert post(signed_in("钱复核"), draft, "save", **form, against=body["revision"]).json()["revision"] == 3


@pytest.mark.parametrize(
    "form",
    [
        {"document": "{", "base_revision": "1"},
        {"document": "[" * 100_000, "base_revision": "1"},
        {"document": "{}", "base_revision": "x"},
        {"document": '{"schema": "matter/v1", "n": NaN}', "base_revision": "1"},
        {},
    ],
)
def test_what_cannot_be_read_is_refused_clearly(author: Client, draft: Draft, form: dict[str, str]) -> None:
    answer = post(author, draft, "save", **form)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert "没有" in answer.json()["title"] and answer.json()["reasons"][0]["todo"]


def test_a_null_character_is_refused(author: Client, draft: Draft) -> None:
    form = {"document": json.dumps({**draft.document, "note": "\x00"}), "base_revision": 1}
    assert post(author, draft, "save", **form).status_code == 400


def test_a_repair_is_answered_and_not_saved(author: Client, draft: Draft) -> None:
    document = json.loads(json.dumps(draft.document))
    document["facts"] = [one for one in document["facts"] if one["id"] != "by_agent"]
    gone = next(one["id"] for one in document["materials"] if "by_agent" in json.dumps(one))
    arguments = json.dumps({"kind": "material", "id": gone, "parent": ""})
    answer = post(author, draft, "repair", document=json.dumps(document), code="drop_condition", arguments=arguments)
    mended = next(one for one in answer.json()["document"]["materials"] if one["id"] == gone)
    assert "by_agent" not in json.dumps(mended["needed_if"])
    draft.refresh_from_db()
    assert draft.revision == 1
    assert post(author, draft, "repair", document="{}", code="x").status_code == 422


def test_a_sample_is_kept_only_with_its_private_parts_blurred(author: Client, draft: Draft) -> None:
    areas = json.dumps([{"x": 0, "y": 0, "width": 500, "height": 1000}])
    kept = post(author, draft, "samples", file=picture(), areas=areas).json()
    shown = author.get(f"/studio/{draft.pk}/files/{kept['id']}/")
    assert shown.status_code == 200 and shown["Content-Type"].startswith("image/")
    assert contrast(shown.content, (10, 10, 180, 190)) < 90, "black lines on white are grey now"
    assert contrast(shown.content, (220, 10, 390, 190)) > 200, "the rest is as it was"
    event = ledger.history(draft.stream)[-1]
    assert (event.type, event.payload["blurred_areas"]) == ("draft.file_kept", 1)
    again = post(
        author, draft, "samples", again=kept["id"], areas=json.dumps([{"x": 500, "y": 0, "width": 500, "height": 1000}])
    ).json()
    shown = author.get(f"/studio/{draft.pk}/files/{again['id']}/")
    assert again["id"] != kept["id"] and contrast(shown.content, (220, 10, 390, 190)) < 90


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"areas": "[]"}, 422),
        ({"file": "text", "areas": "[]"}, 422),
        ({"file": "picture", "areas": '[{"x": 2000, "y": 0, "width": 1, "height": 1}]'}, 422),
        ({"file": "picture", "areas": "nonsense"}, 422),
        ({"again": "no-such-file", "areas": "[]"}, 404),
    ],
)
def test_a_sample_that_cannot_be_taken_is_refused(
    author: Client, draft: Draft, form: dict[str, Any], status: int
) -> None:
    files = {"text": SimpleUploadedFile("a.txt", b"hello", "text/plain"), "picture": picture()}
    answer = post(author, draft, "samples", **{name: files.get(value, value) for name, value in form.items()})
    assert answer.status_code == status and answer.json()["reasons"][0]["message"]


def test_a_blank_form_is_kept_and_handed_out(author: Client, draft: Draft) -> None:
    kept = post(author, draft, "forms", file=picture()).json()
    handed = author.get(f"/studio/{draft.pk}/files/{kept['id']}/?download=1")
    assert handed["Content-Disposition"].startswith("attachment")
    assert signed_in("李登记").get(f"/studio/{draft.pk}/files/{kept['id']}/").status_code == 404
    assert author.get(f"/studio/{draft.pk}/files/{draft.pk}/").status_code == 404, "a file of something else"


def test_the_editor_is_read_only_for_others_and_while_it_is_examined(author: Client, draft: Draft) -> None:
    assert "添加单选题" in author.get(f"/studio/{draft.pk}/").content.decode()
    looks = signed_in("柏评审").get(f"/studio/{draft.pk}/").content.decode()
    assert "只能查看" in looks and "添加单选题" not in looks
    Draft.objects.filter(pk=draft.pk).update(state="reviewing")
    page = author.get(f"/studio/{draft.pk}/").content.decode()
    assert "只能查看" in page and "业务评审中" in page


def test_the_history_tells_what_changed_and_goes_back(author: Client, draft: Draft) -> None:
    post(
        author,
        draft,
        "save",
        document=json.dumps({**draft.document, "board": "专窗"}),
        base_revision=1,
        explicit="true",
    )
    listed = author.get(f"/studio/{draft.pk}/history/?by=hand").content.decode()
    assert "第 2 稿" in listed and "第 1 稿" not in listed
    told = author.get(f"/studio/{draft.pk}/history/2/").content.decode()
    assert "窗口板块" in told and "专窗" in told and "综合受理" in told
    assert post(author, draft, "restore", number="1").status_code == 302
    draft.refresh_from_db()
    assert draft.revision == 3 and draft.document["board"] == "综合受理"
    assert post(author, draft, "restore", number="x").status_code == 422


def test_the_preview_is_the_public_s_own_page_and_says_that_it_is_none(author: Client, draft: Draft) -> None:
    first = author.get(f"/studio/{draft.pk}/preview/").content.decode()
    assert "预览，尚未发布" in first and "申请人类型" in first and f"/studio/{draft.pk}/preview/" in first
    answers = "a.q1=a&a.q2=a&a.q3=a&a.q4=b&a.q5="
    arrived = author.get(f"/studio/{draft.pk}/preview/?{answers}").content.decode()
    assert (
        "您要带的材料" in arrived
        and "道路货物运输经营申请表" in arrived
        and f"/studio/{draft.pk}/preview/checklist/" in arrived
    )
    printed = author.get(f"/studio/{draft.pk}/preview/checklist/?{answers}").content.decode()
    assert "不能作为告知单使用" in printed
    public = Client().get(f"/matters/freight_general/ask/?{answers}").content.decode()
    assert "预览" not in public


def test_a_preview_of_an_unfinished_draft_says_what_is_missing(author: Client) -> None:
    blank = open_draft(
        actor=who("赵审查"), department_id=who("赵审查").posts[0].department_id or 0, name="新的事项", now=clock.now()
    )
    page = author.get(f"/studio/{blank.pk}/preview/").content.decode()
    assert "补齐下面的内容就能预览" in page and "还没有填写“基本编码”" in page
