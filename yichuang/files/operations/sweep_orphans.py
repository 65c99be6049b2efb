"""Clear away what no file refers to: unfinished writes, rows of content nobody keeps, content without a row (rolled
back)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef

from yichuang.files.models import Blob, StoredFile
from yichuang.files.storage import storage
from yichuang.foundations.transactions import unit_of_work

# An upload lasts minutes at most: whatever is a day old and has no row will never get one.
GRACE = timedelta(days=1)
_AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """How much was cleared away: unfinished writes, rows without a file, keys without a row."""

    unfinished: int
    blobs: int
    keys: int


def sweep_orphans(now: datetime) -> Swept:
    """Clear away orphans older than a day; safe beside uploads, and to be repeated.

    Rows go first, their content by its own age: an upload that finds the row gone has made the content young again.
    """
    before = now - GRACE
    return Swept(storage().discard_leftovers(before), _sweep_blobs(before), _sweep_keys(before))


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
        gone += sum(storage().discard(key, before) for key in _without_row(keys))
    return gone


def _without_row(keys: list[str]) -> Iterator[str]:
    hashes = {key: key.rpartition("/")[2].partition(".")[0] for key in keys}
    known = set(Blob.objects.filter(sha256__in=set(hashes.values())).values_list("sha256", flat=True))
    return (key for key, sha256 in hashes.items() if sha256 not in known)
