"""Destroy files whose period has passed (个人信息保护法 19, 47): content gone, a row and an event left; held and shared content stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from yichuang.files.events import FileDestroyed
from yichuang.files.models import Blob, DocumentReading, StoredFile
from yichuang.files.ports import endings_of
from yichuang.files.queries import held_owners
from yichuang.files.rules.retention import Ended, Period, kind_of, over, shortest
from yichuang.files.storage import storage, thumbnail_key
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work

KEEPER = Actor(kind="clock", id="retention", name="保存期限到期处理")
AT_ONCE = 500
# Later than any age: what goes here goes by its period, not by when it was put.
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Due:
    """A file whose period has passed; `held`: it stays all the same."""

    file: StoredFile
    period: Period
    held: bool


def due_files(table: Mapping[str, Period], now: datetime) -> Iterator[Due]:
    """Yield what would be destroyed now, held files too; a few statements for each portion of old files."""
    for owner_kind in dict.fromkeys("case" if kind in ("document", "practice") else kind for kind in table):
        length = shortest(owner_kind, table)
        if length is None:
            continue
        old = StoredFile.objects.filter(owner_kind=owner_kind, destroyed_at=None, uploaded_at__lte=length.before(now))
        last: UUID | None = None
        while rows := list((old.filter(pk__gt=last) if last else old).select_related("blob").order_by("pk")[:AT_ONCE]):
            yield from _judged(owner_kind, rows, table, now)
            last = rows[-1].pk


def _judged(owner_kind: str, rows: Sequence[StoredFile], table: Mapping[str, Period], now: datetime) -> Iterator[Due]:
    keys = {row.owner_key for row in rows}
    ended, held = endings_of(owner_kind, keys), held_owners(owner_kind, keys)
    for row in rows:
        # What is kept for itself, as a card read at the desk, ends when it comes.
        end = Ended(row.uploaded_at) if owner_kind == "desk" else ended.get(row.owner_key, Ended(None))
        period = table.get(kind_of(owner_kind, row.purpose, end.practice))
        if period is not None and over(period, end, row.uploaded_at, now):
            yield Due(row, period, row.owner_key in held)


@unit_of_work()
def destroy(due: Due, now: datetime) -> bool:
    """Destroy one file; False when somebody did it already or a hold was placed meanwhile. To be repeated after an interruption.

    The content goes last, while its row is locked: whoever hands the same content in just then waits, and puts it again.
    """
    file = StoredFile.objects.select_for_update(of=("self",)).filter(pk=due.file.pk, destroyed_at=None).first()
    if file is None or held_owners(file.owner_kind, [file.owner_key]):
        return False
    blob = Blob.objects.select_for_update().get(pk=file.blob_id)
    shared = StoredFile.objects.filter(blob=blob, destroyed_at=None).exclude(pk=file.pk).exists()
    length = due.period.length
    file.destroyed_at, file.destroyed_why = (
        now,
        f"{due.period.name}，{due.period.since}后 {length.words if length else ''}",
    )
    event = FileDestroyed(
        file_id=str(file.pk),
        sha256=blob.sha256,
        size=blob.size,
        kind=due.period.kind,
        why=file.destroyed_why,
        content_gone=not shared,
        purpose=file.purpose,
        owner_kind=file.owner_kind,
        owner_key=file.owner_key,
    )
    ledger.write(file, event, actor=KEEPER, at=now, update_fields=["destroyed_at", "destroyed_why"])
    DocumentReading.objects.filter(file=file).delete()
    if not shared:
        blob.discarded_at = now
        blob.save(update_fields=["discarded_at"])
        for key in (thumbnail_key(blob.storage_key), blob.storage_key):
            storage().discard(key, _EVER)
    return True
