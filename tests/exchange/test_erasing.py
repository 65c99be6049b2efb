"""Texts of messages are kept for a set period (个人信息保护法 19); hashes, chain, seals and the ledger's word stay, and prove as before."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from examples.evidence import verify as script
from examples.evidence.verify import verify
from tests.cases.people import who
from tests.counter import Desk
from tests.exchange.joined import ADMIN, SYSTEM, Receiver, join
from tests.exchange.test_evidence import exchanged, files_of, package_of
from tests.exchange.test_managers import admin as admin_page
from tests.exchange.test_split_mode import accepted
from yichuang.accounts.permissions import SYSTEM as PLATFORM
from yichuang.exchange.models import ClientSystem, Delivery, LoggedMessage
from yichuang.exchange.models.deliveries import DELIVERED
from yichuang.exchange.operations.erase_messages import erase_messages
from yichuang.exchange.operations.retry import retry
from yichuang.exchange.queries.message_log import verify_messages
from yichuang.exchange.tasks import erase
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
LATER = timedelta(days=1200)


def erased(before: datetime) -> int:
    return erase_messages(actor=PLATFORM, key=SYSTEM, before=before, now=clock.now())


def test_old_texts_are_erased_and_all_that_proves_them_stays() -> None:
    with Receiver(lambda got: (202, b"ok")) as there:
        joined, number = exchanged(there.address)
        events = joined.get("/feed").json()["events"]
        waiting = accepted(Desk("林小窗"))
        before = LoggedMessage.objects.count()
        whole = package_of(joined, number)
        now = clock.now() + LATER
        assert erased(now) > 0 and erased(now) == 0
    rows = LoggedMessage.objects.filter(erased_at=None)
    assert LoggedMessage.objects.count() == before and not rows.exists()
    assert not any(bytes(row.body) or bytes(row.answer) for row in LoggedMessage.objects.all())
    for row in Delivery.objects.all():
        assert (row.body == {}) is (row.state == DELIVERED), "what was not delivered is not erased"
    assert Delivery.objects.get(number=waiting, type="case.accepted").body["data"]["number"] == waiting
    report = verify_messages()
    assert report.faults == [] and report.erased == before
    package = package_of(joined, number)
    said: list[str] = []
    assert verify(package, say=said.append) and any("正文已按期清除" in one for one in said), said
    manifest, earlier = (json.loads(files_of(one)["manifest.json"]) for one in (package, whole))
    assert [one["hash"] for one in manifest["messages"]] == [one["hash"] for one in earlier["messages"]]
    assert all(one["erased"] and not one["content"] for one in manifest["messages"])
    assert manifest["messages"][-1]["entry"]["kind"] == "feed" and events, (
        "the page of the feed is still found by its hashes"
    )
    assert "正文已按期清除" in files_of(package)["summary.html"].decode()
    told = ledger.history(f"system:{SYSTEM}")[-1]
    page = admin_page().get(f"/exchange/systems/{SYSTEM}/messages/").content.decode()
    assert told.type in ("system.messages_erased", "system.evidence_exported") and "正文已按期清除" in page


def test_what_is_erased_is_neither_given_again_nor_pushed_again() -> None:
    with Receiver(lambda got: (202, b"ok")) as there:
        joined, _ = exchanged(there.address)
        erased(clock.now() + LATER)
    gone = list(Delivery.objects.exclude(erased_at=None).values_list("pk", flat=True))
    assert gone and all(one["id"] for one in joined.get("/feed").json()["events"])
    with pytest.raises(Refused) as refused:
        retry(actor=who(ADMIN), key=SYSTEM, ids=gone, now=clock.now(), replay=True, why="对方丢失")
    assert refused.value.reasons[0].code == "nothing"


def test_a_text_taken_away_without_the_ledgers_word_is_found() -> None:
    with Receiver(lambda got: (202, b"ok")) as there:
        _, number = exchanged(there.address)
    row = LoggedMessage.objects.filter(kind="report", number=number).latest("pk")
    row.body = row.answer = b""
    row.save()
    assert any("原文缺失" in fault for fault in verify_messages().faults)
    row.erased_at = clock.now()
    row.save()
    assert [fault for fault in verify_messages().faults if "台账没有这次清除" in fault]
    erased(row.at)
    assert verify_messages().faults, "the word reaches up to its instant and not beyond"


def test_a_package_that_calls_a_shown_text_erased_is_wrong() -> None:
    joined, number = exchanged("http://127.0.0.1:9/")
    files = files_of(package_of(joined, number))
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    assert [one["erased"] for one in manifest["messages"]] == [""] * len(manifest["messages"])
    manifest["messages"][0]["erased"] = "2029-01-01T00:00:00+00:00"
    with pytest.raises(script.Wrong, match="却附有原文"):
        script.check_messages(script.Package(b"", files=files, manifest=manifest))


def test_the_nightly_job_erases_by_the_setting(settings: Any) -> None:
    with Receiver(lambda got: (202, b"ok")) as there:
        exchanged(there.address)
    erase(timestamp=0)
    assert not LoggedMessage.objects.exclude(erased_at=None).exists(), "three years are not over"
    LoggedMessage.objects.filter(kind="push").update(at=clock.now() - timedelta(days=1096))
    settings.EXCHANGE_KEEPS_DAYS = 1095
    erase(timestamp=0)
    assert set(LoggedMessage.objects.exclude(erased_at=None).values_list("kind", flat=True)) == {"push"}


def test_who_does_not_look_after_the_system_erases_nothing() -> None:
    join()
    given: dict[str, Any] = {"key": SYSTEM, "before": clock.now(), "now": clock.now()}
    with pytest.raises(NotAllowed):
        erase_messages(actor=who("孙局长"), **given)
    with pytest.raises(NotFound):
        erase_messages(actor=who("林小窗"), **given)
    assert erase_messages(actor=who(ADMIN), **given) == 0 and ClientSystem.objects.get().active
    assert ledger.history(f"system:{SYSTEM}")[-1].type != "system.messages_erased"
