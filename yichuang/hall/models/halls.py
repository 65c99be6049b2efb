"""Tables: a site's hall with its parameters, what windows and officers serve, who sits where."""

import uuid

from django.db import models

from yichuang.foundations.models import Chained


class Hall(Chained):
    """The hall of a site: its parameters; its row is locked while somebody is chosen, so that no ticket is called twice."""

    site = models.OneToOneField("organizations.Site", on_delete=models.PROTECT, related_name="+")
    bound_minutes = models.PositiveSmallIntegerField("最长让号等候（分钟）", default=30)
    early_minutes = models.PositiveSmallIntegerField("预约提前（分钟）", default=5)
    late_minutes = models.PositiveSmallIntegerField("预约宽限（分钟）", default=15)
    calls_before_no_show = models.PositiveSmallIntegerField("叫几次未到算过号", default=3)
    behind = models.PositiveSmallIntegerField("过号后排在几人之后", default=3)
    near = models.PositiveSmallIntegerField("前方几人时提醒", default=1)
    # Matters that ask more of an officer: key → grade (S2-4, S0-26).
    grades = models.JSONField("事项所需等级", default=dict)
    frequent = models.JSONField("常办事项", default=list)
    # Quick transactions jump by rule, not by favour: matters by key, and purposes (docs/hall.md).
    quick = models.JSONField("快办事项", default=list)
    silent = models.BooleanField("无声叫号", default=False)
    notice = models.CharField("大屏通知", max_length=300, blank=True)
    shows_counts = models.BooleanField("大屏显示等候人数", default=True)

    def __str__(self) -> str:
        return str(self.site)

    @property
    def stream(self) -> str:
        """Return the ledger stream of the hall."""
        return f"hall:{self.site_id}"


class WindowSkill(models.Model):
    """What a window serves, where it differs from its kind and board (S2-28); the stored form of `rules.skills.Skill`."""

    window = models.OneToOneField("organizations.Window", on_delete=models.CASCADE, related_name="+")
    skill = models.JSONField("服务范围")
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.window_id}"


class OfficerSkill(models.Model):
    """What an officer serves at a site, where it is less than everything, and the grade held."""

    site = models.ForeignKey("organizations.Site", on_delete=models.CASCADE, related_name="+")
    staff_id = models.UUIDField("人员")
    staff_name = models.CharField("姓名", max_length=80)
    skill = models.JSONField("服务范围")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "staff_id"], name="officer_skill_once")]

    def __str__(self) -> str:
        return self.staff_name


class Seat(Chained):
    """An officer at a window, from signing in there to leaving (坐席)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    OPEN, PAUSED, CLOSED = "open", "paused", "closed"
    STATES = [(OPEN, "办公中"), (PAUSED, "暂停服务"), (CLOSED, "已签出")]

    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, related_name="+")
    staff_id = models.UUIDField("人员")
    staff_name = models.CharField("姓名", max_length=80)
    state = models.CharField(max_length=6, choices=STATES, default=OPEN)
    paused_why = models.CharField("暂停原因", max_length=60, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window"], condition=~models.Q(state="closed"), name="one_at_a_window"),
            models.UniqueConstraint(fields=["staff_id"], condition=~models.Q(state="closed"), name="at_one_window"),
        ]
        indexes = [models.Index(fields=["site", "-opened_at"], name="seat_of_site")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.staff_name}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the seat."""
        return f"seat:{self.pk}"
