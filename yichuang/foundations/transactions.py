"""One unit of work = one transaction: an operation called by another joins it instead of opening a savepoint."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ContextDecorator
from types import TracebackType
from typing import TypeVar

from django.db import connection, transaction

_depth = threading.local()
T = TypeVar("T")


class unit_of_work(ContextDecorator):  # noqa: N801 - reads as a keyword, like transaction.atomic
    """Run a block in one transaction; a block inside another joins it, so a refusal anywhere undoes the whole.

    Saves two statements (SAVEPOINT, RELEASE) for each nested operation. A refusal caught half-way inside an outer unit would leave
    partial writes behind: let it rise to the door.
    """

    def __init__(self) -> None:
        self._atomic: AbstractContextManager[None] | None = None

    def _recreate_cm(self) -> "unit_of_work":
        return unit_of_work()

    def __enter__(self) -> None:
        _depth.value = getattr(_depth, "value", 0) + 1
        if _depth.value == 1:
            _depth.held = {}
            self._atomic = transaction.atomic()
            self._atomic.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _depth.value -= 1
        if self._atomic is not None:
            _depth.held = {}
            self._atomic.__exit__(kind, error, trace)


def hold(key: Hashable, row: T) -> T:
    """Keep a row that this unit of work has locked or made, for the next operation of the same unit; return it."""
    if getattr(_depth, "value", 0):
        _depth.held[key] = row
    return row


def held(key: Hashable, kind: type[T]) -> T | None:
    """Return what this unit of work holds under `key`: locked by us, it cannot have changed and need not be fetched again."""
    row = _depth.held.get(key) if getattr(_depth, "value", 0) else None
    return row if isinstance(row, kind) else None


def let_go(key: Hashable) -> None:
    """Forget what is held under `key`, because it was changed behind the row in memory."""
    if getattr(_depth, "value", 0):
        _depth.held.pop(key, None)


def after_commit(call: Callable[[], object]) -> None:
    """Run `call` once the transaction is durable; outside calls (mail, HTTP) go here and nowhere else."""
    transaction.on_commit(call)


def beside(act: Callable[[], T]) -> T:
    """Do something on a connection of its own and return its answer: it is seen at once, and stays when the caller's work is undone.

    For what tells how far a long transaction is. It must not touch a row that the caller has changed: both would wait for ever.
    """

    def work() -> T:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
