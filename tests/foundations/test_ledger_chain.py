"""The chain of hashes over events (S0-12 留痕; issue 2, point 9)."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from yichuang.foundations import ledger
from yichuang.foundations.rules.chains import GENESIS, canonical, event_hash, merkle_root

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _hash(**changes: object) -> bytes:
    facts: dict[str, object] = {
        "uid": "u",
        "stream": "case:1",
        "seq": 1,
        "type_": "case.received",
        "at": AT,
        "actor": ["staff", "1", "林"],
        "payload": {"a": 1},
    }
    return event_hash(GENESIS, **{**facts, **changes})  # type: ignore[arg-type]


def test_every_recorded_thing_changes_the_hash() -> None:
    changes: list[dict[str, object]] = [
        {"uid": "v"},
        {"stream": "case:2"},
        {"seq": 2},
        {"type_": "x"},
        {"actor": ["staff", "2", "林"]},
        {"payload": {"a": 2}},
    ]
    assert len({_hash(), *(_hash(**change) for change in changes)}) == len(changes) + 1


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": "中"}) == canonical({"a": "中", "b": 1}) == '{"a":"中","b":1}'.encode()


def test_a_merkle_root_notices_order_and_absence() -> None:
    leaves = [bytes([n]) * 32 for n in range(5)]
    assert len({merkle_root(leaves), merkle_root(leaves[:-1]), merkle_root(leaves[::-1]), merkle_root([])}) == 4


def test_an_event_says_its_fields_and_what_lies_in_them_and_nothing_else() -> None:
    """The type stands beside the payload, not in it."""

    @dataclass(frozen=True)
    class Part:
        kind: ClassVar[str] = "part"
        days: tuple[date, ...]

    @dataclass(frozen=True)
    class Said:
        type: ClassVar[str] = "test.said"
        part: Part
        more: dict[str, object]

    event = Said(Part((date(2026, 12, 1),)), {"a": [None, True, 1, "字"]})
    assert ledger._plain(event) == asdict(event) | {"part": {"days": ["2026-12-01"]}}
