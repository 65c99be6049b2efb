"""The reader's language (interface.md): what a page says in English, what stays Chinese, and that records never change."""

import json
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.template import Context, engines
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from yichuang.foundations import speech
from yichuang.foundations.http import answer_problem
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.speech import punctuated, say, say_as, speak
from yichuang.ui.engine import Place, SpeakingTemplate


@pytest.fixture
def english() -> Iterator[None]:
    """A reader who chose English."""
    with translation.override("en"):
        yield


def render(source: str, **values: object) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return SpeakingTemplate(source, engine=engine).render(Context(values))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已受理", "Accepted"),
        ("2026年11月29日", "29 November 2026"),
        ("11月3日", "3 November"),
        ("7个工作日", "7 working days"),
        ("2026年11月29日收到申请材料", "Application received on 29 November 2026"),
        ("选填；1 至 500 的整数", "Optional; a whole number from 1 to 500"),
        ("确认不予受理？", "Refuse to accept this application?"),
        ("依据 S2-17、S2-18", "Basis S2-17, S2-18"),
        ("承诺期限 2026-12-08 到期", "Promised time limit ends 2026-12-08"),
        ("已用 1 个工作日", "1 working day used"),
        ("已于2026年11月30日作出决定", "decided on 30 November 2026"),
        ("受理通知书、送达回证", None),
        ("王某某", "王某某"),  # a name is nobody's word
        ("No Chinese", "No Chinese"),
        ("", ""),
    ],
)
def test_a_text_is_said_whole_by_pattern_or_in_pieces(text: str, said: str | None) -> None:
    """A label, a date, a number of days, a list; what no catalogue knows stays."""
    found = say(text)
    assert found == said if said is not None else not speech.HAN.search(found)


@pytest.mark.usefixtures("english")
def test_values_inside_a_sentence_are_said_too() -> None:
    """A refusal that names a field and a person: the sentence is English, the name is not touched."""
    assert say("没有找到办件。") == say(str(NotFound("办件")))
    assert not speech.HAN.search(say("没有找到办件。"))
    assert "张三丰" in say("没有找到张三丰。")


@pytest.mark.usefixtures("english")
def test_half_a_clause_is_not_said() -> None:
    """“复印件 1 份，某某” stays whole: half of it in English would be worse."""
    assert say("已受理，某某说") == "已受理，某某说"


def test_a_chinese_reader_gets_the_very_object() -> None:
    """Nothing is looked up or copied in Chinese: it is the language of the counter."""
    text = "已受理"
    assert speak(text) is text
    assert render("{{ x }}：{{ x }}", x=text) == "已受理：已受理"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("value", [SafeString("<b>已受理</b>"), 3, None, ["已受理"]])
def test_only_plain_text_is_said(value: object) -> None:
    """Finished HTML and things that are no text pass."""
    assert speak(value) is value


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>{{ x }}</p>", "<p>Accepted</p>"),
        ('<p title="{{ x }}">{{ x }}</p>', '<p title="Accepted">Accepted</p>'),
        ('<input value="{{ x }}" placeholder="{{ x }}">', '<input value="已受理" placeholder="Accepted">'),
        ("<textarea>{{ x }}</textarea>{{ x }}", "<textarea>已受理</textarea>Accepted"),
        ("<script>{{ x }}</script>", "<script>已受理</script>"),
        ('<a href="/?q={{ x }}">{{ x }}</a>', '<a href="/?q=已受理">Accepted</a>'),
        ('<p lang="zh-CN">{{ x }}<b>{{ x }}</b></p>{{ x }}', '<p lang="zh-CN">已受理<b>已受理</b></p>Accepted'),
        ("<b>{{ x }}</b>：{{ x }}", "<b>Accepted</b>: Accepted"),
        ('{% if x == "已受理" %}yes{% endif %}', "yes"),
        ("{% blocktranslate with name=x %}材料：{{ name }}{% endblocktranslate %}", "Material: Accepted"),
        ('{% badge x tone="blue" %}', '<span class="badge-tone tone-blue">Accepted</span>'),
        ("a < b {{ x }}", "a < b Accepted"),
    ],
)
def test_a_value_is_said_where_it_is_read(source: str, said: str) -> None:
    """Text and read attributes are said, what is posted back, runs or is marked as Chinese is not."""
    assert render(source, x="已受理").lower() == said.lower()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("source", "stays"),
    [
        ("{{ case.applicant_name }}", True),
        ("{{ case.applicant_name|default:'—' }}", True),
        ("{{ row.settled_by_name }}", True),
        ("{{ file.original_name }}", True),
        ("{{ person.name }}", True),
        ('<a title="{{ event.actor_name }}">', True),
        ("{% blocktranslate with who=case.applicant_name %}材料：{{ who }}{% endblocktranslate %}", True),
        ("{{ case.matter_name }}", False),
        ("{{ case.state_name }}", False),
    ],
)
def test_a_persons_name_is_never_said(source: str, stays: bool) -> None:
    """王受理 is called so in every language, also where his name happens to be a word of the house."""
    named = dict.fromkeys(
        ("applicant_name", "settled_by_name", "original_name", "name", "actor_name", "matter_name", "state_name"),
        "已受理",
    )
    shown = render(source, case=named, row=named, file=named, person=named, event=named)
    assert ("已受理" in shown) is stays


@pytest.mark.usefixtures("english")
def test_a_value_is_still_escaped() -> None:
    """A hostile name does not become HTML on the way into another language."""
    assert "<script>" not in render("{{ x }}", x="已受理<script>alert(1)</script>")
    assert render("{{ x }}", x=mark_safe("<i>已受理</i>")) == "<i>已受理</i>"


@pytest.mark.parametrize(
    ("before", "read"),
    [
        ("", True),
        ("<p>", True),
        ('<p class="', False),
        ('<p class="a" title="', True),
        ("<p ", False),
        ("<textarea>", False),
        ("<textarea></textarea>", True),
        ('<div lang="zh-CN"><div>', False),
        ('<div lang="zh-CN"><div></div></div>', True),
        ("1 < 2", True),
        ("<!-- x -->", True),
        ("<script>if (a < b) {", False),
    ],
)
def test_a_template_knows_where_it_is(before: str, read: bool) -> None:
    """Text, tags, attributes, silent elements."""
    place = Place()
    place.pass_over(before)
    assert place.read is read


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "remark",
    [
        "（" * 300,
        "（）" * 190 + "已受理",
        "“" * 390 + "件",
        "材料" * 190,
        "，".join(["某某"] * 150),
        "a（b“" * 5000 + "件",
    ],
)
def test_a_hostile_remark_keeps_no_pattern_busy(remark: str) -> None:
    """A remark longer than any sentence of the house is not matched; without that, some of these never end."""
    assert say(remark)


def test_marks_between_pieces() -> None:
    """Chinese marks become Latin ones."""
    assert punctuated("a：b、c。") == "a: b, c. "


def request(**headers: str) -> HttpRequest:
    return RequestFactory().get("/api/cases/1", headers=headers)


def test_problem_details_are_in_the_readers_language(english: None) -> None:
    """A program abroad reads why; codes and fields are the same in every language (RFC 9457)."""
    refused = Refused(Reason("gone", "没有找到办件。", field="已受理", todo="请核对编号后重新查询。"), title="没有找到")
    body = json.loads(answer_problem(refused, request()).content)
    assert body["reasons"][0]["code"] == "gone"
    assert body["reasons"][0]["field"] == "已受理"
    for text in (body["title"], body["detail"], body["reasons"][0]["message"], body["reasons"][0]["todo"]):
        assert text and not speech.HAN.search(text)


@pytest.mark.django_db
class TestChoice:
    """Who chooses the language, and how long it lasts."""

    def test_a_browser_setting_is_no_choice(self, client: Client) -> None:
        """A counter's computer with an English browser shows Chinese."""
        answer = client.get("/public/", headers={"Accept-Language": "en-US"})
        assert answer.headers["Content-Language"] == "zh-hans"
        assert '<html lang="zh-CN"' in answer.content.decode()

    def test_a_choice_lasts_and_can_be_taken_back(self, client: Client) -> None:
        """English until Chinese is chosen again; the person stays on his page."""
        chosen = client.post("/language/", {"language": "en", "next": "/progress/?a=1"})
        assert (chosen.status_code, chosen.headers["Location"]) == (302, "/progress/?a=1")
        page = client.get("/public/").content.decode()
        assert '<html lang="en"' in page
        client.post("/language/", {"language": "zh-hans", "next": "/"})
        assert "您想办什么" in client.get("/public/").content.decode()

    @pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_it_leads_nowhere_else(self, client: Client, address: str) -> None:
        """An address of others is not followed."""
        assert "evil" not in client.post("/language/", {"language": "en", "next": address}).headers.get("Location", "/")

    def test_a_language_that_is_not_there(self, client: Client) -> None:
        """Nothing changes."""
        client.post("/language/", {"language": "fr", "next": "/"})
        assert client.get("/public/").headers["Content-Language"] == "zh-hans"

    def test_a_program_asks_for_it(self, client: Client) -> None:
        """A call with a token is answered in the language it accepts; without one, Chinese."""
        answer = client.get("/api/nowhere", headers={"Authorization": "Bearer x", "Accept-Language": "en"})
        assert not speech.HAN.search(answer.json()["title"])
        assert speech.HAN.search(client.get("/api/nowhere").json()["title"])


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("选填；1 至 500 的整数", "Optional; a whole number from 1 to 500"),
        ("材料“王某某”", "Material “王某某”"),  # a name in quotation marks holds the pattern
        ("受理、王某某", "受理、王某某"),  # a list is said as a whole or not at all
        ("是；或者否", "Yes; or No"),
    ],
)
def test_marks_and_joints_hold_a_sentence_together(text: str, said: str) -> None:
    """What stands in front of a mark, in quotation marks, in a list, and between the parts of a condition."""
    assert say(text) == said


@pytest.mark.usefixtures("english")
def test_a_joined_list_is_said_and_stays_escaped() -> None:
    """`join` makes its answer safe; it is a text all the same, and no markup of its own gets through."""
    assert render('{{ rows|join:"、" }}', rows=["受理", "不予受理"]) == say("受理、不予受理")
    assert "<b>" not in render('{{ rows|join:"、" }}', rows=["<b>受理", "不予受理"])


@pytest.mark.usefixtures("english")
def test_what_follows_a_mark_is_set_apart() -> None:
    """A Latin colon has no room of its own: what comes next gets a space."""
    assert render('{% load i18n %}{% translate "填到：" %}{{ name }}', name="Form") == "Fills in: Form"


@pytest.mark.usefixtures("english")
def test_a_place_says_a_text_in_words_of_its_own() -> None:
    """A state and the act that leads to it have one Chinese word; what has no word of its own is said as everywhere else."""
    assert (say("准予"), say_as("act", "准予")) == ("Granted", "Grant")
    assert say_as("act", "准予、不予") == "Grant, Deny"
    assert say_as("act", "王某某") == "王某某"
    assert render('{{ x }}, {{ x|in_context:"act" }}', x="准予") == "Granted, Grant"
    assert render('{% load i18n %}{% translate "办件" %}, {% translate "办件" context "menu" %}') == "Case, Cases"
    assert "“Refuse to accept”" in say(
        "本件现为“已受理”（等办理部门领办，办理期限在走），只有“已收件、待补正”的办件才能办“不予受理”。"
    )


def test_a_chinese_reader_gets_no_context() -> None:
    """The same Chinese text stands in every place."""
    assert render('{{ x|in_context:"act" }}{{ "办件"|in_context:"menu" }}', x="准予") == "准予办件"
    assert (
        render('{% load i18n %}{% translate "准予" %}<a>x</a>{% translate "办件" context "menu" %}')
        == "准予<a>x</a>办件"
    )


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% translate "受理" %}<a href="/">x</a>', 'Accept <a href="/">x</a>'),
        ('<a href="/">x</a>{% translate "受理" %}', '<a href="/">x</a> Accept'),
        ('{{ x }}{% translate "受理" %}', "7 Accept"),
        ('{% translate "受理" %}{{ x }}', "Accept 7"),
        ('<a href="/">x</a>{% translate "反映。" %}', '<a href="/">x</a>. '),
        ('<td>{% translate "受理" %}</td>', "<td>Accept</td>"),
        ('{% translate "受理" as y %}{{ y }}<a>x</a>', "Accept<a>x</a>"),
    ],
)
def test_words_do_not_stick_to_what_stands_beside_them(source: str, said: str) -> None:
    """A link, a value, other words: a space in English, none in Chinese, none before a mark."""
    assert render("{% load i18n %}" + source, x=7) == said


@pytest.mark.usefixtures("english")
def test_a_sentence_counts_what_is_in_it() -> None:
    """One and several, in a pattern of Python and in a template, with the number itself in the text."""
    assert [say(f"{n} 个工作日") for n in (0, 1, 2)] == ["0 working days", "1 working day", "2 working days"]
    source = "{% load i18n %}{% blocktranslate with originals=n %}原件 {{ originals }} 份{% endblocktranslate %}"
    assert [render(source, n=n) for n in (1, 3)] == ["1 original", "3 originals"]


def test_a_name_is_given_in_another_language_or_not_at_all() -> None:
    """The kiosk writes what a matter is called in English under its Chinese name; a name that no catalogue knows gets no second line."""
    assert render('{{ x|said_in:"en" }}', x="受理") == "Accept"
    assert render('{{ x|said_in:"en" }}', x="王某某") == ""
