"""A region's administrator keeps its organisation: state, event and refusal of each act (S0-15, S0-24, S0-25)."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.accounts.people import actor, staff
from tests.cases.people import signed_in
from tests.cases.test_budgets import statements
from tests.counter import Desk
from tests.organizations.sheets import workbook
from yichuang.accounts.operations.end_posting import end_posting
from yichuang.accounts.queries.staff import offered_to, spot_of
from yichuang.accounts.rules.administration import Appointment
from yichuang.foundations import clock, ledger
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.organizations.models import Department, Division, HeldWorkbook, Place, Site, Window
from yichuang.organizations.operations.add_place import add_place
from yichuang.organizations.operations.change_place import change_place
from yichuang.organizations.operations.close_place import close_place, reopen_place
from yichuang.organizations.queries import accepting_windows, departments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
VILLAGE = {"code": "330109118202", "name": "东村", "kind": "village", "parent": "330109118"}
HALL = {
    "key": "guali",
    "name": "瓜沥镇便民服务中心",
    "kind": "town_hall",
    "division": "330109113",
    "short_name": "瓜沥",
}
BUREAU = {
    "key": "xs-water",
    "name": "萧山区农业农村局",
    "division": "330109",
    "code2": "88",
    "short_name": "萧农",
    "authority_kind": "department",
}


def add(who: str, kind: str, values: dict[str, str]) -> Place:
    return add_place(actor=actor(who), kind=kind, values=values, now=clock.now())


def close(who: str, kind: str, key: str, why: str = "撤并") -> Place:
    return close_place(actor=actor(who), kind=kind, key=key, why=why, now=clock.now())


def said(refused: Any) -> str:
    return str(refused.value)


def test_each_kind_is_added_with_its_first_event() -> None:
    for kind, values in (
        ("division", VILLAGE),
        ("department", BUREAU),
        ("site", HALL),
        ("board", {"site": "guali", "letter": "A", "name": "综合受理"}),
        ("window", {"site": "guali", "number": "01", "name": "综合窗口", "kind": "accept", "board": "A"}),
    ):
        made = add("谢区管", kind, values)
        event = ledger.history(made.stream)[-1]
        assert (event.type, event.payload["values"], event.actor_name) == ("place.added", values, "谢区管")
    assert any(row.site.key == "guali" for row in accepting_windows("330109"))
    assert verify_ledger().faults == []


@pytest.mark.parametrize(
    ("kind", "values", "field", "words"),
    [
        ("division", {**VILLAGE, "code": "330109118201"}, "code", "已有行政区划使用“330109118201”"),
        ("division", {**VILLAGE, "name": "三围村(演示)"}, "name", "同一处已有名为"),
        ("division", {**VILLAGE, "code": "330109105203"}, "parent", "不在“330109118”之下"),
        ("division", {**VILLAGE, "code": "33010911820"}, "code", "应为 12 位数字"),
        ("division", {**VILLAGE, "parent": "330109007", "code": "330109007001"}, "parent", "已停用"),
        ("department", {**BUREAU, "code2": "11"}, "code2", "已被本区县的其他部门使用"),
        ("department", {**BUREAU, "uscc": "11330109900000102X"}, "uscc", "校验码不符"),
        ("department", {**BUREAU, "name": "萧山区交通运输局"}, "name", "同一处已有名为"),
        ("site", {**HALL, "kind": "centre"}, "division", "应设在区县"),
        ("site", {**HALL, "key": "瓜沥"}, "key", "只能用小写字母"),
        ("board", {"site": "centre", "letter": "A", "name": "又一个"}, "letter", "已有板块使用"),
        (
            "window",
            {"site": "centre", "number": "07", "name": "x", "kind": "accept", "board": "A"},
            "number",
            "已有窗口",
        ),
        (
            "window",
            {"site": "centre", "number": "33", "name": "x", "kind": "accept", "board": "Z"},
            "board",
            "没有票号字母",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(
    kind: str, values: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        add("谢区管", kind, values)
    assert words in said(refused) and field in [reason.field for reason in refused.value.reasons]
    assert all(reason.kept and reason.todo for reason in refused.value.reasons)


def test_a_town_keeps_its_villages_and_sites_and_nothing_else() -> None:
    add("戚镇管", "division", VILLAGE)
    add(
        "戚镇管",
        "site",
        {**HALL, "key": "dongcun", "name": "东村便民点", "kind": "village", "division": "330109118202"},
    )
    for kind, values in (("site", HALL), ("department", BUREAU), ("department", {**BUREAU, "division": "330109118"})):
        with pytest.raises(NotAllowed):
            add("戚镇管", kind, values)
    for kind, key in (("division", "330109118"), ("site", "centre")):
        with pytest.raises((NotAllowed, NotFound)):
            close("戚镇管", kind, key)
    with pytest.raises(NotAllowed, match="本地区管理员"):
        change_place(actor=actor("谢区管"), kind="division", key="330109", values={"name": "我的区"}, now=clock.now())
    with pytest.raises(NotAllowed):
        add("林小窗", "division", VILLAGE)


def test_a_change_keeps_the_code_and_says_what_was_before() -> None:
    given: dict[str, Any] = {"actor": actor("谢区管"), "kind": "site", "key": "linpu", "now": clock.now()}
    row = change_place(values={"name": "临浦镇政务服务中心", "hours": ""}, **given)
    payload = ledger.history(row.stream)[-1].payload
    assert (
        payload["fields"]["name"] == ["临浦镇便民服务中心", "临浦镇政务服务中心"]
        and payload["fields"]["hours"][1] == ""
    )
    for values, words in (
        ({"division": "330109113"}, "定后不能改"),
        ({}, "没有要变更的内容"),
        ({"name": ""}, "没有填写"),
    ):
        with pytest.raises(Refused, match=words):
            change_place(values=values, **given)


def test_a_site_with_people_or_open_cases_stays_open_and_says_who_is_in_the_way() -> None:
    number = Desk("吴益农").receive()
    with pytest.raises(Refused) as refused:
        close("谢区管", "site", "yinong")
    assert "还有人员在岗：吴益农、金益农" in said(refused) and f"还有没办结的件：{number}" in said(refused)
    assert Site.objects.get(key="yinong").closed_on is None
    for name in ("吴益农", "金益农"):
        person = staff(name)
        end_posting(actor=actor("戚镇管"), staff_id=str(person.pk), posting=person.postings.get().pk, now=clock.now())
    with pytest.raises(Refused) as refused:
        close("谢区管", "site", "yinong")
    assert "在岗" not in said(refused) and number in said(refused)


@pytest.mark.parametrize(
    ("kind", "key", "words"),
    [
        ("department", "xs-transport", "还有事项由它办理"),
        ("department", "xs-transport", "还有人员在岗：姜管理、孙局长、赵审查等"),
        ("division", "330109118", "还有下级区划在用：三围村"),
        ("division", "330109118", "还有服务点在用：益农镇便民服务中心"),
        ("division", "330109118", "还有人员在岗：戚镇管"),
        ("board", "centre:A", "还有窗口在这个板块：01 号等 1 个"),
    ],
)
def test_what_is_in_the_way_of_closing_is_named(kind: str, key: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        close("谢区管", kind, key)
    assert words in said(refused) and all(reason.todo for reason in refused.value.reasons)


def test_a_window_named_in_a_post_stays_open() -> None:
    window = Window.objects.get(site__key="centre", number="01")
    staff("林小窗").postings.update(window=window.number)
    with pytest.raises(Refused, match="林小窗"):
        close("谢区管", "window", "centre:01")
    close("谢区管", "window", "centre:02")


def test_a_closed_place_is_not_offered_and_can_be_opened_again() -> None:
    add("谢区管", "department", BUREAU)
    add("谢区管", "site", HALL)
    department, site = Department.objects.get(key="xs-water"), Site.objects.get(key="guali")
    with pytest.raises(Refused, match="没有填写停用的原因"):
        close("谢区管", "site", "guali", " ")
    close("谢区管", "site", "guali")
    close("谢区管", "department", "xs-water")
    offered = str(offered_to(actor("谢区管")).places)
    assert "瓜沥镇便民服务中心" not in offered and "农业农村局" not in offered
    assert department not in departments() and spot_of(Appointment("clerk", site_id=site.pk)) is None
    with pytest.raises(Refused, match="已停用"):
        close("谢区管", "site", "guali")
    with pytest.raises(Refused, match="已有服务点使用") as refused:
        add("谢区管", "site", HALL)
    assert "请打开它后恢复" in refused.value.reasons[0].todo
    reopen_place(actor=actor("谢区管"), kind="site", key="guali", why="恢复办事", now=clock.now())
    assert [event.type for event in ledger.history(site.stream)] == ["place.added", "place.closed", "place.reopened"]
    with pytest.raises(Refused, match="没有停用"):
        reopen_place(actor=actor("谢区管"), kind="site", key="guali", why="再次", now=clock.now())


def test_lists_are_filtered_sorted_paged_and_taken_out() -> None:
    browser = signed_in("谢区管")
    seen: list[str] = []
    cursor = ""
    while True:
        page = browser.get("/organisation/division/", {"sort": "-code", "state": "all", "cursor": cursor}).context[
            "page"
        ]
        seen += [row.code for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert seen == sorted(seen, reverse=True) and len(seen) == len(set(seen)) > 30
    assert set(seen) == set(Division.objects.filter(code__startswith="330109").values_list("code", flat=True))
    rows = browser.get("/organisation/site/", {"q": "镇", "kind": "town_hall"}).context["page"].rows
    assert {row.key for row in rows} == {"yinong", "linpu"}
    answer = browser.get("/organisation/window/export/", {"inside": "linpu", "sort": "number"})
    sheet = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in sheet] == ["窗口号", "01", "90", "99"]
    with statements() as said_to_database:
        browser.get("/organisation/window/", {"inside": "centre"})
    ours = [sql for sql in said_to_database if "django_session" not in sql]
    assert len(ours) <= 3, "\n".join(ours)  # who acts; the page; the sites to choose from


def test_the_whole_workbook_comes_back_without_a_change_and_with_one() -> None:
    browser = signed_in("谢区管")
    whole = browser.get("/organisation/workbook/").content

    def upload(data: bytes) -> Any:
        answer = browser.post("/organisation/import/", {"file": SimpleUploadedFile("o.xlsx", data)})
        assert answer.status_code == 302, answer.content.decode()
        return browser.get(answer["Location"])

    page = upload(whole)
    assert "没有变化" in page.content.decode() and page.context["changes"] == []
    row = ("330109118203", "西村", "村社区", "330109118", "", "")
    page = upload(workbook(division=(("330109118", "益农新镇", "镇", "330109"), row)))
    assert (page.context["added"], page.context["changed"]) == (1, 1)
    assert not Division.objects.filter(code="330109118203").exists(), "nothing is written by looking"
    address = f"/organisation/import/{page.context['held'].pk}/"
    assert signed_in("戚镇管").get(address).status_code == 404, "another's file"
    assert browser.post(f"{address}apply/").status_code == 302
    assert Division.objects.get(code="330109118").name == "益农新镇"
    assert browser.post(f"{address}apply/").status_code == 409
    assert "新增 1 处，变更 1 处" in browser.get(address).content.decode()
    HeldWorkbook.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    assert browser.get(address).status_code == 404


def test_a_town_s_workbook_reaches_no_further_than_the_town() -> None:
    browser = signed_in("戚镇管")
    data = workbook(division=(("330109105209", "临浦新村", "村社区", "330109105"),))
    answer = browser.post("/organisation/import/", {"file": SimpleUploadedFile("o.xlsx", data)})
    page = browser.get(answer["Location"])
    assert "不在您管理的范围内" in page.content.decode() and not page.context["importable"]
    assert browser.post(f"{answer['Location']}apply/").status_code == 422
    assert not Division.objects.filter(code="330109105209").exists()


def test_the_pages_do_what_the_operations_do() -> None:
    browser = signed_in("谢区管")
    assert "管理" in browser.get("/organisation/site/").content.decode()
    page = browser.get("/organisation/department/add/", {"division": "330109"})
    assert page.context["form"]["division"].value() == "330109", "what leads here says where"
    answer = browser.post("/organisation/site/add/", HALL)
    assert answer["Location"] == "/organisation/site/at/guali/"
    page = browser.post("/organisation/site/add/", HALL)
    assert page.status_code == 409 and "已有服务点使用" in page.content.decode() and "瓜沥" in page.content.decode()
    form = {"name": "瓜沥镇政务服务中心", "short_name": "瓜沥"}
    assert browser.post("/organisation/site/at/guali/change/", form).status_code == 302
    assert browser.post("/organisation/site/at/guali/close/", {"why": ""}).status_code == 422
    assert browser.post("/organisation/site/at/guali/close/", {"why": "撤并"}).status_code == 302
    text = browser.get("/organisation/site/at/guali/").content.decode()
    assert "已停用" in text and "停用（" in text and "由“瓜沥镇便民服务中心”改为“瓜沥镇政务服务中心”" in text
    assert browser.post("/organisation/site/at/guali/reopen/", {"why": "恢复"}).status_code == 302
    assert signed_in("邹主任").get("/organisation/site/at/guali/").context["manages"] is False
    assert signed_in("戚镇管").get("/organisation/site/at/guali/").status_code == 404
