"""A copy of the loaded district beside the tables, so that a test that commits gets it back without loading it again.

The rows come back with the ids they had: what a process remembers of them (published versions, routes) stays true. Tables are
emptied row by row: a test leaves few, and to truncate all hundred and sixty takes longer than every row of theirs.
"""

from functools import cache

from django.db import connection, transaction

from yichuang.exchange.queries.routes import forget_routes

SCHEMA = "district"
# Written by migrations or by the framework, and left by Django's own flush (which writes the other two anew).
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
# Triggers and foreign keys sleep while rows come and go: they were consistent when they were copied.
ASLEEP = "SET LOCAL session_replication_role = replica"


def take() -> None:
    """Copy every table that has rows into a schema of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _tables():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone() == (True,):
                cursor.execute(f"CREATE TABLE {SCHEMA}.{table} AS TABLE {table}")
    _inserts.cache_clear()


def restore() -> None:
    """Empty the tables and bring the copied rows back.

    Sequences go on, so that no id is used for two rows in one run. Routes that an earlier test set and rolled back lead to systems
    that are gone: read anew.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join([ASLEEP, *_deletes(), *_inserts()]))
    forget_routes()


def empty() -> None:
    """Empty the tables, as Django's flush does and in a tenth of its time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join([ASLEEP, *_deletes()]))


def _deletes() -> list[str]:
    """Return the statements that empty the tables that have rows."""
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]


@cache
def _tables() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        )
        return tuple(sorted(connection.ops.quote_name(name) for (name,) in cursor.fetchall() if name not in KEPT))


@cache
def _inserts() -> tuple[str, ...]:
    """Return the statements that bring the copied rows back; generated columns make themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.table_name, c.column_name FROM information_schema.tables k JOIN information_schema.columns c"
            " ON c.table_name = k.table_name AND c.table_schema = 'public' AND c.is_generated = 'NEVER'"
            " WHERE k.table_schema = %s ORDER BY 1, c.ordinal_position",
            [SCHEMA],
        )
        columns: dict[str, list[str]] = {}
        for table, column in cursor.fetchall():
            columns.setdefault(connection.ops.quote_name(table), []).append(connection.ops.quote_name(column))
    return tuple(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(names)} FROM {SCHEMA}.{table}"
        for table, names in columns.items()
    )
