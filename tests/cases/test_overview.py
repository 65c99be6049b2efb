"""A leader's figures are counted from real cases, reach as far as the post, and cost a known number of statements."""

import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs

import pytest
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.counter import Desk
from tests.results import accepted, at_issuing
from yichuang.cases.models import Case, CaseDay
from yichuang.cases.operations.count_days import roll_up
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.cases.operations.sign_handover import sign_out
from yichuang.cases.queries.overview import overview
from yichuang.cases.rules.overview import Figures, total
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def figures(name: str, by: str = "department", back: int = 0) -> dict[str, tuple[Figures, Figures]]:
    today = day_of(clock.now())
    until = today - timedelta(days=back)
    roll_up(clock.now(), whole=True)
    found = overview(who(name), until - timedelta(days=6), until, today)[by]
    return {line.name: (line.now, line.before) for line in found}


def test_a_period_is_counted_beside_the_one_before() -> None:
    desk, today = Desk("林小窗"), day_of(clock.now())
    received, late, decided = desk.receive(), accepted(desk), at_issuing(desk)
    handed = accepted(desk)
    batch = prepare_handover(actor=who("林小窗"), bundle=Bundle("to_department", (handed,)), now=clock.now())
    sign_out(actor=who("林小窗"), number=batch.number, now=clock.now())
    Case.objects.filter(number=late).update(next_due=today - timedelta(days=1))
    now, before = figures("邹主任")["萧山区交通运输局"]
    assert now == Figures(received=4, accepted=3, concluded=1, decided=1, on_time=1, overdue=1, paper=3, same_day=1)
    assert before == Figures() and (now.on_time_rate, now.same_day_rate) == (100, 33)
    assert figures("邹主任", "site")["萧山区人民政府办事服务中心"][0] == now
    Case.objects.filter(number=decided).update(promised_due=today - timedelta(days=1))
    assert figures("邹主任")["萧山区交通运输局"][0].on_time_rate == 0
    Case.objects.filter(number=received).update(received_at=clock.now() - timedelta(days=8))
    now, before = figures("邹主任")["萧山区交通运输局"]
    assert (now.received, before.received) == (3, 1)


def test_what_was_only_rehearsed_or_is_another_s_does_not_count() -> None:
    desk = Desk("林小窗")
    accepted(desk)
    assert figures("孙局长") and figures("沈主管", "site")
    assert figures("韩局长") == {}
    assert (
        Case.with_practice.filter(practice=False).count()
        == total(now for now, _ in figures("邹主任").values()).received
    )
    Case.objects.update(practice=True, applicant=None, source="0")
    assert figures("邹主任") == {}


def test_rates_are_of_sums_and_rounded_down() -> None:
    one, other = Figures(decided=1, on_time=1), Figures(decided=199, on_time=198)
    assert total([one, other]).on_time_rate == 99 and Figures().on_time_rate is None


def test_the_page_leads_to_the_cases_and_takes_its_figures_out() -> None:
    desk, browser = Desk("林小窗"), signed_in("邹主任")
    number = accepted(desk)
    roll_up(clock.now())
    with statements() as seen:
        page = browser.get("/overview/")
    ours = [sql for sql in seen if "django_session" not in sql]
    # Who acts; the sums by day, what is late, the names of departments and of sites, as of when.
    assert len(ours) <= 7, "\n".join(ours)
    tiles = {tile["name"]: tile for tile in page.context["tiles"]}
    assert tiles["收件"]["value"] == 1
    assert number in {row.number for row in browser.get(tiles["收件"]["url"]).context["page"].rows}
    answer = browser.get("/overview/export/")
    rows = list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[:4] for row in rows[1:]] == [
        ("部门", "萧山区交通运输局", "1", "1"),
        ("服务点", "萧山区人民政府办事服务中心", "1", "1"),
    ]
    assert (
        "这段时间没有件" in browser.get("/overview/", {"since": "2019-01-01", "until": "2019-01-31"}).content.decode()
    )
    for since, until, words in (
        ("x", "", "没有读懂"),
        ("2026-02-01", "2026-01-01", "晚于"),
        ("2019-01-01", "", "最多看"),
    ):
        assert words in browser.get("/overview/", {"since": since, "until": until}).content.decode()
    assert signed_in("林小窗").get("/overview/").status_code == 403


def test_every_number_leads_to_as_many_cases() -> None:
    desk = Desk("林小窗")
    desk.receive()
    late, decided, handed = accepted(desk), at_issuing(desk), accepted(desk)
    batch = prepare_handover(actor=who("林小窗"), bundle=Bundle("to_department", (handed,)), now=clock.now())
    sign_out(actor=who("林小窗"), number=batch.number, now=clock.now())
    yesterday = day_of(clock.now()) - timedelta(days=1)
    Case.objects.filter(number=late).update(next_due=yesterday)
    Case.objects.filter(number=decided).update(decided_at=clock.now() - timedelta(days=40))
    roll_up(clock.now(), whole=True)
    browser = signed_in("邹主任")
    page = browser.get("/overview/").content.decode()
    links = re.findall(r'href="(/cases/[^"]+)">(\d+)</a>', page)
    tiles = browser.get("/overview/").context["tiles"]
    links += [(tile["url"], str(tile["value"])) for tile in tiles if "rate" not in tile["url"] and tile["url"]]
    links = [(unescape(url), number) for url, number in links if number.isdecimal()]
    assert {parse_qs(url)["on"][0] for url, _ in links if "on=" in url} >= {"received", "accepted", "paper", "same_day"}
    for url, number in links:
        rows = browser.get(url).context["page"].rows
        assert len(rows) == int(number), url
    assert {number for url, number in links if "on=received" in url} == {"4"} and len(links) >= 14
    narrowed = next(url for url, _ in links if "on=accepted" in url and "department" in url)
    listed = browser.get(narrowed).content.decode()
    assert "最急的排在前面；萧山区交通运输局；日期为受理日期" in listed and 'name="on" value="accepted"' in listed
    # An officer of another department follows such an address and sees none of them.
    assert signed_in("韩局长").get(narrowed).context["page"].rows == []
    for odd in ("on=never&department=x&site=9", "on=paper&since=0001-01-01&until=9999-12-31", "on=decided", "since=x"):
        assert browser.get(f"/cases/?list=all&{odd}").status_code == 200


def test_the_page_says_as_of_when_and_that_it_is_not_counted_yet() -> None:
    browser = signed_in("邹主任")
    assert "正在统计" in browser.get("/overview/").content.decode()
    roll_up(clock.now())
    page = browser.get("/overview/").content.decode()
    assert f"数字截至 {clock.now():%Y-%m-%d}" in page and "正在统计" not in page


def test_the_page_costs_the_same_however_many_days_and_places() -> None:
    accepted(Desk("林小窗"))
    roll_up(clock.now())
    browser, day = signed_in("邹主任"), day_of(clock.now())
    for back in range(1, 41):
        CaseDay.objects.create(
            day=day - timedelta(days=back),
            department_id=1 + back % 3,
            site_id=1 + back % 5,
            division="330109",
            received=9,
        )
    with statements() as seen:
        browser.get("/overview/")
    ours = [sql for sql in seen if "django_session" not in sql]
    assert len(ours) <= 7, "\n".join(ours)
    assert len([sql for sql in ours if sql.startswith('SELECT "cases_case"')]) == 1, "of cases only what is late"
