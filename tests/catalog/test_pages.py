"""The public's and the officers' pages: found, led by questions without script, printed; officers keep matters and words."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.catalog.conftest import CLERK, NOW, PUBLISHER
from tests.catalog.matters import spec_of
from yichuang.catalog.models import MatterVersion, Synonym
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.rules.spec import MatterSpec

ASK = "/matters/freight_general/ask/"
DONE = "?a.q1=b&a.q2=a&a.q3=a&a.q4=b&a.q5="


@pytest.fixture(autouse=True)
def freight(departments) -> MatterVersion:
    return load_version(actor=PUBLISHER, spec=spec_of("freight_general"), now=NOW)


@pytest.fixture
def officer(monkeypatch) -> Client:
    monkeypatch.setattr("yichuang.accounts.middleware.page_actor", lambda request: PUBLISHER)
    return Client()


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_matter_is_found_by_initials(client: Client) -> None:
    assert "普通货物运输经营许可" in text(client.get("/matters/?q=phys"))
    assert "没有找到相符的事项" in text(client.get("/matters/?q=𠀀"))
    assert "普通货物运输经营许可" in text(client.get("/matters/"))


def test_the_guide_says_what_the_law_wants_published(client: Client) -> None:
    page = text(client.get("/matters/freight_general/"))
    for said in (
        "20个工作日",
        "7个工作日",
        "道路运输从业资格证",
        "可容缺，15 个工作日内补交",
        "不收费",
        "演示码",
        "第 1 版",
        "类别为普通货物运输",
    ):
        assert said in page, said
    assert client.get("/matters/nothing/").status_code == 404


def test_questions_are_asked_one_at_a_time_by_plain_forms(client: Client) -> None:
    page = text(client.get(ASK))
    assert "申请人类型" in page
    assert "车辆是否已购置" not in page
    page = text(client.get(f"{ASK}?a.q1=b"))
    assert "到期延续" in page
    assert '<input type="hidden" name="a.q1" value="b">' in page
    assert "到期延续" not in text(client.get(f"{ASK}?a.q1=a"))


def test_sending_a_question_without_an_answer_says_so(client: Client) -> None:
    assert "请选择一项。" in text(client.get(f"{ASK}?asked=q1"))


def test_the_end_is_the_checklist_with_reasons(client: Client) -> None:
    page = text(client.get(ASK + DONE))
    assert "企业 › 设立 › 新申请·已购车" in page
    assert "因为“车辆是否已购置：是”" in page
    assert page.count('<tr> <td data-label="序号">') == 7


def test_a_changed_answer_is_asked_again_and_what_drops_out_is_named(client: Client) -> None:
    page = text(client.get(f"{ASK}{DONE}&change=q3"))
    assert 'name="before.a.q3" value="a"' in page
    assert re.search(r'name="a.q3" value="a"[^>]*checked', page)
    changed = client.get(
        f"{ASK}?a.q1=b&a.q2=a&a.q3=b&a.q4=b&a.q5=&before.a.q1=b&before.a.q2=a&before.a.q3=a&before.a.q4=b&before.a.q5="
    )
    assert "“机动车行驶证”不再需要提交。" in text(changed)
    assert "现在需要提交“拟投入运输车辆承诺书”。" in text(changed)


def test_an_answer_that_is_not_asked_for_is_named_and_not_used(client: Client) -> None:
    page = text(client.get(f"{ASK}?a.q1=b&a.q2=d&a.q3=a&a.q5="))
    assert "有的答案没有采用" in page
    assert "企业 › 注销" in page


def test_an_outcome_tells_why_and_what_to_do(client: Client) -> None:
    page = text(client.get(f"{ASK}?a.q1=b&a.q2=a&a.q3=a&a.q4=a"))
    assert "无需办理" in page
    assert "第709号" in page
    assert "12345" in page


def test_the_printed_notice_has_a_code_that_reopens_the_answers(client: Client) -> None:
    page = client.get(f"/matters/freight_general/checklist/{DONE}")
    assert "一次性告知单" in text(page)
    assert "data:image/svg+xml" in text(page)
    assert parse_qs(urlsplit(page.context["link"]).query, keep_blank_values=True)["a.q3"] == ["a"]
    again = client.get("/matters/freight_general/checklist/?a.q1=b")
    assert "您要办理哪一项" in text(again)


def test_the_blank_form_stands_beside_its_material_on_the_checklist_and_the_printed_notice(client: Client) -> None:
    blank = "5f0c7c1e-6f0e-4f2f-9c3f-0f4b1f6f9d11"
    materials = [
        {**one, "blank_file": blank} if one["id"] == "m_app" else one
        for one in spec_of("freight_general").model_dump(by_alias=True)["materials"]
    ]
    assert any(one["id"] == "m_app" for one in materials)
    load_version(actor=PUBLISHER, spec=_freight(materials=materials), now=NOW)
    link = f'href="/matters/freight_general/files/{blank}/"'
    for page in (ASK, "/matters/freight_general/checklist/"):
        assert client.get(page + DONE).content.decode().count(link) == 1, page


def test_answers_that_the_guide_forgot_are_no_dead_end(client: Client) -> None:
    situations = [
        {**one, "children": [child for child in one["children"] if child["id"] != "S1.3"]}
        for one in spec_of("freight_general").model_dump(by_alias=True)["situations"]
    ]
    load_version(actor=PUBLISHER, spec=_freight(situations=situations), now=NOW)
    for page in (ASK, "/matters/freight_general/checklist/"):
        answer = client.get(f"{page}?a.q1=a&a.q2=d&a.q5=")
        assert answer.status_code == 409
        said = text(answer)
        assert "没有对应的情形" in said and "12345" in said and f'href="{ASK}"' in said
    body = {"answers": {"q2": "d", "q5": []}, "applicant_kind": "person"}
    told = client.post("/api/matters/freight_general/advance", body, content_type="application/json")
    assert (told.status_code, told.json()["reasons"][0]["code"]) == (409, "spec_gap")


def _freight(**parts: Any) -> MatterSpec:
    return MatterSpec.model_validate({**spec_of("freight_general").model_dump(by_alias=True), **parts})


def test_officers_pages_want_a_sign_in(client: Client) -> None:
    for path in ("/catalog/", "/catalog/synonyms/", "/catalog/freight_general/"):
        assert client.get(path).status_code == 302


def test_the_officers_list_finds_by_pinyin(officer: Client) -> None:
    assert "普通货物运输经营许可" in text(officer.get("/catalog/?q=huoyun"))
    assert "没有相符的事项" in text(officer.get("/catalog/?q=zzzz"))


def test_an_officer_adds_and_removes_an_everyday_word(officer: Client) -> None:
    assert (
        officer.post("/catalog/synonyms/", {"everyday": "跑运输", "official": "普通货物运输经营许可"}).status_code
        == 302
    )
    assert "跑运输" in text(officer.get("/catalog/synonyms/"))
    twice = officer.post("/catalog/synonyms/", {"everyday": "跑运输", "official": "普通货物运输经营许可"})
    assert twice.status_code == 409
    assert "不需要重复添加" in text(twice)
    officer.post(f"/catalog/synonyms/{Synonym.objects.get().pk}/remove/")
    assert not Synonym.objects.exists()


def test_who_may_not_change_words_sees_no_form_and_is_refused(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("yichuang.accounts.middleware.page_actor", lambda request: CLERK)
    assert (
        "添加"
        not in text(client.get("/catalog/synonyms/")).replace("还没有同义词", "").split("<main")[1].split("添加群众")[0]
    )
    assert client.post("/catalog/synonyms/", {"everyday": "甲", "official": "乙"}).status_code == 403
    assert not Synonym.objects.exists()


def test_suspending_shows_on_the_page_and_ends_the_offer(officer: Client, client: Client) -> None:
    assert officer.post("/catalog/freight_general/", {"reason": "法规修改"}).status_code == 302
    assert "已暂停" in text(officer.get("/catalog/freight_general/"))
    told = client.get("/matters/freight_general/")
    assert "暂停办理：法规修改" in text(told) and "回答几个问题" not in text(told)
