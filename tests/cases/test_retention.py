"""How long a case's files are kept: what cases and requests tell of their end, the page, holds by page and API, what is left to see."""

from datetime import datetime
from typing import Any

import pytest
from django.conf import settings

from tests.cases.people import signed_in, who
from tests.cases.test_scans import page_
from tests.counter import Desk
from yichuang.cases.models import Case
from yichuang.cases.operations.hold_files import hold_files, lift_files
from yichuang.cases.operations.scan_material import add_scan
from yichuang.cases.queries.retention import destroyed_seen, holds_seen
from yichuang.files.models import RetentionHold, StoredFile
from yichuang.files.operations.destroy import destroy, due_files
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor, Grant
from yichuang.foundations.problems import NotFound
from yichuang.studio.operations.request_adjustment import Wanted, request_adjustment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def in_years(years: int) -> datetime:
    now = clock.now()
    return now.replace(year=now.year + years)


def scanned(closed: bool = True) -> str:
    number = Desk("林小窗").receive()
    add_scan(actor=who("林小窗"), number=number, material="m_safe", content=page_(), now=clock.now())
    if closed:
        Case.objects.filter(number=number).update(closed_at=clock.now(), state="closed")
    return number


def gone(years: int) -> set[str]:
    now = in_years(years)
    dues = [due for due in due_files(settings.RETENTION, now) if not due.held]
    return {due.file.owner_key for due in dues if destroy(due, now)}


def place(desk: Desk, number: str, reason: str = "行政复议期间") -> Any:
    return desk.post("/retention/holds", {"number": number, "reason": reason})


def test_a_closed_case_s_files_go_after_ten_years_and_an_open_one_s_never() -> None:
    closed, open_ = scanned(), scanned(closed=False)
    assert closed not in gone(9)
    assert closed in gone(11) and open_ not in gone(500)


def test_what_was_attached_to_a_request_goes_ten_years_after_the_decision() -> None:
    wanted = Wanted("freight_general", "optimise", "样本过时")
    now = clock.now()
    decided = request_adjustment(actor=who("林小窗"), wanted=wanted, now=now, attached=[page_(60)])
    assert str(decided.pk) not in gone(11)
    decided.decided_at, decided.state = now, "declined"
    decided.save()
    assert str(decided.pk) in gone(11)


def test_what_is_left_of_a_scan_is_shown_where_it_was() -> None:
    number = scanned(closed=False)
    file = StoredFile.objects.get(owner_key=number, purpose="material")
    file.destroyed_at, file.destroyed_why = clock.now(), "办件材料，办结后 10 年"
    file.save()
    page = signed_in("林小窗").get(f"/cases/{number}/").content.decode()
    assert "已按保存期限销毁" in page and f"/scans/{file.pk}" not in page
    scan = Case.objects.get(number=number).materials.get(material_id="m_safe").scans.get()
    answer = signed_in("林小窗").get(f"/cases/{number}/scans/{scan.pk}/")
    assert answer.status_code == 410 and "不能恢复" in answer.content.decode()
    api = Desk("林小窗").get(f"/cases/{number}/scans/{scan.pk}")
    assert (api.status_code, api.json()["reasons"][0]["code"]) == (410, "file_destroyed")


def test_the_administrator_holds_and_lifts_by_page_and_by_api() -> None:
    number, admin, page = scanned(), Desk("谢区管"), signed_in("谢区管")
    assert place(admin, number, "").status_code == 422
    held = place(admin, number)
    assert held.status_code == 201, held.content.decode()
    assert number not in gone(11)
    again = page.post("/retention/", {"number": number, "reason": "审计调阅"})
    assert again.status_code == 409 and "审计调阅" in again.content.decode(), "what was typed is still there"
    assert page.post("/retention/", {"number": "123", "reason": "审计"}).status_code == 422
    listed = admin.get("/retention").json()
    assert [hold["number"] for hold in listed["holds"]] == [number]
    assert {period["kind"]: period["kept"] for period in listed["periods"]}["case"] == "10 年"
    hold = held.json()["id"]
    assert page.post(f"/retention/{hold}/lift/", {"why": ""}).status_code == 422
    assert page.post(f"/retention/{hold}/lift/", {"why": "复议已结"}).status_code == 302
    lifted = admin.post(f"/retention/holds/{hold}/lift", {"reason": "再次"})
    assert lifted.status_code == 409
    assert number in gone(11)
    shown = page.get("/retention/").content.decode()
    assert "复议已结" in shown and number in shown and "办结后 10 年" in shown


def test_another_district_sees_none_of_it_and_finds_no_case() -> None:
    number = scanned()
    place(Desk("谢区管"), number)
    gone(11)
    grants = frozenset(Grant(act, "division", "330110") for act in ("file.retention", "file.hold"))
    foreign = Actor(kind="staff", id="x", name="余杭管理员", grants=grants)
    assert list(holds_seen(foreign)) == [] and not destroyed_seen(foreign).filter(payload__owner_kind="case").exists()
    with pytest.raises(NotFound):
        hold_files(actor=foreign, number=number, reason="审计", now=clock.now())
    with pytest.raises(NotFound):
        lift_files(actor=foreign, hold_id=RetentionHold.objects.get().pk, reason="审计", now=clock.now())
