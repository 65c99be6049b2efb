"""Reconciliation (对账): each comparison of both sides' books, and the differences until they are seen resolved (S2-51)."""

from django.db import models
from django.db.models import Q

from yichuang.exchange.models.systems import ClientSystem
from yichuang.exchange.rules.reconciliation import KINDS, REPAIR_NAMES

RUNNING, DONE, FAILED = "running", "done", "failed"


class ReconciliationRun(models.Model):
    """One comparison with one system: of which day, how many cases stand where on both sides, how it ended."""

    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("日期")
    state = models.CharField(
        "状态", max_length=7, choices=[(RUNNING, "进行中"), (DONE, "已完成"), (FAILED, "没有完成")], default=RUNNING
    )
    reason = models.CharField("没有完成的原因", max_length=300, blank=True)
    asked_by = models.CharField("发起人", max_length=80)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    pushed = models.PositiveIntegerField("已推送", default=0)
    acknowledged = models.PositiveIntegerField("已送达", default=0)
    accepted = models.PositiveIntegerField("已受理", default=0)
    concluded = models.PositiveIntegerField("已决定", default=0)
    their_received = models.PositiveIntegerField("对方收到", default=0)
    their_accepted = models.PositiveIntegerField("对方受理", default=0)
    their_concluded = models.PositiveIntegerField("对方办结", default=0)
    differences = models.PositiveIntegerField("差异", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system"], condition=Q(state=RUNNING), name="reconciliation_one_at_a_time")
        ]
        indexes = [
            models.Index(fields=["system", "-day", "-id"], name="reconciliation_system"),
            models.Index(fields=["-day", "-id"], name="reconciliation_day"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.day}"


class ReconciliationDifference(models.Model):
    """One case in which the books differ: found, repaired by whom and why, and seen resolved by a later run, or explained."""

    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("统一申报编码", max_length=21)
    kind = models.CharField("差异", max_length=16, choices=list(KINDS.items()))
    found_in = models.ForeignKey(ReconciliationRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    seen_in = models.ForeignKey(ReconciliationRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    resolved_in = models.ForeignKey(
        ReconciliationRun, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    ours = models.JSONField()
    theirs = models.JSONField()
    repair = models.CharField("处理", max_length=8, blank=True, choices=list(REPAIR_NAMES.items()))
    repaired_at = models.DateTimeField(null=True)
    repaired_by = models.CharField("处理人", max_length=80, blank=True)
    why = models.CharField("处理说明", max_length=300, blank=True)
    explained = models.BooleanField("已说明", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "number", "kind"], condition=Q(resolved_in=None), name="difference_open_once"
            )
        ]
        indexes = [models.Index(fields=["system", "found_in", "id"], name="difference_found")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def open(self) -> bool:
        """Tell whether it still stands."""
        return self.resolved_in_id is None and not self.explained
