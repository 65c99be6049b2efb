"""A store of its own for each test, and the two who use it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from yichuang.files.storage import LocalStorage, storage
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
LIN = Actor(kind="staff", id="lin", name="林晓燕")
STRANGER = Actor(kind="staff", id="wu", name="吴国强")


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> LocalStorage:
    """Return an empty storage folder that the room uses during the test."""
    settings.FILES_ROOT = tmp_path / "files"
    storage.cache_clear()
    made = storage()
    assert isinstance(made, LocalStorage)
    return made
