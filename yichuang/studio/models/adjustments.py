"""Requests to change a published matter (动态调整, S2-26), and everybody who said the same of the same place."""

import uuid

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.studio.models.drafts import Draft
from yichuang.studio.rules.adjustments import OPEN, OPTIMISE


class AdjustmentRequest(Chained):
    """One request about one place of a matter, open until it is accepted, declined or taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("catalog.Matter", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField("触发原因", max_length=16)
    source = models.CharField("来源", max_length=12)
    place = models.JSONField("位置")
    # The place as one word (`point:m1:p2`), so that the same point questioned by ten clerks is one request.
    place_key = models.CharField(max_length=160)
    place_name = models.CharField("位置名称", max_length=300)
    text = models.CharField("要调整什么", max_length=500)
    evidence = models.CharField("依据和理由", max_length=500, blank=True)
    reference = models.CharField("来文或办件", max_length=120, blank=True)
    requester_id = models.CharField(max_length=64)
    requester_name = models.CharField(max_length=80)
    requester_office = models.CharField("提出单位", max_length=120, blank=True)
    people = models.PositiveIntegerField("提出人数", default=1)
    state = models.CharField(max_length=12, default=OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField("决定理由", max_length=500, blank=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "place_key"],
                condition=Q(state=OPEN, trigger=OPTIMISE) & ~Q(place_key="matter"),
                name="one_open_request_of_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state", "-created_at"], name="adjustment_by_department"),
            models.Index(fields=["state", "-created_at"], name="adjustment_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.place_name}：{self.text}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the request."""
        return f"adjustment:{self.pk}"


class AdjustmentVoice(models.Model):
    """What one person said of the place: the first who asked, and everybody after."""

    request = models.ForeignKey(AdjustmentRequest, on_delete=models.CASCADE, related_name="voices")
    text = models.CharField(max_length=500)
    reference = models.CharField(max_length=120, blank=True)
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=80)
    author_office = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["author_id", "at"], name="voice_by_author")]

    def __str__(self) -> str:
        return f"{self.author_name}：{self.text}"
