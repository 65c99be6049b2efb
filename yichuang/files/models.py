"""Tables of the files room: content once, files many, who looked, tickets, readings."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from yichuang.files.rules.media import BY_MEDIA_TYPE
from yichuang.files.rules.portions import Progress
from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedJSONField


class Blob(models.Model):
    """Content, kept once however often it is uploaded; `sha256` is its name and its proof."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField("字节数")
    media_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField("宽（像素）", null=True)
    height = models.PositiveIntegerField("高（像素）", null=True)
    pages = models.PositiveIntegerField("页数", null=True)
    storage_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    # Its bytes were destroyed with the last file that needed them; the hash stays, as what was destroyed.
    discarded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def kind(self) -> str:
        """Return image, pdf, word, sheet or ofd."""
        return BY_MEDIA_TYPE[self.media_type].kind


class StoredFile(Chained):
    """A file as somebody handed it in: a name, a purpose and an owner, known to this room only as words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    original_name = models.CharField("文件名", max_length=120)
    purpose = models.CharField("用途", max_length=40)
    owner_kind = models.CharField(max_length=20)
    owner_key = models.CharField(max_length=80)
    uploaded_by = models.CharField(max_length=80)
    uploaded_by_name = models.CharField("上传人", max_length=80)
    uploaded_at = models.DateTimeField("上传时间")
    # What is left of a file whose period has passed: this row, without content (rules/retention.py).
    destroyed_at = models.DateTimeField("销毁时间", null=True)
    destroyed_why = models.CharField("销毁依据", max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_kind", "owner_key", "uploaded_at"], name="stored_file_owner"),
            # Rows come in the order of time: a few pages say which part of the table is old enough.
            BrinIndex(fields=["uploaded_at"], name="stored_file_age"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def stream(self) -> str:
        """Return the name of the file's stream in the ledger."""
        return f"file:{self.id}"


class RetentionHold(Chained):
    """An owner's files are kept beyond their period for a reason (a dispute, an audit), until the hold is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_kind = models.CharField(max_length=20)
    owner_key = models.CharField(max_length=80)
    division = models.CharField(max_length=12)
    reason = models.CharField("暂缓销毁的理由", max_length=200)
    placed_at = models.DateTimeField()
    placed_by_name = models.CharField("登记人", max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField("解除人", max_length=80, blank=True)
    lifted_why = models.CharField("解除的理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_key"], condition=models.Q(lifted_at=None), name="one_hold_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner_kind}:{self.owner_key} {self.reason}"

    @property
    def stream(self) -> str:
        """Return the name of the hold's stream in the ledger."""
        return f"hold:{self.id}"


class FileAccess(models.Model):
    """One look at a file: who, what for, when (个人信息保护法 51, 54: access is on record)."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    act = models.CharField(max_length=12)
    why = models.CharField("事由", max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["file", "at"], name="file_access_file"),
            models.Index(fields=["actor_key", "at"], name="file_access_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.act}"


class AccessTicket(models.Model):
    """A short-lived permission to fetch one file, bound to a holder when `holder` is set; only the token's hash is
    kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField("事由", max_length=200)
    holder = models.CharField(max_length=80, blank=True)
    once = models.BooleanField("仅用一次")
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["file", "issued_at"], name="access_ticket_file")]

    def __str__(self) -> str:
        return f"{self.file_id} → {self.holder or '持有者'}"


class Upload(models.Model):
    """A file on its way in portions (tus 1.0): who sends it and for whom it is, what was announced, how much has come.

    No business act and not in the ledger: what is stored of it in the end is (`files.stored`). Swept a day after it began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.CharField(max_length=80)
    purpose = models.CharField("用途", max_length=40)
    owner_kind = models.CharField(max_length=20)
    owner_key = models.CharField(max_length=80)
    name = models.CharField("文件名", max_length=200)
    declared_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField("应有字节数")
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField("已收字节数", default=0)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["holder"], name="upload_open", condition=models.Q(file__isnull=True)),
            models.Index(fields=["expires_at"], name="upload_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_kind}:{self.owner_key} {self.received}/{self.size}"

    @property
    def progress(self) -> Progress:
        """Return where it stands, for the rules."""
        return Progress(self.size, self.received, self.expires_at, self.file_id is not None)


class UploadPortion(models.Model):
    """One portion of an upload; its bytes lie in the store, so that any web node can go on and any can put it together."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")
    offset = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_portion_place")]

    def __str__(self) -> str:
        return f"{self.upload_id}+{self.offset}"


class DocumentReading(models.Model):
    """What the offline reader made of a file; the fields are personal data and sealed. Never used without a person's
    word."""

    PENDING, DONE, FAILED = "pending", "done", "failed"

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=[(PENDING, "识别中"), (DONE, "已识别"), (FAILED, "未能识别")])
    kind = models.CharField(max_length=20, blank=True)
    fields: "models.Field[dict[str, Any], dict[str, Any]]" = SealedJSONField(default=dict)
    engine = models.CharField(max_length=40, blank=True)
    reason = models.CharField("未能识别的原因", max_length=300, blank=True)
    requested_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
