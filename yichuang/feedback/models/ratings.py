"""Tables: what may be rated, what was said, and the months' figures."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.feedback.rules.grades import CHANNELS, GRADES, MODES
from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField

TICKET, CASE, RERATE, ANSWER = "ticket", "case", "rerate", "answer"
KINDS = {TICKET: "一次一评", CASE: "一事一评", RERATE: "整改后再评", ANSWER: "投诉答复评价"}
OPEN, RATED, LAPSED = "open", "rated", "lapsed"
STATES = {OPEN: "待评价", RATED: "已评价", LAPSED: "已过期"}


class RatingRequest(Chained):
    """One service that may be rated once (一次一评, 一事一评): who served whom with what, kept as it was then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    # What of that kind: a ticket's id, a case's number, a work order's or complaint's number.
    subject = models.CharField(max_length=40)
    token = models.CharField("评价码", max_length=24, unique=True)
    state = models.CharField(max_length=8, choices=list(STATES.items()), default=OPEN)
    mode = models.CharField(max_length=8, choices=list(MODES.items()))
    title = models.CharField("所评服务", max_length=200)
    number = models.CharField("票号或编号", max_length=24)
    cases = models.JSONField("统一申报编码", default=list)
    division = models.CharField(max_length=12)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, null=True, related_name="+")
    window = models.CharField("窗口", max_length=8, blank=True)
    officer_id = models.CharField("办理人", max_length=64, blank=True)
    officer_name = models.CharField(max_length=80, blank=True)
    matter = models.CharField("事项", max_length=60, blank=True)
    matter_name = models.CharField(max_length=200, blank=True)
    mobile: Any = SealedTextField("手机号", default=bytes)
    served_at = models.DateTimeField("办理时间")
    expires_on = models.DateField("可评至")
    # The tablet at the window went on to the next person: what is asked later comes by code or message.
    left_window_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="rated_once")]
        indexes = [
            models.Index(fields=["site", "window", "-served_at"], name="rating_at_window", condition=Q(state="open")),
            models.Index(fields=["expires_on"], name="rating_to_lapse", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the request."""
        return f"rating:{self.pk}"


class Rating(models.Model):
    """What somebody said of a service. Nobody of the house reads it before it is sealed; its author's data stay sealed."""

    request = models.OneToOneField(RatingRequest, on_delete=models.PROTECT, related_name="rating")
    grade = models.PositiveSmallIntegerField("等级", choices=list(GRADES.items()))
    reasons = models.JSONField("理由", default=list)
    indicators = models.JSONField("分项", default=dict)
    words: Any = SealedTextField("意见", default=bytes)
    channel = models.CharField("渠道", max_length=8, choices=list(CHANNELS.items()))
    # Given after the day of the service (补评).
    supplementary = models.BooleanField("补评", default=False)
    # With a name or telephone and the wish to be called (实名).
    named = models.BooleanField("实名", default=False)
    name: Any = SealedTextField("称呼", default=bytes)
    mobile: Any = SealedTextField("手机号", default=bytes)
    told_to = models.CharField("代录人", max_length=80, blank=True)
    rated_at = models.DateTimeField()
    sealed_at = models.DateTimeField("封存时间", null=True)
    # An appeal was upheld: mistaken or malicious, out of every figure.
    excluded = models.BooleanField("申诉成立，不计入", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="rating_unsealed", condition=Q(sealed_at__isnull=True)),
            models.Index(fields=["-sealed_at", "-id"], name="rating_sealed", condition=Q(sealed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.grade}"

    @property
    def bad(self) -> bool:
        """Tell whether this is a bad rating."""
        return self.grade <= 2


class RatingMonth(models.Model):
    """A month's sealed ratings of one officer, window and matter, by grade: figures are read here and nowhere else."""

    month = models.DateField("月份")
    mode = models.CharField(max_length=8)
    division = models.CharField(max_length=12)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, null=True, related_name="+")
    window = models.CharField(max_length=8, blank=True)
    officer_id = models.CharField(max_length=64, blank=True)
    officer_name = models.CharField(max_length=80, blank=True)
    matter = models.CharField(max_length=60, blank=True)
    matter_name = models.CharField(max_length=200, blank=True)
    g1 = models.PositiveIntegerField(default=0)
    g2 = models.PositiveIntegerField(default=0)
    g3 = models.PositiveIntegerField(default=0)
    g4 = models.PositiveIntegerField(default=0)
    g5 = models.PositiveIntegerField(default=0)
    # Indicator → [how many, sum of grades].
    indicators = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "mode", "site", "department", "window", "officer_id", "matter"],
                name="rating_month_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.officer_name} {self.matter_name}"
