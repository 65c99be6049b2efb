"""Tables: the life event (stable identity) and its immutable published versions."""

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained

PUBLISHED, SUPERSEDED, SUSPENDED, WITHDRAWN = "published", "superseded", "suspended", "withdrawn"
STATE_NAMES = {PUBLISHED: "已发布", SUPERSEDED: "已被新版替代", SUSPENDED: "已暂停", WITHDRAWN: "已取消"}


class LifeEvent(Chained):
    """A life event as people mean it (一件事): links, joint cases' statistics and drafts point here and survive versions."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    # The department that answers for the whole (牵头部门); grants are asked for here.
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the life event."""
        return f"life_event_versions:{self.key}"


class LifeEventVersion(models.Model):
    """One frozen `LifeEventSpec` in force under a number, in the end superseded, suspended or withdrawn; its content never changes."""

    life_event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=PUBLISHED, choices=list(STATE_NAMES.items()))
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField("替代、暂停或取消时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["life_event", "number"], name="life_event_number_once"),
            models.UniqueConstraint(
                fields=["life_event"], condition=Q(state=PUBLISHED), name="one_published_life_event_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.life_event_id} v{self.number}"
