"""Files are kept as long as the table says and no longer: held and shared content stays, what is left is a row and an event."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.files import samples
from tests.files.conftest import LIN, NOW
from yichuang.files import ports, queries
from yichuang.files.models import Blob, DocumentReading, StoredFile
from yichuang.files.operations.destroy import destroy, due_files
from yichuang.files.operations.hold import lift_hold, place_hold
from yichuang.files.operations.issue_ticket import issue_ticket
from yichuang.files.operations.redeem_ticket import redeem_ticket
from yichuang.files.operations.store import store
from yichuang.files.operations.sweep_orphans import Swept, sweep_orphans
from yichuang.files.rules.retention import Ended, Length, over, periods
from yichuang.files.storage import LocalStorage
from yichuang.foundations import ledger
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound, Refused

TABLE = periods()
DAY = timedelta(days=1)
TEN_YEARS_ON = NOW.replace(year=NOW.year + 10)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("length", "now", "from_"),
    [
        (Length(years=10), "2036-02-29T10:00", "2026-02-28T10:00"),
        (Length(months=6), "2026-08-31T10:00", "2026-02-28T10:00"),
        (Length(months=1), "2026-01-15T00:00", "2025-12-15T00:00"),
        (Length(days=30), "2026-03-01T00:00", "2026-01-30T00:00"),
        (Length(years=1, days=1), "2026-01-01T00:00", "2024-12-31T00:00"),
    ],
)
def test_a_period_is_counted_by_the_calendar(length: Length, now: str, from_: str) -> None:
    assert length.before(at(now)) == at(from_)


@pytest.mark.parametrize(
    ("kind", "ended", "came", "now", "wanted"),
    [
        ("case", "2026-11-20", "2026-11-01", "2036-11-19", False),
        ("case", "2026-11-20", "2026-11-01", "2036-11-20", True),
        ("case", None, "2000-01-01", "2036-11-20", False),  # still going on
        ("case", "2026-11-20", "2027-03-01", "2036-11-20", False),  # came after the end
        ("document", "2026-11-20", "2026-11-20", "2056-11-19", False),
        ("document", "2026-11-20", "2026-11-20", "2056-11-20", True),
        ("practice", "2026-05-20", "2026-05-20", "2026-11-20", True),
        ("joint_case", None, "2000-01-01", "2036-11-20", False),  # its last part is still going on
        ("joint_case", "2026-11-20", "2026-11-01", "2036-11-20", True),
        ("desk", "2026-10-21", "2026-10-21", "2026-11-20", True),
        ("matter", "1990-01-01", "1990-01-01", "2090-01-01", False),
        ("unknown", "1990-01-01", "1990-01-01", "2090-01-01", False),
    ],
)
def test_the_table_is_kept(kind: str, ended: str | None, came: str, now: str, wanted: bool) -> None:
    assert over(TABLE.get(kind), Ended(at(ended) if ended else None), at(came), at(now)) is wanted


def test_a_house_may_name_other_periods_and_is_told_what_is_wrong() -> None:
    assert periods("case=15y, desk=7d")["case"].length == Length(years=15)
    assert periods("desk=7d")["desk"].length == Length(days=7) and "本地设定" in periods("desk=7d")["desk"].ground
    for wrong in ("cases=1y", "case=1", "case=0d", "case"):
        with pytest.raises(ValueError, match="one of case"):
            periods(wrong)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder", "closed")]
CASE: dict[str, Any] = {"purpose": "material", "owner_kind": "case", "owner_key": "c1"}


@pytest.fixture
def closed() -> Iterator[dict[str, Ended]]:
    """Say which cases ended; the rooms above are not asked."""
    known = {"c1": Ended(NOW), "c2": Ended(NOW), "open": Ended(None), "p": Ended(NOW, practice=True)}
    before = dict(ports._endings)

    def endings(keys: Collection[str]) -> dict[str, Ended]:
        return {key: known[key] for key in keys if key in known}

    ports._endings["case"] = endings
    yield known
    ports._endings.clear()
    ports._endings.update(before)


def keep(pages: int = 1, **more: Any) -> StoredFile:
    return store(LIN, data=samples.pdf(pages), name="a.pdf", now=NOW, **(CASE | more))


def destroyed(now: datetime) -> list[StoredFile]:
    return [due.file for due in due_files(TABLE, now) if not due.held and destroy(due, now)]


def bytes_of(file: StoredFile) -> bytes:
    return queries.read_bytes(StoredFile.objects.select_related("blob").get(pk=file.pk))


def test_each_kind_goes_at_its_time_and_no_other() -> None:
    material, document = keep(1), keep(2, purpose="document")
    open_, practice = keep(3, owner_key="open"), keep(4, owner_key="p", purpose="document")
    desk, matter = keep(5, owner_kind="desk", owner_key="lin"), keep(6, owner_kind="matter", owner_key="m")
    assert destroyed(NOW + 29 * DAY) == []
    assert destroyed(NOW + 30 * DAY) == [desk]
    assert destroyed(NOW.replace(year=2027)) == [practice]
    assert destroyed(TEN_YEARS_ON - DAY) == [] and destroyed(TEN_YEARS_ON) == [material]
    assert destroyed(NOW.replace(year=2056)) == [document]
    assert destroyed(NOW.replace(year=2500)) == []
    assert bytes_of(open_) and bytes_of(matter)


def test_what_is_left_is_a_row_an_event_and_a_clear_answer(folder: LocalStorage) -> None:
    file = store(LIN, data=samples.picture("JPEG", (90, 90)), name="证.jpg", now=NOW, read=True, **CASE)
    assert queries.thumbnail(file)
    unused = issue_ticket(LIN, file_id=file.pk, purpose="审查", now=TEN_YEARS_ON - timedelta(minutes=1))
    assert destroyed(TEN_YEARS_ON) == [file]
    assert list(folder.listing()) == [] and DocumentReading.objects.count() == 0
    row = StoredFile.objects.select_related("blob").get()
    assert (row.destroyed_at, row.blob.discarded_at) == (TEN_YEARS_ON, TEN_YEARS_ON)
    event = ledger.history(row.stream)[-1]
    assert (event.type, event.actor_name) == ("files.destroyed", "保存期限到期处理")
    assert event.payload["sha256"] == row.blob.sha256 and event.payload["content_gone"] is True
    assert "办结后 10 年" in event.payload["why"]
    for act in (
        lambda: queries.open_file(row),
        lambda: queries.thumbnail(row),
        lambda: redeem_ticket(LIN, token=unused.token, now=TEN_YEARS_ON),
        lambda: issue_ticket(LIN, file_id=row.pk, purpose="审查", now=TEN_YEARS_ON),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.status == 410 and "已按保存期限销毁" in str(refusal.value)
    assert destroyed(TEN_YEARS_ON + DAY) == [] and len(ledger.history(row.stream)) == 3
    assert sweep_orphans(TEN_YEARS_ON + 2 * DAY) == Swept(0, 0, 0)


def test_shared_content_stays_while_one_needs_it_and_comes_back_when_handed_in_anew(folder: LocalStorage) -> None:
    one, other = keep(), keep(owner_key="open")
    assert destroyed(TEN_YEARS_ON) == [one]
    assert ledger.history(one.stream)[-1].payload["content_gone"] is False
    assert bytes_of(other) == samples.pdf(1)
    StoredFile.objects.filter(pk=other.pk).update(owner_key="c2")
    assert destroyed(TEN_YEARS_ON) == [other] and list(folder.listing()) == []
    again = keep()
    assert bytes_of(again) == samples.pdf(1) and Blob.objects.get().discarded_at is None
    with pytest.raises(Refused):
        bytes_of(one)


def test_content_that_the_store_could_not_discard_goes_with_the_sweep(folder: LocalStorage) -> None:
    file = keep()
    assert destroyed(TEN_YEARS_ON) == [file]
    folder.put(file.blob.storage_key, samples.pdf(1))
    assert sweep_orphans(datetime.now(CHINA) + 2 * DAY).keys == 1


def test_a_hold_keeps_files_until_it_is_lifted() -> None:
    file = keep()
    hold = place_hold(LIN, owner_kind="case", owner_key="c1", division="330109", reason="行政复议期间", now=NOW)
    assert [event.type for event in ledger.history(hold.stream)] == ["files.hold_placed"]
    (due,) = due_files(TABLE, TEN_YEARS_ON)
    assert due.held and not destroy(due, TEN_YEARS_ON) and destroyed(TEN_YEARS_ON) == []
    for reason, status in (("审计", 409), (" ", 422)):
        with pytest.raises(Refused) as refusal:
            place_hold(LIN, owner_kind="case", owner_key="c1", division="330109", reason=reason, now=NOW)
        assert refusal.value.status == status
    with pytest.raises(Refused):
        lift_hold(LIN, hold_id=hold.pk, reason="", now=NOW)
    with pytest.raises(NotFound):
        lift_hold(LIN, hold_id=file.pk, reason="已结案", now=NOW)
    lift_hold(LIN, hold_id=hold.pk, reason="复议已结", now=TEN_YEARS_ON)
    with pytest.raises(Refused):
        lift_hold(LIN, hold_id=hold.pk, reason="再次", now=TEN_YEARS_ON)
    assert [event.type for event in ledger.history(hold.stream)] == ["files.hold_placed", "files.hold_lifted"]
    assert destroyed(TEN_YEARS_ON) == [file]


def test_the_command_says_what_would_go_and_then_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [keep(1), keep(2), keep(3, owner_key="c2")]
    place_hold(LIN, owner_kind="case", owner_key="c2", division="330109", reason="审计", now=NOW)
    monkeypatch.setattr("yichuang.foundations.clock.now", lambda: TEN_YEARS_ON)

    def run(*more: str) -> str:
        out = StringIO()
        call_command("retention", *more, stdout=out)
        return out.getvalue()

    said = run("--dry-run")
    assert "将销毁 2 个文件" in said and "暂缓销毁 1 个" in said and str(files[0].pk) in said
    assert StoredFile.objects.filter(destroyed_at=None).count() == 3
    assert "已销毁 2 个文件" in run() and "已销毁 0 个文件" in run()
