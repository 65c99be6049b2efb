"""One unit of work = one transaction: an operation called by another joins it instead of opening a savepoint."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ContextDecorator
from types import TracebackType

from django.db import transaction

_depth = threading.local()


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
            self._atomic = transaction.atomic()
            self._atomic.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _depth.value -= 1
        if self._atomic is not None:
            self._atomic.__exit__(kind, error, trace)


def after_commit(call: Callable[[], object]) -> None:
    """Run `call` once the transaction is durable; outside calls (mail, HTTP) go here and nowhere else."""
    transaction.on_commit(call)
