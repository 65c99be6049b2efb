"""Tables: the matter (stable identity) and its immutable published versions; synonyms; life events kept as content."""

from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained

PUBLISHED, SUPERSEDED, SUSPENDED = "published", "superseded", "suspended"
STATE_NAMES = {PUBLISHED: "已发布", SUPERSEDED: "已被新版替代", SUSPENDED: "已暂停"}
# Of a published version nothing may change but how it ended; a trigger of the database says the same.
MUTABLE = {"state", "ended_at"}


class Matter(Chained):
    """A matter as people mean it: grants, statistics and links point here and survive versions (lessons 2.4)."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    basic_code = models.CharField("基本编码", max_length=12, blank=True, db_index=True)
    implementation_code = models.CharField("实施编码", max_length=31, blank=True, db_index=True)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the matter."""
        return f"matter:{self.key}"


class MatterVersion(models.Model):
    """One published spec: never changed, only superseded or suspended."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=PUBLISHED)
    published_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=80)
    ended_at = models.DateTimeField("替代或暂停时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["matter"], condition=Q(state=PUBLISHED), name="one_published_version"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version; of an old one only how it ended may change."""
        if self.pk and not set(kwargs.get("update_fields") or ("spec",)) <= MUTABLE:
            raise ValueError("a published version is immutable: publish a new one")
        super().save(*args, **kwargs)


class Synonym(models.Model):
    """An everyday word and the official word it stands for; the officers maintain the list."""

    everyday = models.CharField("日常说法", max_length=80)
    official = models.CharField("规范用语", max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["everyday", "official"], name="synonym_once")]

    def __str__(self) -> str:
        return f"{self.everyday} → {self.official}"


class SearchRevision(Chained):
    """One row that counts up whenever what can be searched changes, and whose stream holds the history of the synonyms."""

    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.revision)

    @property
    def stream(self) -> str:
        """Return the ledger stream of the searchable words."""
        return "catalog:words"


class LifeEventContent(Chained):
    """The content of a life event (一件事, S2-25), kept as it came until life events are composed from it."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    content = models.JSONField()

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the life event."""
        return f"life_event:{self.key}"
