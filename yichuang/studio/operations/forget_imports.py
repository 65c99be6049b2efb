"""Forget files that were uploaded and whose time is over."""

from datetime import datetime

from yichuang.studio.models import ImportBatch


def forget_imports(*, now: datetime) -> int:
    """Delete the batches that expired; return how many. The drafts that came of them stay."""
    deleted, _ = ImportBatch.objects.filter(expires_at__lte=now).delete()
    return deleted
