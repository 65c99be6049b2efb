"""A file on its way into drafts: what was read of it, held for its uploader between comparison and confirmation."""

import uuid

from django.db import models

from yichuang.studio.rules.importing import HELD, READ_ROWS


class ImportBatch(models.Model):
    """One uploaded file as it was read; only its uploader sees it, and it is forgotten when it expires.

    A large file is read by a worker, and many matters are written by one: `phase`, `done`, `total` and `beat_at` say how far he is.
    Until it is read `upload` holds its bytes; until it is written `choices` holds what was confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField("文件名", max_length=200)
    state = models.CharField("状态", max_length=10, default=HELD)
    upload = models.BinaryField(null=True)
    # Counts how often reading or writing was begun; who works for an earlier beginning stops.
    attempt = models.PositiveIntegerField(default=1)
    phase = models.CharField("进行到哪一步", max_length=10, default=READ_ROWS)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField("最后一次进展", null=True)
    problem = models.JSONField("没有读取或导入的原因", default=list)
    matters = models.JSONField("读到的事项", default=list)
    troubles = models.JSONField("不能使用的内容", default=list)
    # The comparison, with what it was made against: good until one of those drafts or matters changes.
    planned = models.JSONField("比较结果", default=dict)
    # What was confirmed while a worker writes: [[place, wanted, revision that was seen or null], …].
    choices = models.JSONField("确认的选择", default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    # What became of each matter: {"index", "result": opened | saved | skipped | unchanged | blocked, "draft"}.
    result = models.JSONField("导入结果", default=list)

    def __str__(self) -> str:
        return self.file_name


class FindingCount(models.Model):
    """How often one check speaks up in a draft, with a sample: what the overview of imported drafts adds up."""

    draft = models.ForeignKey("studio.Draft", on_delete=models.CASCADE, related_name="finding_counts")
    code = models.CharField(max_length=40)
    rule = models.CharField("依据", max_length=80, blank=True)
    severity = models.CharField(max_length=12)
    count = models.PositiveIntegerField()
    sample = models.CharField("示例", max_length=300)
    revision = models.PositiveIntegerField("所查的文稿序号")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "code", "severity"], name="finding_counted_once")]
        indexes = [models.Index(fields=["code", "severity"], name="finding_by_code")]

    def __str__(self) -> str:
        return f"{self.code} × {self.count}"
