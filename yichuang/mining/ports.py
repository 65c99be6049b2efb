"""What the room needs from outside: an engine that finds item sets, and the life events' room that opens drafts.

Engines are named, not imported: web processes know the room and must not carry pandas or Spark. Each is tested to give the same counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused

LIBRARY, SPARK = "library", "spark"
ENGINES = {LIBRARY: "yichuang.mining.miners", SPARK: "yichuang.mining.spark_miner"}
ENGINE_NAMES = {LIBRARY: "本机", SPARK: "Spark"}


class Miner(Protocol):
    """An engine of frequent item sets."""

    def mine(self, baskets: Iterable[frozenset[str]], min_count: int, longest: int) -> Mapping[frozenset[str], int]:
        """Return every set of up to `longest` items that at least `min_count` baskets hold, with its exact count."""
        ...


def miner(engine: str) -> Miner:
    """Return an engine by name, loaded on first use.

    :raises LookupError: for a name that is none; ImportError where its packages are not installed (docs/mining.md).
    """
    return cast(Miner, import_module(ENGINES[engine]).engine())


class Drafts(Protocol):
    """Opens a draft of a life event and returns where it is edited."""

    def open(
        self, *, actor: Actor, key: str, name: str, matters: Sequence[str], now: datetime, why: str
    ) -> str:  # pragma: no cover - a protocol
        """Return the address of a new draft of these matters, in this order."""
        ...


class NoDrafts:
    """Stands in where the life events' room opens no drafts: it refuses, and nothing is lost."""

    def open(self, *, actor: Actor, key: str, name: str, matters: Sequence[str], now: datetime, why: str) -> str:
        """Refuse: :raises Refused: 409."""
        reason = Reason(
            "no_drafts",
            "平台没有启用一件事编排，不能打开草稿。",
            rule="S2-25",
            kept="建议仍为“待处理”。",
            todo="请联系平台管理员启用后再采纳。",
        )
        raise Refused(reason, title="没有采纳")


_drafts: list[Drafts] = [NoDrafts()]


def set_drafts(drafts: Drafts) -> None:
    """Let drafts be opened (from `hearings.py`, once all rooms are loaded)."""
    _drafts[:] = [drafts]


def drafts() -> Drafts:
    """Return who opens drafts."""
    return _drafts[0]
