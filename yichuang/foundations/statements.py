"""Running one statement by the shortest way that Django and psycopg have."""

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections

# A cursor for each connection, used again: what psycopg has learned of parameters and results stays with it.
_cursors: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def run(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement that returns rows and return them; errors are Django's, as from its own cursor.

    Who listens to statements (a test that counts them, a debugger) is still told: then it goes Django's whole way.
    """
    house = connections[DEFAULT_DB_ALIAS]
    if house.needs_rollback or house.execute_wrappers or house.queries_logged:
        with house.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    if house.connection is None:
        house.ensure_connection()
    with house.wrap_database_errors:
        bare = _cursors.get(house.connection)
        if bare is None or bare.closed:
            bare = _cursors[house.connection] = house.create_cursor()
        bare.execute(sql, params)
        found: list[tuple[Any, ...]] = bare.fetchall()
        return found
