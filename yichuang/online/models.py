"""An online application and the files uploaded for it."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedJSONField, SealedTextField


class OnlineApplication(Chained):
    """What somebody applies for online (网上申请): begun from what he filled in, submitted, examined, received as a case of its number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of the prefill's code, of which only a mark is kept: begun once, and opened again by it until it is submitted.
    code_mark = models.CharField(max_length=64, unique=True)
    number = models.CharField("统一申报编码", max_length=21, blank=True, default="")
    query_password: Any = SealedTextField("查询密码", blank=True)
    state = models.CharField(max_length=16)

    matter = models.ForeignKey("catalog.Matter", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, related_name="+")
    matter_key = models.CharField(max_length=60)
    matter_name = models.CharField(max_length=200)
    depth = models.CharField("网办深度", max_length=8)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    department_name = models.CharField(max_length=120)
    division = models.CharField("收件地区划", max_length=12)
    situation_name = models.CharField(max_length=200)
    applicant_name = models.CharField(max_length=120)
    # Both forms and the answers as the page posted them; let go of when the application ends.
    data: Any = SealedJSONField("填写的内容")

    # {material id: {point id: passed|failed}}, of the last examination.
    findings = models.JSONField(default=dict)
    opinion = models.CharField("预审意见", max_length=1000, blank=True)
    examined_at = models.DateTimeField(null=True)
    examined_by = models.CharField(max_length=64, blank=True)
    examined_by_name = models.CharField(max_length=80, blank=True)
    sheet = models.ForeignKey("cases.Document", on_delete=models.PROTECT, null=True, related_name="+")

    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submissions = models.PositiveSmallIntegerField("提交次数", default=0)
    due = models.DateField("预审期限", null=True)
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="online_number_once")
        ]
        indexes = [
            models.Index(fields=["department", "state", "due", "id"], name="online_department"),
            models.Index(fields=["division", "state", "due", "id"], name="online_division"),
            models.Index(fields=["touched_at"], name="online_open", condition=models.Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number or self.matter_name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the application."""
        return f"online:{self.pk}"


class OnlineFile(models.Model):
    """One file uploaded for a material of an online application."""

    application = models.ForeignKey(OnlineApplication, on_delete=models.CASCADE, related_name="files")
    material_id = models.CharField(max_length=40)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file_id)
