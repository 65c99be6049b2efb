"""Put on record that somebody looked at a file."""

from datetime import datetime

from yichuang.files.models import FileAccess, StoredFile
from yichuang.foundations.actors import Actor


def record_access(actor: Actor, *, file: StoredFile, act: str, why: str, now: datetime) -> FileAccess:
    """Write one line of the access log; `act` is view, thumbnail, download or ticket (one statement)."""
    return FileAccess.objects.create(
        file=file, actor_key=actor.key, actor_name=actor.name, act=act, why=why[:200], at=now
    )
