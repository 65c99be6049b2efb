"""Tables: the hall's figures by day, and the scenarios of the twin."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yichuang.foundations.models import Chained
from yichuang.hall.rules.figures import KINDS


class HallFigure(models.Model):
    """The figures of one day of a site's hall, by what `kind` says (S2-6): counted afresh whenever the ledger has news of that day."""

    site = models.ForeignKey("organizations.Site", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    taken = models.PositiveIntegerField("取号", default=0)
    done = models.PositiveIntegerField("办结", default=0)
    no_show = models.PositiveIntegerField("过号未到", default=0)
    left = models.PositiveIntegerField("离开", default=0)
    lapsed = models.PositiveIntegerField("当日未办", default=0)
    inaccurate = models.PositiveIntegerField("时间不准", default=0)
    green = models.PositiveIntegerField("绿色通道", default=0)
    open_seconds = models.PositiveIntegerField("签入时长", default=0)
    paused_seconds = models.PositiveIntegerField("暂停时长", default=0)
    busy_seconds = models.PositiveIntegerField("接待时长", default=0)
    # Sum in seconds and counts by step (rules/figures.py) of wait, service, whole, case.
    sums = models.JSONField(default=dict)
    times = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "kind", "key"], name="hall_figure_once")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day} {self.kind} {self.key}"


class TwinScenario(Chained):
    """A question put to the hall's twin (大厅推演): which days it stands on, what is changed, and what came out, with intervals."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
    STATES = [(WAITING, "排队"), (RUNNING, "推演中"), (DONE, "已完成"), (FAILED, "没有完成")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("organizations.Site", on_delete=models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=60)
    # The days on which the base stands, and what is changed: the stored form of rules.twin.scenarios.Changes.
    days: Any = ArrayField(models.DateField())
    changes = models.JSONField("改动")
    state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    result = models.JSONField("结果", default=dict)
    trouble = models.CharField("没有完成的原因", max_length=200, blank=True)
    asked_by = models.CharField(max_length=64)
    asked_by_name = models.CharField("提出人", max_length=80)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["site", "-asked_at", "-id"], name="twin_of_site")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the scenario."""
        return f"twin:{self.pk}"
