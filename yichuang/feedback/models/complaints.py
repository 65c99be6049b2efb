"""Table: complaints, suggestions and agency."""

from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.feedback.models.ratings import RatingRequest
from yichuang.feedback.rules.complaints import KINDS, SOURCES, STATES, TAKEN, WORKING
from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField


class Complaint(Chained):
    """What somebody brought to the “办不成事”反映窗口 (投诉代办件): complaint, suggestion or request for agency, and what became of it."""

    number = models.CharField("编号", max_length=16, unique=True)
    query_password: Any = SealedTextField("查询密码")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=TAKEN)
    kind = models.CharField("类别", max_length=10, choices=list(KINDS.items()))
    source = models.CharField("来源", max_length=8, choices=list(SOURCES.items()))
    division = models.CharField(max_length=12)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.CharField("事项", max_length=60, blank=True)
    matter_name = models.CharField(max_length=200, blank=True)
    case_number = models.CharField("统一申报编码", max_length=24, blank=True)
    text: Any = SealedTextField("反映内容")
    name: Any = SealedTextField("称呼", default=bytes)
    mobile: Any = SealedTextField("电话", default=bytes)
    mobile_index = models.BinaryField("电话盲索引", max_length=32, null=True)
    taken_at = models.DateTimeField()
    taken_by_name = models.CharField("登记人", max_length=80, blank=True)
    due = models.DateField("答复期限")
    extended_why = models.CharField("延期理由", max_length=300, blank=True)
    agency = models.BooleanField("代办", default=False)
    rounds = models.PositiveSmallIntegerField("办理轮次", default=1)
    answer: Any = SealedTextField("答复", default=bytes)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField("答复人", max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    satisfaction = models.OneToOneField(RatingRequest, on_delete=models.PROTECT, null=True, related_name="+")
    satisfied = models.PositiveSmallIntegerField("满意程度", null=True)
    adjustment = models.CharField("动态调整申请", max_length=40, blank=True)
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "-taken_at"], name="complaint_site"),
            models.Index(fields=["department", "-taken_at"], name="complaint_department"),
            models.Index(fields=["-taken_at", "-id"], name="complaint_latest"),
            models.Index(fields=["due"], name="complaint_due", condition=Q(state__in=list(WORKING))),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the ledger stream of the complaint."""
        return f"complaint:{self.number}"


class ComplaintStep(models.Model):
    """What was written on the way, sealed: notes of progress, reasons, answers; `told` is read by the person too."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=16)
    text: Any = SealedTextField("内容", default=bytes)
    told = models.BooleanField("告知反映人", default=False)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.verb


class ComplaintTry(models.Model):
    """Wrong query passwords for a complaint or from an address (a blind index), so that nobody tries them out."""

    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} {self.failures}"
