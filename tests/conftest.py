"""What tests with a database share: the demonstration district."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from yichuang.accounts.models import Staff
from yichuang.demo.people import PEOPLE


@pytest.fixture(scope="session")
def district_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the district once a run; each test rolls back what it does to it."""
    with django_db_blocker.unblock():
        call_command("load_demo", stdout=StringIO())


@pytest.fixture
def demo_district(district_once: None, db: None) -> None:
    """Give a test the district, also after a test that emptied the tables."""
    if Staff.objects.count() < len(PEOPLE):
        call_command("load_demo", stdout=StringIO())


@pytest.fixture
def demo_again(transactional_db: None) -> None:
    """Load the district for a test that commits; its tables are emptied afterwards."""
    call_command("load_demo", stdout=StringIO())


@pytest.fixture
def empty_house(db: None) -> None:
    """Give a test empty tables, also after another one had the district loaded; its rollback brings the district back."""
    if Staff.objects.exists():
        tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.django_table_names())
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
