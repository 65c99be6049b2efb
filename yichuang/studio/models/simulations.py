"""The simulated acceptance of a candidate: scripts, who ran which at which window, and the objections (S2-21②)."""

from django.db import models

from yichuang.studio.models.drafts import Draft
from yichuang.studio.models.remarks import Remark
from yichuang.studio.rules.simulation import ASSIGNED


class SimulationScript(models.Model):
    """One made-up applicant: what he says and brings, what that exercises, and where it must lead."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="scripts")
    candidate = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("剧本序号")
    kind = models.CharField("申报者类型", max_length=20)
    answers = models.JSONField("情形答案")
    applicant = models.JSONField("虚构的申请人")
    covers = models.JSONField("覆盖")
    expected = models.JSONField("预期结果")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "number"], name="script_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"剧本 {self.number}"


class SimulationRun(models.Model):
    """One script at one window: the clerk who received it, the practice case, the officer who examined it."""

    script = models.ForeignKey(SimulationScript, on_delete=models.CASCADE, related_name="runs")
    window = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=ASSIGNED)
    clerk_id = models.CharField(max_length=64, blank=True)
    clerk_name = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(null=True)
    case_number = models.CharField("练习件编号", max_length=21, blank=True, db_index=True)
    actual = models.JSONField("实际结果", default=dict)
    # When the clerk, and then the officer, had finished his part, with or without an objection.
    done_at = models.DateTimeField(null=True)
    officer_id = models.CharField(max_length=64, blank=True)
    officer_name = models.CharField(max_length=80, blank=True)
    examined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["script", "window"], name="run_once")]
        indexes = [models.Index(fields=["window", "state", "id"], name="run_by_window")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.script_id} {self.window_id}"


class SimulationObjection(models.Model):
    """An objection raised in a run; what it says and how it was settled stands on the remark."""

    run = models.ForeignKey(SimulationRun, on_delete=models.CASCADE, related_name="objections")
    remark = models.OneToOneField(Remark, on_delete=models.CASCADE, related_name="objection")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.remark_id}"
