"""The template tags: what they say, what they escape, how they link; no browser, no database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.forms import CharField, Form, HiddenInput, formset_factory
from django.template import Context, Template
from django.test import RequestFactory

from yichuang.cases.rules.states import TEXTS
from yichuang.foundations.problems import Reason, Refused
from yichuang.ui.templatetags._marks import STATES, clock_words


@dataclass(frozen=True)
class Reading:
    colour: str = "green"
    left: int | None = 3
    due: date | None = date(2026, 11, 25)
    why: str = "行政许可法第四十二条"
    state: str = "running"
    provisional: bool = False


def render(text: str, path: str = "/", **values: Any) -> str:
    return Template("{% load ui %}" + text).render(Context({"request": RequestFactory().get(path), **values}))


@pytest.mark.parametrize("state", list(TEXTS))
def test_badges_carry_the_names_and_tones_of_the_cases_room(state: Any) -> None:
    tone, _icon, name = STATES[state.value]
    assert (name, tone) == (TEXTS[state].name, TEXTS[state].tone)


def test_no_badge_names_a_state_that_does_not_exist() -> None:
    assert set(STATES) == {state.value for state in TEXTS}


@pytest.mark.parametrize(
    ("state", "left", "colour", "says"),
    [
        ("running", 3, "green", "剩 3 个工作日"),
        ("running", 0, "yellow", "今日到期"),
        ("running", 0, "red", "已超期"),
        ("running", -2, "red", "超期 2 个工作日"),
        ("standing", 6, "grey", "停计（剩 6 个工作日）"),
        ("standing", None, "grey", "停计"),
        ("not_started", None, "grey", "未开始"),
        ("stopped", 4, "green", "按期"),
        ("stopped", -1, "red", "超期 1 个工作日"),
    ],
)
def test_a_clock_says_how_it_stands_in_words_not_only_in_colour(
    state: str, left: int | None, colour: str, says: str
) -> None:
    assert clock_words(state, left, colour, "个工作日") == says


def test_a_clock_gives_its_reason_and_marks_a_provisional_date() -> None:
    html = render("{% clock_badge reading %}", reading=Reading(provisional=True))
    assert "11月25日" in html and "暂定" in html and html.count("行政许可法第四十二条") == 2


def test_everything_from_outside_is_escaped() -> None:
    bad = '<b>"x"'
    html = render(
        '{% badge bad %}{% clock_badge reading %}{% button bad name=bad %}{% empty_state bad %}'
        '{% definition_list pairs %}{% notice "error" %}{{ bad }}{% endnotice %}'
        "{% stepper steps 1 %}{% breadcrumb crumbs %}{% reasons refused %}{% poll bad %}{% sort_header bad 'a' %}",
        path="/?q=<b>", bad=bad, reading=Reading(why=bad), pairs=[(bad, bad)], steps=[bad],
        crumbs=[{"label": bad, "url": bad}, {"label": bad}],
        refused=Refused(Reason("x", bad, rule=bad, kept=bad, todo=bad)),
    )  # fmt: skip
    assert "<b>&quot;" not in html and '<b>"' not in html


def test_sorting_turns_and_keeps_the_filter_but_not_the_cursor() -> None:
    html = render('{% sort_header "到期" "due" %}', path="/?q=王&sort=due&cursor=abc")
    assert 'aria-sort="ascending"' in html and 'href="?q=%E7%8E%8B&amp;sort=-due"' in html
    assert 'aria-sort="descending"' in render('{% sort_header "到期" "due" default="-due" %}')
    assert "aria-sort" not in render('{% sort_header "到期" "due" %}', path="/?sort=number")


def test_the_pager_links_only_where_there_is_a_page() -> None:
    @dataclass
    class Page:
        next: str = ""
        previous: str = ""

    assert render("{% pager page %}", page=Page()) == ""
    first = render("{% pager page %}", path="/?q=a", page=Page(next="n"))
    assert "?q=a&amp;cursor=n" in first and 'rel="prev"' not in first and "下一页" in first
    last = render("{% pager page %}", path="/?q=a&cursor=n", page=Page(previous="p"))
    assert "cursor=p" in last and 'rel="next"' not in last and 'href="?q=a"' in last


def test_a_filter_keeps_the_order_and_exports_what_is_shown() -> None:
    html = render('{% filter_bar export="/x.xlsx" %}<i></i>{% endfilter_bar %}', path="/?q=a&sort=-due&cursor=c")
    assert (
        'name="sort" value="-due"' in html
        and "/x.xlsx?q=a&amp;sort=-due" in html
        and "清除条件" in html
        and "cursor" not in html
    )
    assert "清除条件" not in render("{% filter_bar %}{% endfilter_bar %}", path="/?sort=due")


class Person(Form):
    """A small form."""

    name = CharField(label="姓名", help_text="与证件一致", error_messages={"required": "请填写姓名。"})
    key = CharField(widget=HiddenInput, required=False)


def test_a_field_ties_label_help_and_error_to_its_input() -> None:
    html = render("{% field form.name autocomplete='off' data_key='F6' %}", form=Person({"name": ""}))
    assert '<label class="field-label" for="id_name">姓名' in html
    assert (
        'aria-describedby="id_name_error id_name_help"' in html
        and 'id="id_name_error"' in html
        and 'id="id_name_help"' in html
    )
    assert (
        "<b>错误：</b>请填写姓名。" in html
        and 'aria-invalid="true"' in html
        and 'data-key="F6"' in html
        and 'autocomplete="off"' in html
    )


def test_a_hidden_field_is_only_its_input() -> None:
    assert render("{% field form.key %}", form=Person()) == '<input type="hidden" name="key" id="id_key">'


def test_the_summary_links_every_error_of_forms_and_formsets() -> None:
    many = formset_factory(Person)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "", "form-1-name": ""}
    )
    html = render("{% error_summary form many %}", form=Person({"name": ""}), many=many)
    assert "有 3 处需要更正" in html
    assert all(f'href="#id_{name}"' in html for name in ("name", "form-0-name", "form-1-name"))
    assert render("{% error_summary form %}", form=Person({"name": "王小明"})) == ""


def test_what_several_reasons_keep_and_ask_for_alike_is_said_once() -> None:
    """行政许可法 32: all reasons at once; fourteen open points are fourteen lines, not forty-two."""
    alike = [Reason(f"r{n}", f"要点{n}没有核对。", kept="没有改动。", todo="请核对。") for n in range(3)]
    other = Reason("x", "没有签名。", kept="没有改动。", todo="请签名。")
    html = render("{% reasons refused %}", refused=Refused(*alike, other))
    assert [html.count(text) for text in ("没有核对", "请核对。", "请签名。", "没有改动。")] == [3, 1, 1, 2]
    assert "以上 3 条都是" in html


def test_a_refusal_shows_all_reasons_with_rule_kept_and_todo() -> None:
    html = render(
        "{% reasons refused %}",
        refused=Refused(Reason("a", "甲", rule="S2-21", kept="已存", todo="再来"), Reason("b", "乙")),
    )
    assert all(word in html for word in ("甲", "乙", "依据 S2-21", "已存", "再来", "共 2 条原因"))
    assert render("{% reasons refused %}", refused=None) == ""


def test_a_button_with_an_address_is_a_link_and_carries_its_key() -> None:
    html = render('{% button "收件" href="/desk/" key="F2" tone="primary" %}')
    assert html.startswith("<a") and 'aria-keyshortcuts="F2"' in html and "<kbd>F2</kbd>" in html


@pytest.mark.parametrize(
    ("kind", "face"), [("staff", "ui/officer.html"), ("applicant", "ui/public.html"), (None, "ui/public.html")]
)
def test_a_problem_wears_the_face_of_the_one_who_meets_it(kind: str | None, face: str) -> None:
    actor = type("Someone", (), {"kind": kind})() if kind else None
    assert render("{{ actor|shell_of }}", actor=actor) == face
