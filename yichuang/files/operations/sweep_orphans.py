"""Clear away what no file refers to: unfinished writes, uploads nobody finished, rows of content nobody keeps, content without a
row (rolled back)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from yichuang.files.models import Blob, StoredFile, Upload
from yichuang.files.storage import PORTIONS, storage
from yichuang.foundations.transactions import unit_of_work

# A plain upload lasts minutes, one in portions a day: whatever is a day old and has no row will never get one.
GRACE = timedelta(days=1)
_AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """How much was cleared away: unfinished writes, rows without a file, keys without a row, uploads in portions."""

    unfinished: int
    blobs: int
    keys: int
    uploads: int = 0


def sweep_orphans(now: datetime) -> Swept:
    """Clear away orphans older than a day; safe beside uploads, and to be repeated.

    Rows go first, their content by its own age: an upload that finds the row gone has made the content young again.
    """
    before = now - GRACE
    uploads = _sweep_uploads(now)
    return Swept(storage().discard_leftovers(before), _sweep_blobs(before), _sweep_keys(before), uploads)


@unit_of_work()
def _sweep_uploads(now: datetime) -> int:
    """Forget uploads whose day is over, stored or not: their portions have no row then and go by their age."""
    over = Upload.objects.filter(expires_at__lte=now).select_for_update(skip_locked=True)
    gone = list(over.values_list("pk", flat=True))
    Upload.objects.filter(pk__in=gone).delete()
    return len(gone)


@unit_of_work()
def _sweep_blobs(before: datetime) -> int:
    kept = StoredFile.objects.filter(blob=OuterRef("pk"))
    orphans = Blob.objects.filter(~Exists(kept), created_at__lt=before).select_for_update(skip_locked=True)[:_AT_ONCE]
    gone = [blob.pk for blob in orphans]
    Blob.objects.filter(pk__in=gone).delete()
    return len(gone)


def _sweep_keys(before: datetime) -> int:
    gone = 0
    old = (key for key, put_at in storage().listing() if put_at < before)
    while keys := list(islice(old, _AT_ONCE)):
        gone += sum(storage().discard(key, before) for key in keys_without_upload(keys))
        gone += sum(_discard_unclaimed(key, sha256, before) for key, sha256 in keys_without_blob(keys))
    return gone


def keys_without_upload(keys: list[str]) -> Iterator[str]:
    """Yield the portions among `keys` whose upload is over."""
    uploads = {key: UUID(key.split("/")[1]) for key in keys if key.startswith(PORTIONS)}
    known = set(Upload.objects.filter(pk__in=set(uploads.values()), file=None).values_list("pk", flat=True))
    return (key for key, upload in uploads.items() if upload not in known)


def keys_without_blob(keys: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the contents and thumbnails among `keys` that no row refers to, with the hash they are named by."""
    hashes = {key: key.rpartition("/")[2].partition(".")[0] for key in keys if not key.startswith(PORTIONS)}
    rows = Blob.objects.filter(sha256__in=set(hashes.values()), discarded_at=None)
    known = set(rows.values_list("sha256", flat=True))
    return ((key, sha256) for key, sha256 in hashes.items() if sha256 not in known)


@unit_of_work()
def _discard_unclaimed(key: str, sha256: str, before: datetime) -> bool:
    """Discard content while its row is ours: `store` makes the row first, so it waits here and puts the content again."""
    row = Blob.objects.select_for_update().filter(sha256=sha256).first()
    if row is not None:  # destroyed when its period had passed, and the store was away; or handed in just now
        return row.discarded_at is not None and storage().discard(key, before)
    try:
        with transaction.atomic():
            claim = Blob.objects.create(sha256=sha256, size=0, media_type="", storage_key=key, created_at=before)
    except IntegrityError:
        return False
    gone = storage().discard(key, before)
    claim.delete()
    return gone
