"""Tables of joint debugging: runs, and every judgement of every step with what was sent and got."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.cases.queries import Document
from yichuang.catalog.queries import Matter
from yichuang.debugging.rules.steps import CONFIRMED, OPENED, RUNNING
from yichuang.exchange.queries import ClientSystem
from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedJSONField


class DebuggingRun(Chained):
    """One joint debugging of a system for a matter (S0-18); going on until it is confirmed, resumable at any time."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态", max_length=9, choices=[(RUNNING, "联调中"), (CONFIRMED, "已确认"), (OPENED, "已开通")], default=RUNNING
    )
    case_number = models.CharField("练习件", max_length=21, blank=True)
    begun_at = models.DateTimeField()
    begun_by_name = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField(null=True)
    sheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    opening_sheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    # For which live system the opening sheet speaks.
    live_system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, null=True, related_name="+")
    # The step whose push a job makes now, and since when, by the wall clock: one that was cut short is asked for again.
    pushing = models.CharField(max_length=40, blank=True)
    pushing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "matter"], condition=Q(state=RUNNING), name="one_debugging_at_once"
            )
        ]
        indexes = [models.Index(fields=["case_number"], name="debugging_case")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.matter_id} {self.state}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the run."""
        return f"debugging:{self.uid}"


class DebuggingStep(models.Model):
    """One judgement of a step: what was seen, and the evidence (request, answer, hashes, times), sealed. The latest counts."""

    run = models.ForeignKey(DebuggingRun, on_delete=models.CASCADE, related_name="judgements")
    name = models.CharField(max_length=40)
    passed = models.BooleanField()
    seen = models.CharField(max_length=300)
    evidence: Any = SealedJSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["run", "name", "-id"], name="debugging_step")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name} {self.passed}"
