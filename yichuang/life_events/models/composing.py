"""Tables: the draft of a life event, every state it was saved in, what departments graded, what windows found (S2-21, S2-25)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.life_events.models.published import LifeEventVersion
from yichuang.life_events.rules.drafting import DRAFT, OPEN_STATES, STATE_NAMES


class LifeEventDraft(Chained):
    """A life_event/v1 document that is being composed; no joint case ever sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("一件事标识", max_length=40)
    name = models.CharField("名称", max_length=80)
    # The lead department (牵头部门): rights to write are asked for here.
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    # Departments of the lead and of every member: they see the draft and review it.
    concerned = ArrayField(models.IntegerField(), default=list)
    document = models.JSONField("文稿")
    revision = models.PositiveIntegerField("文稿序号", default=1)
    state = models.CharField(max_length=12, default=DRAFT, choices=list(STATE_NAMES.items()))
    base_version = models.ForeignKey(LifeEventVersion, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField("来由", max_length=300, blank=True)
    # What the prover said last, for lists.
    errors = models.PositiveIntegerField("错误", default=0)
    # The content that review, simulation and publication are about, and the how-manieth time it is examined.
    content_hash = models.CharField(max_length=64, blank=True)
    round = models.PositiveSmallIntegerField("送审轮次", default=0)
    returned_for = models.TextField("退回原因", blank=True)
    submitted_by_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=80)
    updated_at = models.DateTimeField()
    updated_by_id = models.CharField(max_length=64)
    updated_by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=OPEN_STATES), name="one_open_life_event_draft"
            ),
        ]
        indexes = [models.Index(fields=["state", "updated_at"], name="life_event_draft_by_state")]

    def __str__(self) -> str:
        return f"{self.name} #{self.revision}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the draft."""
        return f"life_event_draft:{self.pk}"


class LifeEventRevision(models.Model):
    """One saved state of a draft: what a later save is merged against, and what can be gone back to."""

    draft = models.ForeignKey(LifeEventDraft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.CharField("说明", max_length=120, blank=True)
    at = models.DateTimeField()
    # Empty for states saved before authors were told apart by more than their name.
    author_id = models.CharField(max_length=64, blank=True)
    author_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="life_event_revision_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} #{self.number}"


class LifeEventReview(models.Model):
    """What one department concerned says of a draft in one round: 高, 中 or 低, with the reason."""

    draft = models.ForeignKey(LifeEventDraft, on_delete=models.CASCADE, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField("等次", max_length=8, blank=True)
    reason = models.TextField("理由", blank=True)
    graded_at = models.DateTimeField(null=True)
    grader_id = models.CharField(max_length=64, blank=True)
    grader_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "round", "department"], name="life_event_review_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.round} {self.department_id}"


class LifeEventSimulation(models.Model):
    """One window's walk of the scripted applicants in one round: each checklist confirmed, or objected to with a reason."""

    draft = models.ForeignKey(LifeEventDraft, on_delete=models.CASCADE, related_name="simulations")
    round = models.PositiveSmallIntegerField()
    window = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, related_name="+")
    # Per script: number, name, whether agreed, the reason of an objection.
    results = models.JSONField("逐个申请人的结果")
    objection = models.TextField("异议", blank=True)
    at = models.DateTimeField()
    officer_id = models.CharField(max_length=64)
    officer_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "round", "window"], name="life_event_simulation_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.round} {self.window_id}"
