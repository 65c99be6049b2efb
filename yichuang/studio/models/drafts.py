"""The draft of a matter's next version, and every state it was saved in."""

import uuid

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.studio.rules.states import DRAFT, OPEN_STATES


class Draft(Chained):
    """A matter/v1 document that is being written: it may be unfinished or wrong, and no case ever sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField("事项标识", max_length=60)
    name = models.CharField("事项名称", max_length=200, blank=True)
    basic_code = models.CharField("基本编码", max_length=12, blank=True, db_index=True)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    document = models.JSONField("规格文稿")
    revision = models.PositiveIntegerField("文稿序号", default=1)
    state = models.CharField(max_length=12, default=DRAFT)
    base_version = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, null=True, related_name="+")
    origin = models.CharField("来源", max_length=12, default="blank")
    origin_note = models.CharField("来源说明", max_length=200, blank=True)
    # What the prover said last, for lists; the revision it judged.
    errors = models.PositiveIntegerField("错误", null=True)
    advices = models.PositiveIntegerField("建议", null=True)
    undecided = models.PositiveIntegerField("未能判定", null=True)
    judged_revision = models.PositiveIntegerField(default=0)
    # The content that review, simulation and publication are about.
    candidate = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.CharField(max_length=64)
    created_by_name = models.CharField(max_length=80)
    updated_at = models.DateTimeField()
    updated_by_id = models.CharField(max_length=64)
    updated_by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(state__in=OPEN_STATES), name="one_open_draft"),
        ]
        indexes = [
            models.Index(fields=["department", "state", "updated_at"], name="draft_by_department"),
            models.Index(fields=["state", "updated_at"], name="draft_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.revision}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the draft."""
        return f"draft:{self.pk}"


class DraftRevision(models.Model):
    """One saved state of a draft: what a later save is merged against, and what can be gone back to."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.CharField("说明", max_length=120, blank=True)
    # Saved by the author's own decision, and not by itself while he wrote.
    explicit = models.BooleanField("主动保存", default=False)
    # Submitted, or merged on: kept when the history is thinned.
    pinned = models.BooleanField("长期保留", default=False)
    at = models.DateTimeField()
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_revision_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} #{self.number}"
