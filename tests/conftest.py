"""What tests with a database share: the demonstration district, loaded once a run."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def demo_district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the district once; each test rolls back what it does to it."""
    with django_db_blocker.unblock():
        call_command("load_demo", stdout=StringIO())
