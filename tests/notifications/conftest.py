"""What the tests of messages share: an empty queue (a test that commits leaves its jobs behind)."""

import pytest
from django.db import connection


@pytest.fixture
def empty_queue(db: None) -> None:
    """Take away the deliveries that others left."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notifications.deliver'")
