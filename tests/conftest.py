"""What tests with a database share: the demonstration district."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from tests import browsers, snapshot, template, workers, years
from yichuang.accounts.models import Staff
from yichuang.demo.people import PEOPLE
from yichuang.foundations import calendars


def pytest_configure(config: pytest.Config) -> None:
    """Keep quiet hours out of tests that are not about them: they run at night too; empty the tables quickly after each test."""
    settings.QUIET_HOURS = "off"
    TransactionTestCase._fixture_teardown = lambda self: snapshot.empty()  # type: ignore[attr-defined]
    config.pluginmanager.register(browsers, "browsers")
    _find_static_files_once()


def _find_static_files_once() -> None:
    """Let the middleware look for static files once in a process: each test client loads it and would look through all folders again."""
    look = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = once


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files."""
    items.sort(key=workers.order)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> workers.WholeFiles:
    """Give whole files to workers."""
    return workers.WholeFiles(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Copy this database from one that holds the district; each test rolls back what it does to it, or leaves the tables empty."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.furnished()


@pytest.fixture
def district_there(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Bring the district back when a test that commits has emptied the tables."""
    with django_db_blocker.unblock():
        if Staff.objects.count() < len(PEOPLE):
            snapshot.restore()


@pytest.fixture
def demo_district(district_there: None, db: None) -> None:
    """Give a test the district."""


@pytest.fixture
def certain_days(demo_district: None) -> Iterator[None]:
    """Let no period counted from today be provisional, however near the year's end is."""
    years.make_the_coming_days_certain()
    yield
    calendars.forget()


@pytest.fixture
def demo_again(transactional_db: None) -> None:
    """Give the district to a test that commits; its tables are emptied afterwards."""
    snapshot.restore()


@pytest.fixture
def empty_house(db: None) -> None:
    """Give a test empty tables, also after another one had the district loaded; its rollback brings the district back."""
    if Staff.objects.exists():
        tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.django_table_names())
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
