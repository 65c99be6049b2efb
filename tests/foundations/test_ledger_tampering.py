"""Whoever changes, removes, inserts or rewrites events behind the house's back is found (issue 2, 9; S0-12 留痕)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.models import SearchRevision
from yichuang.catalog.operations.add_synonym import add_synonym
from yichuang.foundations.checkpoints import seal_ledger, verify_ledger
from yichuang.foundations.models import Checkpoint, Event
from yichuang.foundations.rules.chains import GENESIS, checkpoint_hash, event_hash, merkle_root

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _sql(statement: str, *values: str | int | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


@pytest.fixture
def stream() -> str:
    """Return the stream of the everyday words with three sealed events and one after the seal."""
    for everyday in ("测试说法一", "测试说法二", "测试说法三"):
        add_synonym(actor=SYSTEM, everyday=everyday, official="普通货物运输经营许可", now=NOW)
    seal_ledger(NOW)
    add_synonym(actor=SYSTEM, everyday="测试说法四", official="普通货物运输经营许可", now=NOW)
    assert not verify_ledger().faults
    return SearchRevision.objects.get().stream


def _rechain(stream: str) -> None:
    """Recompute every hash of a stream and the head of its row, as a forger with the code would."""
    previous = GENESIS
    for seq, event in enumerate(Event.objects.filter(stream=stream).order_by("seq"), start=1):
        who = [event.actor_kind, event.actor_id, event.actor_name]
        digest = event_hash(
            previous,
            uid=str(event.uid),
            stream=stream,
            seq=seq,
            type_=event.type,
            at=event.at,
            actor=who,
            payload=event.payload,
        )
        _sql(
            "UPDATE foundations_event SET seq=%s, previous_hash=%s, hash=%s WHERE id=%s",
            seq,
            previous,
            digest,
            event.pk,
        )
        previous = digest
    count = Event.objects.filter(stream=stream).count()
    _sql("UPDATE catalog_searchrevision SET chain_seq=%s, chain_head=%s", count, previous)


def _insert_after_last(stream: str) -> None:
    _sql(
        "INSERT INTO foundations_event (uid, stream, seq, type, payload, actor_kind, actor_id, actor_name, at, previous_hash, hash)"
        " SELECT gen_random_uuid(), stream, seq + 1, type, payload, actor_kind, actor_id, actor_name, at, hash, hash"
        " FROM foundations_event WHERE stream=%s ORDER BY seq DESC LIMIT 1",
        stream,
    )


def _change_payload(stream: str) -> None:
    forged = json.dumps({"forged": True})
    _sql("UPDATE foundations_event SET payload=%s WHERE stream=%s AND seq=1", forged, stream)


def _change_actor(stream: str) -> None:
    _sql("UPDATE foundations_event SET actor_name='别人' WHERE stream=%s AND seq=1", stream)


def _change_time(stream: str) -> None:
    _sql("UPDATE foundations_event SET at=at - interval '1 day' WHERE stream=%s AND seq=1", stream)


def _remove_first(stream: str) -> None:
    _sql("DELETE FROM foundations_event WHERE stream=%s AND seq=1", stream)


def _remove_last(stream: str) -> None:
    _sql(
        "DELETE FROM foundations_event WHERE id=(SELECT id FROM foundations_event WHERE stream=%s ORDER BY seq DESC LIMIT 1)",
        stream,
    )


def _remove_all(stream: str) -> None:
    _sql("DELETE FROM foundations_event WHERE stream=%s", stream)


def _rewrite_whole_chain(stream: str) -> None:
    _change_payload(stream)
    _rechain(stream)


def _remove_and_rechain(stream: str) -> None:
    _remove_first(stream)
    _rechain(stream)


def _insert_and_rechain(stream: str) -> None:
    """An event slipped in under a number that a seal covers."""
    hole = Event.objects.order_by("pk").values_list("pk", flat=True)[0] - 1
    _insert_after_last(stream)
    _sql("UPDATE foundations_event SET id=%s WHERE id=(SELECT max(id) FROM foundations_event)", hole)
    _rechain(stream)


def _turn_the_head(stream: str) -> None:
    _sql("UPDATE catalog_searchrevision SET chain_head=%s", bytes(32))


def _change_the_seal(stream: str) -> None:
    _sql("UPDATE foundations_checkpoint SET root=%s", bytes(32))


def _forge_the_seal(stream: str) -> None:
    """Rewrite a chain and the seal over it with a matching hash; only the signature cannot be made."""
    _rewrite_whole_chain(stream)
    seal = Checkpoint.objects.latest("up_to_event")
    below = Checkpoint.objects.filter(up_to_event__lt=seal.up_to_event).order_by("-up_to_event").first()
    since = below.up_to_event if below else 0
    events = Event.objects.filter(pk__gt=since, pk__lte=seal.up_to_event).order_by("pk")
    root = merkle_root([bytes(digest) for digest in events.values_list("hash", flat=True)])
    digest = checkpoint_hash(
        bytes(seal.previous_hash), up_to=seal.up_to_event, count=seal.event_count, root=root, at=seal.sealed_at
    )
    _sql("UPDATE foundations_checkpoint SET root=%s, hash=%s WHERE id=%s", root, digest, seal.pk)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (_change_payload, "内容被改动"),
        (_change_actor, "内容被改动"),
        (_change_time, "内容被改动"),
        (_remove_first, "缺失或被插入"),
        (_remove_last, "末尾被删或被加"),
        (_remove_all, "末尾被删或被加"),
        (_insert_after_last, "内容被改动"),
        (_turn_the_head, "末尾被删或被加"),
        (_rewrite_whole_chain, "其下的事件与封存时不同"),
        (_remove_and_rechain, "其下的事件与封存时不同"),
        (_insert_and_rechain, "其下的事件与封存时不同"),
        (_change_the_seal, "封存点本身被改动"),
        (_forge_the_seal, "签名不符"),
    ],
)
def test_every_kind_of_tampering_is_found_and_named(stream: str, tamper: Callable[[str], None], words: str) -> None:
    """The command names stream and event, and its exit code says it too."""
    tamper(stream)
    faults = verify_ledger().faults
    assert any(words in fault for fault in faults), faults
    with pytest.raises(CommandError, match="处不符"):
        call_command("verify_ledger", stdout=StringIO(), stderr=StringIO())


def test_a_seal_taken_out_of_the_middle_is_missed(stream: str) -> None:
    """The seals are chained too."""
    seal_ledger(NOW + timedelta(minutes=1))
    first = Checkpoint.objects.earliest("up_to_event")
    _sql("DELETE FROM foundations_checkpoint WHERE id=%s", first.pk)
    assert any("前一封存点缺失" in fault for fault in verify_ledger().faults)


def test_a_row_deleted_with_its_history_left_is_missed(stream: str) -> None:
    """A case cannot be made to have never been there while its events stay."""
    _sql("UPDATE foundations_event SET stream='gone' WHERE stream=%s", stream)
    assert any("没有对应的业务记录" in fault for fault in verify_ledger().faults)


def test_the_command_prints_what_it_checked(stream: str) -> None:
    """A clean ledger is reported with figures, not just with silence."""
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    report = verify_ledger()
    assert f"{report.streams} 条链、{report.events} 个事件" in out.getvalue()
    assert report.unsealed >= 1
    assert "未发现改动、删除或插入" in out.getvalue()
