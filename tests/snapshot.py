"""A copy of the loaded district beside the tables, so that a test that commits gets it back without loading it again.

The rows come back with the ids they had: what a process remembers of them (published versions, routes) stays true.
"""

from django.db import connection, transaction

from yichuang.exchange.queries.routes import forget_routes

SCHEMA = "district"
# Written by migrations or by the framework, and left by Django's own flush.
KEPT = {"django_migrations"}


def take() -> None:
    """Copy every table that has rows into a schema of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _tables():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone() == (True,):
                cursor.execute(f"CREATE TABLE {SCHEMA}.{table} AS TABLE {table}")


def restore() -> None:
    """Empty the tables and bring the copied rows back.

    Triggers and foreign keys sleep meanwhile: the rows were consistent when they were copied. Sequences go on, so that no id is used
    for two rows in one run. Routes that an earlier test set and rolled back lead to systems that are gone: read anew.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(_tables())}")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [SCHEMA])
        for (name,) in cursor.fetchall():
            table = connection.ops.quote_name(name)
            columns = ", ".join(_columns(name))
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {SCHEMA}.{table}")
    forget_routes()


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relispartition"
        )
        return sorted(connection.ops.quote_name(name) for (name,) in cursor.fetchall() if name not in KEPT)


def _columns(table: str) -> list[str]:
    """Return the columns that may be written: generated ones make themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_generated = 'NEVER'",
            [table],
        )
        return [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]
