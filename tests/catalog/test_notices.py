"""Suspension, resumption and withdrawal with notice (S2-22, S2-26; 行政许可法 30): state, event, refusal, and what each channel says."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.catalog.conftest import NOW, PUBLISHER, STRANGER
from tests.catalog.matters import spec_of
from yichuang.catalog import queries
from yichuang.catalog.models import MatterNotice, MatterVersion
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.operations.resume import keep_notice, resume
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.operations.withdraw import withdraw_matter
from yichuang.catalog.rules.notices import NotInForce
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.models import Alarm
from yichuang.foundations.problems import NotAllowed, Refused

pytestmark = pytest.mark.usefixtures("departments")
FREIGHT = "freight_general"
WORDS: dict[str, Any] = {
    "reason": "并入道路运输经营许可",
    "legal_basis": "国发〔2026〕7号",
    "instead": "请办理“道路运输经营许可”",
}


@pytest.fixture(autouse=True)
def in_force(departments: Any) -> MatterVersion:
    return load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)


def stop(now: datetime = NOW, **given: Any) -> MatterVersion:
    return suspend(actor=PUBLISHER, matter_key=FREIGHT, now=now, **{"reason": "系统升级", **given})


def state_of(version: MatterVersion) -> str:
    version.refresh_from_db()
    return version.state


def events() -> list[str]:
    return [event.type for event in ledger.history(f"matter:{FREIGHT}")][1:]


def test_every_channel_says_the_words_of_the_notice(in_force: MatterVersion) -> None:
    stop(until=date(2026, 12, 1), instead="急需办理的，请到市中心 3 楼")
    http = Client()
    for address in (f"/matters/{FREIGHT}/", f"/matters/{FREIGHT}/ask/", f"/matters/{FREIGHT}/checklist/"):
        page = http.get(address)
        text = page.content.decode()
        assert page.status_code == 200
        assert (
            "2026年11月20日至2026年12月1日暂停办理：系统升级" in text and "请到市中心 3 楼" in text and "12345" in text
        )
    told = http.get(f"/api/matters/{FREIGHT}")
    assert (told.status_code, told.json()["reasons"][0]["code"]) == (409, "matter_suspended")
    assert "系统升级" in told.json()["detail"] and "市中心" in told.json()["reasons"][0]["todo"]
    assert http.get(f"/api/matters/{FREIGHT}/standing").json()["notice"]["until"] == "2026-12-01"
    assert http.get("/matters/?q=货运").content.decode().count("暂停办理") == 1


def test_resuming_brings_the_same_version_back_under_its_number(in_force: MatterVersion) -> None:
    stop()
    resume(actor=PUBLISHER, matter_key=FREIGHT, now=NOW, why="升级完成")
    in_force.refresh_from_db()
    assert (in_force.state, in_force.number, in_force.ended_at) == ("published", 1, None)
    assert queries.published(FREIGHT).version_id == in_force.pk and queries.search("货运")[0].mark == ""
    assert events() == ["matter.suspended", "matter.resumed"]
    assert not MatterNotice.objects.filter(lifted_at=None).exists()
    with pytest.raises(Refused, match="没有暂停"):
        resume(actor=PUBLISHER, matter_key=FREIGHT, now=NOW)


def test_whoever_searches_a_withdrawn_matter_reads_where_it_went(in_force: MatterVersion) -> None:
    name, http = in_force.matter.name, Client()
    assert "已取消的事项" not in http.get("/matters/", {"q": name[:4]}).content.decode()
    withdraw_matter(actor=PUBLISHER, matter_key=FREIGHT, now=NOW, **WORDS)
    text = http.get("/matters/", {"q": name[:4]}).content.decode()
    assert "已取消的事项" in text and "取消：并入道路运输经营许可（国发〔2026〕7号）" in text
    assert f'href="/matters/{FREIGHT}/"' in text and http.get(f"/matters/{FREIGHT}/").status_code == 410
    assert "已取消的事项" not in http.get("/matters/", {"q": "换领"}).content.decode(), "only what was looked for"
    load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    assert "已取消的事项" not in http.get("/matters/", {"q": name[:4]}).content.decode(), "a new version is in force"


def test_a_withdrawn_matter_comes_back_only_by_a_new_version(in_force: MatterVersion) -> None:
    withdraw_matter(actor=PUBLISHER, matter_key=FREIGHT, now=NOW, **WORDS)
    assert state_of(in_force) == "withdrawn" and events() == ["matter.withdrawn"]
    http = Client()
    page = http.get(f"/matters/{FREIGHT}/")
    assert page.status_code == 410 and "道路运输经营许可" in page.content.decode()
    assert http.get(f"/api/matters/{FREIGHT}").status_code == 410
    assert queries.search("货运") == []
    with pytest.raises(Refused, match="没有暂停"):
        resume(actor=PUBLISHER, matter_key=FREIGHT, now=NOW)
    with pytest.raises(Refused, match="没有已发布的版本"):
        stop()
    assert load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW).number == 2
    assert queries.published(FREIGHT).number == 2 and state_of(in_force) == "withdrawn"
    assert not MatterNotice.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize("missing", ["reason", "legal_basis", "instead"])
def test_withdrawal_needs_reason_ground_and_what_to_do_instead(missing: str, in_force: MatterVersion) -> None:
    with pytest.raises(Refused) as refused:
        withdraw_matter(actor=PUBLISHER, matter_key=FREIGHT, now=NOW, **{**WORDS, missing: " "})
    assert refused.value.status == 422 and [reason.field for reason in refused.value.reasons] == [missing]
    assert state_of(in_force) == "published"


def test_a_suspended_matter_can_be_withdrawn_and_has_one_notice(in_force: MatterVersion) -> None:
    stop()
    with pytest.raises(Refused):
        stop()
    withdraw_matter(actor=PUBLISHER, matter_key=FREIGHT, now=NOW, **WORDS)
    assert [notice.kind for notice in MatterNotice.objects.filter(lifted_at=None)] == ["withdrawn"]


@pytest.mark.parametrize("act", [stop, resume, withdraw_matter])
def test_nobody_acts_outside_their_division(act: Any) -> None:
    operation = suspend if act is stop else act
    more: dict[str, Any] = {"reason": "x"} if act is stop else WORDS if act is withdraw_matter else {}
    with pytest.raises(NotAllowed):
        operation(actor=STRANGER, matter_key=FREIGHT, now=NOW, **more)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"since": date(2026, 11, 19)}, "since"),
        ({"since": date(2027, 11, 22)}, "since"),
        ({"until": date(2026, 11, 19)}, "until"),
        ({"since": date(2026, 12, 2), "until": date(2026, 12, 1)}, "until"),
    ],
)
def test_days_that_cannot_be_are_refused(given: dict[str, Any], field: str, in_force: MatterVersion) -> None:
    with pytest.raises(Refused) as refused:
        stop(**given)
    assert [reason.field for reason in refused.value.reasons] == [field] and state_of(in_force) == "published"


def test_an_announced_suspension_begins_and_ends_on_the_days_told(in_force: MatterVersion) -> None:
    stop(since=date(2026, 12, 1), until=date(2026, 12, 3))
    assert (
        state_of(in_force) == "published" and "2026年12月1日至" in Client().get(f"/matters/{FREIGHT}/").content.decode()
    )
    alarm = Alarm.objects.get(task="catalog.watch_notice")
    assert alarm.at == datetime(2026, 12, 1, tzinfo=NOW.tzinfo)
    pk = alarm.arguments["notice"]
    assert keep_notice(actor=PUBLISHER, notice_id=pk, now=NOW) == ""
    first = datetime(2026, 12, 1, tzinfo=NOW.tzinfo)
    assert keep_notice(actor=PUBLISHER, notice_id=pk, now=first) == "begun"
    assert keep_notice(actor=PUBLISHER, notice_id=pk, now=first) == "" and state_of(in_force) == "suspended"
    assert Alarm.objects.filter(task="catalog.watch_notice").latest("pk").at == first + timedelta(days=3)
    assert keep_notice(actor=PUBLISHER, notice_id=pk, now=first + timedelta(days=2)) == ""
    assert keep_notice(actor=PUBLISHER, notice_id=pk, now=first + timedelta(days=3)) == "ended"
    assert state_of(in_force) == "published" and keep_notice(actor=PUBLISHER, notice_id=pk, now=first) == ""
    assert events() == ["matter.suspension_announced", "matter.suspended", "matter.resumed"]


def test_an_announcement_is_called_off_and_its_alarm_does_nothing(in_force: MatterVersion) -> None:
    stop(since=date(2026, 12, 1))
    resume(actor=PUBLISHER, matter_key=FREIGHT, now=NOW)
    pk = Alarm.objects.get(task="catalog.watch_notice").arguments["notice"]
    assert keep_notice(actor=PUBLISHER, notice_id=pk, now=NOW + timedelta(days=20)) == ""
    assert state_of(in_force) == "published"


def test_a_new_version_ends_a_suspension_and_its_notice_but_not_an_announcement(in_force: MatterVersion) -> None:
    stop()
    changed = {**spec_of(FREIGHT).model_dump(by_alias=True), "note": "新版"}
    load_version(actor=PUBLISHER, spec=MatterSpec.model_validate(changed), now=NOW)
    assert state_of(in_force) == "superseded" and not MatterNotice.objects.filter(lifted_at=None).exists()
    stop(since=date(2026, 12, 1))
    load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    assert MatterNotice.objects.filter(lifted_at=None).count() == 1


def test_who_acts_on_an_old_page_is_told() -> None:
    seen = queries.matter_for(FREIGHT).chain_seq
    stop(revision=seen)
    for operation, given in ((resume, {}), (withdraw_matter, WORDS)):
        with pytest.raises(Refused, match="已有变化"):
            operation(actor=PUBLISHER, matter_key=FREIGHT, now=NOW, revision=seen, **given)
    with pytest.raises(NotInForce):
        queries.published("330111001001")
