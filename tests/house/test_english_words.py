"""The English of the screens is one language: one word for one term, plurals that count, one spelling, sentence case (docs/words.md)."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tools import words
from yichuang.foundations.plurals import CHOICE, counted

# A Chinese term; what its English must have; what it must not have. Chosen by docs/words.md and rulebook part 7.
TERMS = (
    ("预约", "", r"\bbookings?\b(?<!online booking)", "Appointment"),
    ("窗口", "", r"(?<![{(])\bcounters?\b", "Window"),
    ("综合窗口", r"general window", "", "综合窗口"),
    ("统一申报编码", r"application number", "", "统一申报编码"),
    ("业务系统", "", r"department system", "ClientSystem"),
    ("模拟验收", "", r"simulated acceptance|practice acceptance", "模拟验收"),
    ("查询密码", r"query password", "", "查询密码"),
    ("收件凭证", r"receipt slip", "", "收件凭证"),
    ("一件事", "", r"one-thing", "LifeEvent"),
    ("服务点", r"\bsites?\b|service points?", "", "Site"),
    ("草稿", r"\bdrafts?\b", "", "Draft"),
    ("异议", "", r"\bcomplaints?\b|\bobjective", "SimulationObjection"),
    ("领取人", "", r"\brecipients?\b", "领取人"),
    ("收回", "", r"taken? back(?! seat)", "收回"),
    ("停用", "", r"\bclos(?:e|ed|ing)\b", "已停用"),
    ("评审专家", r"review expert", "", "评审专家"),
    ("移交清单", r"hand-over list", "", "HandoverBatch"),
    ("委托授权书", r"delegation", "", "Delegation"),
    ("材料词典", r"material dictionary", "", "Dictionary"),
    ("联办件", r"joint case", "", "JointCase"),
    ("审查要点", r"review points?|points? of (?:formal|content) review|standard of discretion", "", "审查要点"),
    ("首办责任", r"first.handler|first responsibility", "", "首办责任人"),
    ("动态调整", r"adjustment", "", "AdjustmentRequest"),
)
# Where a term is part of another word, or the sentence is English only without it.
FREE = {
    "请核对服务点标识。",
    "把收件页面的地址发给综合窗口：",
    "按“标为共享、免提交”；要收回原证的，在“保留理由”写明依据。",
    "请从服务点列表中选择。",
}
# A word after a comma or a small word has a capital only if it is a name.
NAMES = re.compile(
    "Administration|Administrative|Affairs|Archives|Ban|Base|Boat|Bureau|Centre|Check|China|Chinese|Civil|Code|"
    "Compare|Compatible|Content|Council|Ctrl|Data|Day|Decree|Dian|District|Doc|Estate|Excel|Fa|Festival|Friday|"
    "General|Government|Hangzhou|Hong|Idempotency|Infinity|Information|Interim|Jian|Jiang|Jiao|Kong|Law|Licensing|"
    "Litigation|Macao|Measures|Ming|Monday|Na|National|No|Office|Order|People|Post|Procedure|Protection|Real|"
    "Reconsideration|Registration|Regulation|Republic|Saturday|Service|Sharing|Shi|Spark|Standard|State|Statistics|"
    "Sunday|Taiwan|Telegram|Telegrams|Tell|Thursday|Transport|Tuesday|Upload|Web|Webhooks|Wednesday|Wei|Word|Xiao|"
    "Xiaoman|Year|Zhejiang|Zhong"
)
AMERICAN = (
    r"\w*(?:organi|utili|recogni|apologi|authori|summari|minimi|normali)z(?:e|ed|es|ing|ation|ations|er)\b"
    r"|\bcenters?\b|\bcolors?\b|\bcanceled\b"
)
THINGS = (
    "cases|days|hours|minutes|seconds|months|years|copies|fields|items|matters|materials|people|persons|messages|rows|places|visits"
    "|originals|times|errors|tickets|appointments|results|ratings|situations|characters|options|differences"
)
UNCOUNTED = re.compile(rf"(?:\{{[a-z_]\w*\}}|%\([a-z_]\w*\)s) (?!has |have )(?:[a-z-]+ )?(?:{THINGS})\b")
# A person or a text stands before these, not a number.
NO_NUMBER = {"{name}预约", "签收后由%(taker)s保管材料；未接收的件会回到%(giver)s的待交接列表。"}


def entries() -> Iterator[tuple[str, str, str]]:
    """Yield room, text (with its context) and English of every entry."""
    for room in words.rooms():
        for entry in words.book_of(room):
            yield room, words.key_of(entry), entry.msgstr


def test_one_text_has_one_english() -> None:
    """Two rooms never say the same text in two ways; what means two things has a context (`phrases.CONTEXTS`)."""
    said: dict[str, tuple[str, str]] = {}
    for room, text, english in entries():
        other = said.setdefault(text, (room, english))
        assert other[1] == english, f"{text!r}: {other} and {(room, english)}"


@pytest.mark.parametrize(("term", "must", "never", "why"), TERMS)
def test_one_term_has_one_english(term: str, must: str, never: str, why: str) -> None:
    """A term of docs/words.md or the glossary is said in the words of the table on every page."""
    wrong = []
    for room, key, english in entries():
        text = key.rpartition(words.END)[2]
        if term not in text or text in FREE:
            continue
        if (must and not re.search(must, english, re.IGNORECASE)) or (
            never and re.search(never, english, re.IGNORECASE)
        ):
            wrong.append(f"{room}: {text!r} -> {english!r} ({why})")
    assert not wrong, "\n".join(wrong)


def test_what_is_counted_has_two_forms() -> None:
    """“1 copies” is nobody's English: a plural behind a value is a choice (foundations/plurals.py)."""
    wrong = [f"{room}: {text!r} -> {english!r}" for room, text, english in entries() if UNCOUNTED.search(english)]
    assert [one for one in wrong if not any(text in one for text in NO_NUMBER)] == []


def test_every_choice_reads_well_with_one_and_with_two() -> None:
    """Both forms of a choice are there, none of them leaves a bracket or two spaces."""
    for _, text, english in entries():
        for number in ("1", "2"):
            filled = re.sub(r"\{\w+(?::\w+)?\}|%\(\w+\)s", number, english)
            said = counted(filled)
            assert "⟦" not in said and "  " not in said.strip(), text
        for choice in CHOICE.findall(english):
            assert choice == "s" or choice.count("|") == 1, f"{text!r}: {choice!r}"


def test_spelling_is_british() -> None:
    """Organisation, utilisation, centre: one spelling in all rooms."""
    assert [(text, english) for _, text, english in entries() if re.search(AMERICAN, english, re.IGNORECASE)] == []


def test_labels_are_in_sentence_case() -> None:
    """“Back to home page”, not “Back To Home Page”: only names have a capital inside."""
    wrong = set()
    for _, text, english in entries():
        for before, word in pairwise(english.split()):
            if re.fullmatch("[a-z]+,?", before) and re.fullmatch("[A-Z][a-z]+", word) and not NAMES.fullmatch(word):
                wrong.add(f"{word}: {text!r} -> {english!r}")
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 case⟦s⟧", "1 case"),
        ("0 case⟦s⟧", "0 cases"),
        ("1.0 hour⟦s⟧", "1.0 hours"),
        ("11 ⟦copy|copies⟧", "11 copies"),
        ("1 original⟦s⟧, 2 ⟦copy|copies⟧", "1 original, 2 copies"),
        ("There ⟦is|are⟧ 1 ⟦entry|entries⟧", "There is 1 entry"),
        ("on 29 November 2026 1 case⟦s⟧ ⟦was|were⟧", "on 29 November 2026 1 case was"),
        ('<b class="n-1">2</b> case⟦s⟧', '<b class="n-1">2</b> cases'),
        ("no number: case⟦s⟧", "no number: cases"),
        ("[a|b] and plain text", "[a|b] and plain text"),
    ],
)
def test_a_choice_follows_its_number(text: str, said: str) -> None:
    """The number is the nearest before, else the next; marks of HTML and dates are no numbers of things."""
    assert counted(text) == said


def test_a_context_that_a_template_asks_for_is_there() -> None:
    """`|in_context:"akt"` would quietly say the text as everywhere else: every context named in a template has entries."""
    there = {key.partition(words.END)[0] for _, key, _ in entries() if words.END in key}
    asked = {
        name
        for path in words.HOUSE.rglob("*.html")
        for name in re.findall(r"(?:in_context:| context )\"(\w+)\"", path.read_text())
    }
    asked |= {name for _, _, english in entries() for name in re.findall(r"\{\w+:(\w+)\}", english)}
    assert asked - there == set()
    assert there - asked == set()
