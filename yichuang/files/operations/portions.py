"""A file in portions: begin, take the next portion, put together, end (tus 1.0; docs/decisions/uploads-in-portions.md)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.files.models import Upload, UploadPortion
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.files.queries import portions_of, upload_for
from yichuang.files.rules import portions
from yichuang.files.rules.portions import Announced, Verdict
from yichuang.files.storage import portion_key, storage
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.transactions import unit_of_work

TITLES = {409: "不能从这里接着传", 410: "这次上传已作废", 413: "文件太大", 422: "文件不能接收"}


@unit_of_work()
def begin_upload(
    actor: Actor, *, file: Announced, purpose: str, owner_kind: str, owner_key: str, now: datetime
) -> Upload:
    """Begin an upload for an owner and return it; the caller's room has decided that the actor may.

    :raises Refused: 413 when it is too large, 422 when it would never be taken, 409 with too many open ones.
    """
    still_open = Upload.objects.filter(holder=actor.key, file=None, expires_at__gt=now).count()
    _heed(portions.judge_begin(file, still_open))
    return Upload.objects.create(
        holder=actor.key,
        purpose=purpose,
        owner_kind=owner_kind,
        owner_key=owner_key,
        name=file.name[-200:],
        declared_type=file.declared_type[:120],
        size=file.size,
        sha256=file.sha256,
        begun_at=now,
        expires_at=now + portions.LASTS,
    )


def take_portion(actor: Actor, *, upload_id: UUID, offset: int, data: bytes, now: datetime) -> Upload:
    """Keep the next portion of an upload and return it with its new offset.

    The bytes are put into the store first, then recorded: a portion that is recorded is there, on every node.

    :raises NotFound: when it is not the actor's. :raises Refused: 409 with the offset to go on from, 410, 413.
    """
    upload = upload_for(actor, upload_id)
    _heed(portions.judge_portion(upload.progress, offset, len(data), now), upload)
    if not data:
        return upload
    sha256 = hashlib.sha256(data).hexdigest()
    storage().put(portion_key(upload.pk, sha256), data)
    return _record(actor, upload_id, offset, len(data), sha256, now)


@unit_of_work()
def _record(actor: Actor, upload_id: UUID, offset: int, size: int, sha256: str, now: datetime) -> Upload:
    upload = Upload.objects.select_for_update().filter(pk=upload_id, holder=actor.key).first()
    if upload is None:
        raise NotFound("这次上传", "它已经取消；请重新上传。")
    # Two who send the same portion at once: one is told where to go on.
    _heed(portions.judge_portion(upload.progress, offset, size, now), upload)
    UploadPortion.objects.create(upload=upload, offset=offset, size=size, sha256=sha256)
    upload.received = offset + size
    upload.save(update_fields=["received"])
    return upload


def put_together(actor: Actor, *, upload_id: UUID, owner_kind: str, owner_key: str, now: datetime) -> Prepared:
    """Return an upload's content, whole and ready to be stored: by `store`, as any other, which then also closes the upload.

    Content that is refused ends the upload: nothing of it stays.

    :raises NotFound: when it is not the actor's or not for this owner. :raises Refused: 409 while incomplete or when stored
        already, 422 when the hash differs or the content is not taken, 503 while the scanner is away.
    """
    upload = upload_for(actor, upload_id, owner_kind=owner_kind, owner_key=owner_key)
    content = b"".join(portions_of(upload)) if upload.received == upload.size else b""
    digest = hashlib.sha256(content).hexdigest()
    try:
        _heed(portions.judge_whole(upload.progress, upload.sha256, digest, now), upload)
        made = prepare(content, name=upload.name, declared_type=upload.declared_type)
    except Refused as refused:
        if refused.status == 422:
            end_upload(actor, upload_id=upload_id)
        raise
    return replace(made, upload=upload.pk)


@unit_of_work()
def end_upload(actor: Actor, *, upload_id: UUID) -> None:
    """Give up an upload; its portions go with the next sweep. One that is stored stays stored.

    :raises NotFound: when it is not the actor's. :raises Refused: 409 when it is stored.
    """
    upload = Upload.objects.select_for_update().filter(pk=upload_id, holder=actor.key).first()
    if upload is None:
        raise NotFound("这次上传", "它已经取消或从未开始。")
    if upload.file_id is not None:
        _heed(portions.judge_open(upload.progress, upload.begun_at), upload)
    upload.delete()


def _heed(verdict: Verdict, upload: Upload | None = None) -> None:
    """Raise what a rule found against it, with the offset to go on from."""
    more: Mapping[str, Any] = {} if upload is None else {"offset": upload.received}
    if verdict.reasons:
        raise Refused(*verdict.reasons, status=verdict.status, title=TITLES[verdict.status], more=more)
