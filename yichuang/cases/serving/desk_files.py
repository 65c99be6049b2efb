"""What lies on the desk before anything is received: cards put before the reader, scans, a signed page; the clerk's, for thirty days."""

from collections.abc import Sequence
from uuid import UUID

from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.files.queries import StoredFile, files_of, read_bytes
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor

OWNER = "desk"


def lay_down(actor: Actor, content: Prepared, purpose: str, *, read: bool = False) -> StoredFile:
    """Keep prepared content on the actor's desk and return it; with `read` a certificate is put before the reader."""
    now = clock.now()
    return store(actor, data=content, purpose=purpose, owner_kind=OWNER, owner_key=actor.id, now=now, read=read)


def lying(actor: Actor, ids: Sequence[str]) -> list[StoredFile]:
    """Return what still lies on the actor's desk of these, in their order (one statement, none for none); ids of others are passed over."""
    known = [found for text in dict.fromkeys(ids) if (found := _known(text))]
    if not known:
        return []
    rows = {file.pk: file for file in files_of(OWNER, actor.id).filter(pk__in=known, destroyed_at=None)}
    return [rows[key] for key in known if key in rows]


def taken_up(file: StoredFile) -> Prepared:
    """Return what lies on the desk, ready to be kept with what was received: judged and encoded when it was laid down."""
    blob = file.blob
    return Prepared(
        read_bytes(file),
        blob.sha256,
        blob.media_type,
        blob.kind,
        file.original_name,
        blob.width,
        blob.height,
        blob.pages,
    )


def _known(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
