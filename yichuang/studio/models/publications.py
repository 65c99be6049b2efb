"""When an approved draft is to be published by itself, by whose right, and what came of it (定时发布)."""

from django.db import models
from django.db.models import Q

from yichuang.studio.models.drafts import Draft

WAITING, DONE, CALLED_OFF, FAILED = "waiting", "done", "called_off", "failed"


class PlannedPublication(models.Model):
    """One publication planned for a day and hour; a draft has one that waits."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="plans")
    at = models.DateTimeField("定于")
    state = models.CharField(max_length=12, default=WAITING)
    planned_at = models.DateTimeField()
    planned_by_id = models.CharField(max_length=64)
    planned_by_name = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField("没有发布的原因", max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft"], condition=Q(state=WAITING), name="one_waiting_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.at:%Y-%m-%d %H:%M} {self.state}"
