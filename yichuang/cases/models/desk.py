"""What keeps a counter from losing anything, and the public from guessing: intake drafts and failed look-ups."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedJSONField


class IntakeDraft(models.Model):
    """What a clerk has typed for a person who is still in front of the counter; survives a closed browser."""

    staff_id = models.CharField(max_length=64)
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=120, blank=True)
    data: Any = SealedJSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_id", "key"], name="draft_once")]

    def __str__(self) -> str:
        return self.label or self.key


class Prefill(models.Model):
    """What somebody filled in online beforehand (网上预填): sealed, found by its code alone, of which only a mark is kept."""

    code_mark = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=60)
    matter_name = models.CharField(max_length=200)
    # What the page posted, as an intake draft keeps it; let go of when a case comes of it.
    data: Any = SealedJSONField("预填的内容")
    address_mark = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=64, blank=True)
    opened_by_name = models.CharField(max_length=80, blank=True)
    number = models.CharField("收件后的统一申报编码", max_length=21, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="prefill_expiry"),
            models.Index(fields=["address_mark", "created_at"], name="prefill_address"),
        ]

    def __str__(self) -> str:
        return self.matter_name


class ProgressTry(models.Model):
    """Wrong query passwords for one case, or from one address, so that six digits cannot be tried out."""

    # `case:<number>` or `address:<blind index of the address>`.
    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class ExportRecord(Chained):
    """A list of cases that somebody took out of the house as a spreadsheet: who, what was asked, how many (个人信息保护法 54)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff_id = models.CharField(max_length=64)
    staff_name = models.CharField(max_length=80)
    title = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff_id", "-at"], name="export_staff")]

    def __str__(self) -> str:
        return f"{self.staff_name} {self.title} {self.rows}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the export."""
        return f"export:{self.uid}"


class PointQuestion(Chained):
    """A material or review point that an officer found wrong while handling (S2-26 ④), at the desk or on a case.

    A row with a stream of its own, so that saying so never counts as a change of the case that somebody else has open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, related_name="+")
    material_id = models.CharField(max_length=40)
    point_id = models.CharField(max_length=40, blank=True)
    text = models.CharField("哪里不对", max_length=300)
    at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.text

    @property
    def stream(self) -> str:
        """Return the ledger stream of the question."""
        return f"question:{self.pk}"
