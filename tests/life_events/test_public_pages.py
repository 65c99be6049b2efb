"""The public's pages of life events: found, read, asked one question at a time, printed (S2-25, S3-9; 行政许可法 30, 32 I (4))."""

import html
import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.life_events.joint import BIRTH as ANSWERS
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.queries import published
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.life_events.models import PUBLISHED, SUSPENDED, WITHDRAWN, LifeEventVersion
from yichuang.life_events.queries.composing import ground_of
from yichuang.life_events.queries.public import found, shown_life_event
from yichuang.life_events.rules import asking
from yichuang.life_events.rules.whole import prove_whole
from yichuang.life_events.serving import code_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
BIRTH = "a.married=yes&a.follows=mother&a.insure=yes&a.card=yes"
ASK = "/life-events/birth/ask/"
CV, CPSV = Namespace("http://data.europa.eu/m8g/"), Namespace("http://purl.org/vocab/cpsv#")


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def put(key: str, state: str) -> None:
    LifeEventVersion.objects.filter(life_event__key=key).update(state=state)


def stop(matter: str = "social_card_apply") -> None:
    suspend(actor=who("谢区管"), matter_key=matter, reason="系统升级", now=clock.now())


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("孩子出生", ["birth"]),
        ("生小孩", ["birth"]),
        ("上户口", ["birth"]),
        ("chusheng", ["birth"]),
        ("去世", ["death"]),
        ("人去世了怎么办", ["death"]),
        ("丧葬补助金", ["death"]),
        ("公司", []),
        ("货运", []),
        ("", []),
    ],
)
def test_it_is_found_by_name_occasion_and_everyday_words(typed: str, keys: list[str]) -> None:
    assert [event.key for event in found(typed)] == keys


def test_the_list_stands_by_theme_and_an_empty_answer_leads_on() -> None:
    whole = page("/life-events/")
    assert whole.index("<h2>出生</h2>") < whole.index("<h2>死亡</h2>")
    assert "没有找到相符的一件事" in page("/life-events/?q=%E8%B4%A7%E8%BF%90")
    put("birth", WITHDRAWN)
    assert "出生“一件事”" not in page("/life-events/")
    put("death", WITHDRAWN)
    assert "还没有可以一次办的一件事" in page("/life-events/")


def test_the_pages_of_matters_lead_to_it() -> None:
    assert 'href="/life-events/"' in page("/public/")
    assert 'href="/life-events/birth/"' in page("/matters/birth_registration/")
    assert 'href="/life-events/birth/"' in page("/matters/?q=%E7%94%9F%E5%B0%8F%E5%AD%A9")
    assert "/life-events/birth/" not in page("/matters/freight_general/")


def test_the_guide_says_what_the_law_wants_published() -> None:
    shown = page("/life-events/birth/")
    for said in (
        "杭州市公安局萧山区分局",
        "自受理之日起 10个工作日，全部办完",
        "45个工作日",
        "可以延长 15 个工作日",
        "最多 1 次",
        "户口登记没有办成的，医保参保和社会保障卡暂不办理",
        "接着同时办理",
        "行政复议",
        "不用带，数据共享取得",
        "/halls/",
        "/matters/social_card_apply/",
    ):
        assert said in shown, said
    page("/life-events/nothing/", 404)


def test_questions_are_asked_one_at_a_time_by_plain_forms() -> None:
    first = page(ASK)
    assert "父母是否登记结婚" in first and "随父亲还是随母亲" not in first
    assert "请选择一项" in page(f"{ASK}?asked=married")
    second = page(f"{ASK}?asked=married&a.married=yes")
    assert "随父亲还是随母亲" in second and '<input type="hidden" name="a.married" value="yes">' in second


def test_the_checklist_names_each_paper_once_with_whom_it_is_for() -> None:
    listed = page(f"{ASK}?{BIRTH}")
    assert listed.count("<strong>监护人居民身份证</strong>") == 1
    for said in (
        "分别办理要交 3 次，这里只交 1 份",
        "窗口向公安户籍取数据；取不到的，当场告诉您怎么补",
        "在窗口现场采集",
        "分别办要跑 3 次、交 5 份材料、填 18 栏；一起办跑 1 次、交 3 份、填 11 栏",
        "新生儿姓名",
        "没有姓名和证件号码",
    ):
        assert said in listed, said


def test_the_notice_s_code_reopens_the_answers_at_the_counter() -> None:
    notice = page(f"/life-events/birth/checklist/?{BIRTH}")
    base = "http://127.0.0.1:8000"
    for address in (f"{base}/joint/receive/birth/?{BIRTH}", f"{base}{ASK}?{BIRTH}"):
        assert html.unescape(code_of(address)) in html.unescape(notice), address
    assert "父母是否登记结婚" in page("/life-events/birth/checklist/"), "an open question is asked, not printed over"


def test_any_answer_can_be_changed_and_what_falls_away_is_named() -> None:
    asked = page(f"{ASK}?{BIRTH}&change=insure")
    assert '<input type="hidden" name="before.a.insure" value="yes">' in asked
    assert 'name="a.insure" value="yes"' in asked and "checked" in asked
    before = "&".join(f"before.{one}" for one in BIRTH.split("&"))
    changed = page(f"{ASK}?{BIRTH.replace('insure=yes', 'insure=no')}&{before}")
    assert "“城乡居民基本医疗保险参保登记（新生儿）”不再一起办理。" in changed
    assert "参保登记表" not in changed


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("a.moon=yes", "链接中有的答案对应的问题已经没有了"),
        ("a.married=maybe", "的答案不在选项之中"),
        ("a.married=yes&a.married=no", "只能选择一项"),
    ],
)
def test_an_old_link_is_told_what_was_not_taken_up(query: str, said: str) -> None:
    assert said in page(f"{ASK}?{query}")


def test_an_answer_that_leads_out_names_the_way_to_each_matter_by_itself() -> None:
    stop()
    assert "其中一项暂停办理" in page("/life-events/birth/")
    apart = page(f"{ASK}?{BIRTH}")
    assert "现在不能一起办" in apart and "系统升级" in apart
    assert 'href="/matters/birth_registration/ask/?' in apart and 'href="/matters/social_card_apply/"' in apart
    assert "现在不能一起办" in page(f"/life-events/birth/checklist/?{BIRTH}")
    # Who does not need the suspended matter is served as ever.
    assert "打印一次性告知单" in page(f"{ASK}?{BIRTH.replace('card=yes', 'card=no')}")


def test_a_suspended_matter_speaks_its_own_notice_on_every_page_of_the_life_event() -> None:
    """Since when, until when, why and what to do instead are the matter's own words; without an end the page says so (行政许可法 30)."""
    now = clock.now()
    ends = day_of(now) + timedelta(days=9)
    words = "急用的请到市民卡中心自助机申领"
    suspend(
        actor=who("谢区管"), matter_key="social_card_apply", reason="制卡设备检修", now=now, until=ends, instead=words
    )
    for address in ("/life-events/birth/", f"{ASK}?{BIRTH}"):
        told = page(address)
        assert "制卡设备检修" in told and words in told
    guide = page("/life-events/birth/")
    assert f"至{in_chinese(ends)}暂停办理" in guide and "期满次日恢复办理" in guide
    put("birth", SUSPENDED)
    assert "制卡设备检修" in page("/life-events/birth/") and words in page("/life-events/birth/")
    body = Client().get("/api/public/life-events/birth").json()
    (card,) = [one for one in body["members"] if one["matter"] == "social_card_apply"]
    assert "制卡设备检修" in card["closed"] and words in card["instead"]
    assert all(one["closed"] == one["instead"] == "" for one in body["members"] if one is not card)


def word_guide() -> str:
    """Return the text of the guide as a Word document."""
    content = Client().get("/life-events/birth/guide.docx").content
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def test_a_suspension_announced_for_a_later_day_is_told_before_it_begins() -> None:
    """The guide, the checklist, the joint intake and the composer are told; it is received until then (行政许可法 30)."""
    now = clock.now()
    begins = day_of(now) + timedelta(days=5)
    name = published("social_card_apply").spec.name
    told = f"“{name}”{in_chinese(begins)}起暂停办理：制卡设备检修。"
    address = f"/joint/receive/birth/?kind=person&{BIRTH}"
    clerk = signed_in("林小窗")
    for before in (page("/life-events/birth/"), page(f"{ASK}?{BIRTH}"), clerk.get(address).content.decode()):
        assert "即将暂停" not in before
    assert "即将暂停" not in word_guide()
    suspend(actor=who("谢区管"), matter_key="social_card_apply", reason="制卡设备检修", now=now, since=begins)
    assert told in page("/life-events/birth/") and told in page(f"{ASK}?{BIRTH}")
    assert told in page(f"/life-events/birth/checklist/?{BIRTH}"), "what is taken home says it too"
    # Who does not need it reads of it on the guide only.
    assert told not in page(f"{ASK}?{BIRTH.replace('card=yes', 'card=no')}")
    desk = html.unescape(clerk.get(address).content.decode())
    assert told in desk and "在此之前照常受理" in desk and "到那天还没有开办的" in desk
    assert "现在不能受理" not in desk
    paper = word_guide()
    assert told in paper and "公告：其中一项即将暂停办理" in paper and "请在暂停之前来办" in paper
    body = Client().get("/api/public/life-events/birth").json()
    assert [told in one["announced"] for one in body["members"] if one["matter"] == "social_card_apply"] == [True]
    assert all(one["closed"] == "" for one in body["members"])
    plan = Desk("林小窗").post("/joint-cases/plan", {"life_event": "birth", "answers": ANSWERS}).json()
    assert {one["matter"]: told in one["announced"] for one in plan["members"]}["social_card_apply"]
    spec = shown_life_event("birth").spec
    soon = [one for one in prove_whole(spec, ground_of(spec, day_of(now))) if one.code == "suspends_soon"]
    assert [(one.severity, told in one.message) for one in soon] == [("advice", True)]


def test_a_suspension_without_an_end_says_that_its_end_will_be_announced() -> None:
    stop()
    assert "恢复办理的时间另行公告" in page("/life-events/birth/")


@pytest.mark.parametrize(("state", "status", "said"), [(SUSPENDED, 200, "暂停一起办理"), (WITHDRAWN, 410, "已取消")])
def test_a_life_event_that_is_not_in_force_says_what_to_do_instead(state: str, status: int, said: str) -> None:
    put("birth", state)
    for address in ("/life-events/birth/", f"{ASK}?{BIRTH}"):
        stopped = page(address, status)
        assert said in stopped and 'href="/matters/birth_registration/"' in stopped
    page("/life-events/birth/guide.docx", 404)
    assert ("暂停一起办理" in page("/life-events/")) == (state == SUSPENDED)
    put("birth", PUBLISHED)
    assert "回答几个问题" in page("/life-events/birth/")


def test_the_guide_is_a_word_document_and_the_same_bytes_twice() -> None:
    http = Client()
    once, again = (http.get("/life-events/birth/guide.docx").content for _ in range(2))
    assert once == again
    told = "\n".join(paragraph.text for paragraph in Document(BytesIO(once)).paragraphs)
    assert "出生“一件事”" in told and "一次办好哪几件事" in told and "有一项没有办成怎么办" in told


def test_a_program_reads_it_as_a_life_event_with_its_public_services() -> None:
    body: dict[str, Any] = json.loads(Client().get("/life-events/birth/cpsv.jsonld").content)
    read = Graph().parse(data=json.dumps(body), format="json-ld")
    here = URIRef("http://127.0.0.1:8000/life-events/birth")
    assert (here, RDF.type, CV.LifeEvent) in read
    services = set(read.objects(here, DCTERMS.relation))
    assert len(services) == 3
    for service in services:
        assert (service, RDF.type, CPSV.PublicService) in read
        assert (service, CV.isGroupedBy, here) in read


def test_the_api_leads_the_same_way_and_keeps_nothing() -> None:
    http, address = Client(), "/api/public/life-events"
    assert [one["key"] for one in http.get(f"{address}?q=生小孩").json()] == ["birth"]
    assert [one["key"] for one in http.get(address).json()] == ["birth", "death"]
    guide = http.get(f"{address}/birth").json()
    assert guide["open"] and [one["id"] for one in guide["members"]] == [
        part.member.id for part in shown_life_event("birth").parts
    ]

    def advance(answers: dict[str, Any]) -> Any:
        return http.post(f"{address}/birth/advance", {"answers": answers}, content_type="application/json")

    assert advance({}).json()["question"]["id"] == "married"
    assert advance({"married": "maybe"}).json()["problems"]
    answers = {"married": "yes", "follows": "mother", "insure": "yes", "card": "yes"}
    reached = advance(answers).json()
    assert reached["counts"]["materials_once"] == sum(one["brought"] for one in reached["papers"]) == 3
    assert reached["counter_url"].endswith(f"/joint/receive/birth/?{BIRTH}")
    stop()
    assert [bool(one["why"]) for one in advance(answers).json()["apart"]] == [False, False, True]
    put("birth", SUSPENDED)
    assert advance(answers).status_code == 409
    put("birth", WITHDRAWN)
    assert advance(answers).status_code == 410


def test_a_multi_choice_question_travels_with_its_empty_answer() -> None:
    spec = shown_life_event("birth").spec
    question = spec.questions[0].model_copy(update={"kind": "multi", "asks": ()})
    several = spec.model_copy(update={"questions": (question,)})
    answered = asking.path(several, {"married": []})
    assert [one.text for one in answered] == ["以上均不适用"] and asking.answers_of(answered) == {"married": []}
