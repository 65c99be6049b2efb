"""Tables: a site's opening rules with its booking rules, exceptional days, plans of appointment slots (S2-38)."""

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.hall.rules.tickets import PURPOSES


class OpeningPlan(Chained):
    """A site's opening calendar (开放日历): hours of the week, X, turns, blackouts; and its booking rules."""

    site = models.OneToOneField("organizations.Site", on_delete=models.PROTECT, related_name="+")
    # rules.opening.Rules as rules.opening_document writes it.
    rules = models.JSONField("开放规则", default=dict)
    early_minutes = models.PositiveSmallIntegerField("可提前签到（分钟）", default=60)
    late_minutes = models.PositiveSmallIntegerField("迟到宽限（分钟）", default=15)
    no_shows = models.PositiveSmallIntegerField("爽约几次限制网上预约", default=3)
    within_days = models.PositiveSmallIntegerField("爽约统计天数", default=90)
    blocked_days = models.PositiveSmallIntegerField("限制预约天数", default=30)
    a_day = models.PositiveSmallIntegerField("每人每天最多预约", default=2)
    open_at_once = models.PositiveSmallIntegerField("每人未办预约最多", default=5)

    def __str__(self) -> str:
        return f"{self.site_id}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the calendar."""
        return f"opening:{self.site_id}"


class OpeningException(models.Model):
    """An exceptional day (特殊日) of a site, or of one of its boards: closed without spans, else open exactly then."""

    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    day = models.DateField("日期")
    board = models.CharField("板块字母", max_length=1, blank=True)
    spans = models.JSONField("开放时段", default=list)
    reason = models.CharField("原因", max_length=100)
    declared_by = models.CharField("登记人", max_length=80)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "board"], name="one_exception_a_day")]
        ordering = ["day", "board"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"


class SlotPlan(Chained):
    """How appointments of a board (or of a purpose) are offered at a site (号源安排)."""

    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=60)
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()))
    board = models.CharField("板块字母", max_length=1, blank=True)
    minutes = models.PositiveSmallIntegerField("每时段（分钟）", default=20)
    capacity = models.PositiveSmallIntegerField("每时段号数", default=2)
    # Booked beyond the places, decided by the centre (rules.overbooking only suggests).
    extra = models.PositiveSmallIntegerField("超额号数", default=0)
    days_ahead = models.PositiveSmallIntegerField("可预约天数", default=14)
    notice_minutes = models.PositiveIntegerField("最晚提前（分钟）", default=120)
    # Matters that take longer than a slot: key → minutes.
    lengths = models.JSONField("事项时长", default=dict)
    active = models.BooleanField("开放预约", default=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "purpose", "board"], name="slot_plan_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the plan."""
        return f"slots:{self.site_id}:{self.purpose}:{self.board}"


class SlotDay(models.Model):
    """The places of a plan on a day: its row is locked while somebody books, so that no slot is overbooked."""

    plan = models.ForeignKey(SlotPlan, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="slot_day_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.day}"
