"""What tests with a database share: the demonstration district."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import snapshot
from yichuang.accounts.models import Staff
from yichuang.demo.people import PEOPLE

# Tests of a house that really runs take minutes each and no database of ours: begun last, one worker ends alone.
LONG = ("crash", "journeys", "processes")
DATABASE = {"db", "transactional_db", "demo_district", "demo_again"}


def pytest_configure() -> None:
    """Keep quiet hours out of tests that are not about them: they run at night too; empty the tables quickly after each test."""
    settings.QUIET_HOURS = "off"
    TransactionTestCase._fixture_teardown = lambda self: snapshot.empty()  # type: ignore[attr-defined]
    _find_static_files_once()


def _find_static_files_once() -> None:
    """Let the middleware look for static files once in a process: each new test client loads it and would look through all folders again."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = once


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that the workers end together; what uses the tests' database keeps its place."""
    items.sort(
        key=lambda item: item.path.parent.name not in LONG or bool(DATABASE & set(getattr(item, "fixturenames", ())))
    )


@pytest.fixture(scope="session")
def district_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the district once a run and keep a copy; each test rolls back what it does to it, or leaves the tables empty."""
    with django_db_blocker.unblock():
        call_command("load_demo", stdout=StringIO())
        snapshot.take()


@pytest.fixture
def district_there(district_once: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Bring the district back when a test that commits has emptied the tables."""
    with django_db_blocker.unblock():
        if Staff.objects.count() < len(PEOPLE):
            snapshot.restore()


@pytest.fixture
def demo_district(district_there: None, db: None) -> None:
    """Give a test the district."""


@pytest.fixture
def demo_again(district_once: None, transactional_db: None) -> None:
    """Give the district to a test that commits; its tables are emptied afterwards."""
    snapshot.restore()


@pytest.fixture
def empty_house(db: None) -> None:
    """Give a test empty tables, also after another one had the district loaded; its rollback brings the district back."""
    if Staff.objects.exists():
        tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.django_table_names())
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
