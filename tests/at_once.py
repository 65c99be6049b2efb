"""Several at the same moment, each on a connection of its own, over PostgreSQL."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from yichuang.foundations.problems import Refused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment and return what came of each, a refusal as itself."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def refused(results: Iterable[Any]) -> list[Refused]:
    """Return the refusals among what came of acts."""
    return [one for one in results if isinstance(one, Refused)]
