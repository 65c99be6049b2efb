"""Tables: the matter (stable identity) and its immutable published versions; synonyms; the material dictionary; life events."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.catalog.rules.dictionary import ISSUER_KIND_NAMES, KIND_NAMES
from yichuang.catalog.rules.type_proposals import LONGEST_REASON, LONGEST_SOURCE, LONGEST_WHY, OPEN
from yichuang.catalog.rules.type_proposals import STATES as PROPOSAL_STATES
from yichuang.foundations.models import Chained

PUBLISHED, SUPERSEDED, SUSPENDED, WITHDRAWN = "published", "superseded", "suspended", "withdrawn"
# Content that is examined before it is published: it has no number yet, and no case but practice cases points at it.
CANDIDATE, APPROVED, REJECTED = "candidate", "approved", "rejected"
STATE_NAMES = {
    PUBLISHED: "已发布",
    SUPERSEDED: "已被新版替代",
    SUSPENDED: "已暂停",
    WITHDRAWN: "已取消",
    CANDIDATE: "送审",
    APPROVED: "待发布",
    REJECTED: "已退回",
}
# The content of a version never changes; number and day of publication are given once. A trigger of the database says the same.
MUTABLE = {"state", "ended_at", "number", "published_at", "published_by_name"}


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
    """One frozen spec: examined as a candidate, then published under a number, in the end superseded, suspended or withdrawn;
    never changed.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(null=True)
    spec = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=PUBLISHED)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField("替代、暂停或取消时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["matter"], condition=Q(state=PUBLISHED), name="one_published_version"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state__in=(CANDIDATE, APPROVED)), name="one_candidate_version"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(CANDIDATE, APPROVED, REJECTED)) | Q(number__isnull=False),
                name="published_by_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} v{self.number or self.state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version; of an old one only how it came into force and ended may change."""
        if self.pk and not set(kwargs.get("update_fields") or ("spec",)) <= MUTABLE:
            raise ValueError("the content of a version is immutable: make a new one")
        super().save(*args, **kwargs)


class MatterNotice(models.Model):
    """What the public is told while a matter is not received: why, from and until when, and what to do instead (行政许可法 30)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12)
    text = models.CharField("公告内容", max_length=500)
    instead = models.CharField("怎么办", max_length=500, blank=True)
    legal_basis = models.CharField("依据", max_length=300, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    begun_at = models.DateTimeField("开始时间", null=True)
    made_at = models.DateTimeField()
    made_by_id = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=80)
    lifted_at = models.DateTimeField("撤除时间", null=True)
    lifted_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(lifted_at=None), name="one_open_notice"),
        ]

    def __str__(self) -> str:
        return self.text


class Synonym(models.Model):
    """An everyday word and the official word it stands for; the officers maintain the list."""

    everyday = models.CharField("日常说法", max_length=80)
    official = models.CharField("规范用语", max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["everyday", "official"], name="synonym_once")]

    def __str__(self) -> str:
        return f"{self.everyday} → {self.official}"


IN_USE, RETIRED, MERGED = "in_use", "retired", "merged"
TYPE_STATE_NAMES = {IN_USE: "在用", RETIRED: "已停用", MERGED: "已并入"}


class MaterialType(Chained):
    """A type of material in the dictionary (材料词典, S2-15); never deleted, because published specs name its key for ever."""

    key = models.CharField("编号", max_length=60, unique=True)
    standard_name = models.CharField("标准名称", max_length=80, unique=True)
    aliases = models.JSONField("别名", default=list)
    issuer = models.CharField("发证（出具）机关", max_length=80, blank=True)
    issuer_kind = models.CharField("发证（出具）机关性质", max_length=12, choices=list(ISSUER_KIND_NAMES.items()))
    kind = models.CharField("类别", max_length=12, choices=list(KIND_NAMES.items()))
    e_licence = models.BooleanField("有电子证照", default=False)
    e_licence_type = models.CharField("电子证照类型代码", max_length=60, blank=True)
    sharing_api = models.CharField("共享接口", max_length=80, blank=True)
    online_check = models.URLField("网上核验地址", max_length=200, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField("状态", max_length=8, choices=list(TYPE_STATE_NAMES.items()), default=IN_USE)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MERGED, merged_into__isnull=False) | (~Q(state=MERGED) & Q(merged_into__isnull=True)),
                name="merged_has_a_successor",
            )
        ]

    def __str__(self) -> str:
        return self.standard_name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the type."""
        return f"material_type:{self.key}"


class TypeProposal(Chained):
    """An entry that somebody misses in the dictionary (词典提议, S2-15): decided once by the dictionary's keeper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名称", max_length=80)
    aliases = models.JSONField("别名", default=list)
    issuer = models.CharField("发证（出具）机关", max_length=80, blank=True)
    why = models.CharField("理由", max_length=LONGEST_WHY)
    source = models.CharField("来自哪个事项", max_length=LONGEST_SOURCE, blank=True)
    state = models.CharField("状态", max_length=8, choices=list(PROPOSAL_STATES.items()), default=OPEN)
    made_at = models.DateTimeField("提出时间")
    proposer_id = models.CharField(max_length=64)
    proposer_name = models.CharField(max_length=80)
    proposer_office = models.CharField("提出单位", max_length=120, blank=True)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField("处理说明", max_length=LONGEST_REASON, blank=True)
    # The entry that it became, or whose alias it became.
    material_type = models.ForeignKey(MaterialType, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "made_at"], name="type_proposal_by_state"),
            models.Index(fields=["proposer_id", "decided_at"], name="type_proposal_by_proposer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OPEN, decided_at__isnull=True) | (~Q(state=OPEN) & Q(decided_at__isnull=False)),
                name="type_proposal_decided_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the proposal."""
        return f"type_proposal:{self.pk}"


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
