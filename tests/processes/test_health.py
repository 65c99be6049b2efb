"""What a load balancer asks: cheap, and honest about database, workers and file store."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from yichuang.files.storage import storage
from yichuang.project import health


@pytest.mark.django_db
def test_healthz_asks_nobody(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.django_db
def test_readyz_is_one_statement_and_wants_a_living_worker(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    with django_assert_num_queries(1):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"], answer.json()["worker"]) == (503, True, False)

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'")
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_readyz_says_that_the_file_store_is_away(
    client: Client, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    (tmp_path / "no folder").touch()
    settings.FILES_ROOT = tmp_path / "no folder"
    storage.cache_clear()
    monkeypatch.setitem(health._asked, "until", 0.0)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"], answer.json()["files"]) == (503, True, False)
    storage.cache_clear()
    monkeypatch.setitem(health._asked, "until", 0.0)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_they_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
