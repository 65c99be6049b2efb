"""Tables: runs, the item sets and associations they found, and proposals. Counts of many, never a person or a case."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.mining.ports import ENGINE_NAMES, LIBRARY
from yichuang.mining.rules.baskets import GRAINS, LEAST_WINDOW, MATTER, MOST_WINDOW
from yichuang.mining.rules.measures import FLOOR_PERSONS, MIXED, ORDERS, USUAL_PERSONS
from yichuang.mining.rules.proposals import ASKED, OPEN, STATE_NAMES

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
RUN_STATES = {WAITING: "排队", RUNNING: "分析中", DONE: "已完成", FAILED: "没有完成", CANCELLED: "已取消"}
RUN_TONES = {WAITING: "blue", RUNNING: "blue", DONE: "green", FAILED: "red", CANCELLED: "grey"}
READING, MINING, COUNTING, WEIGHING, KEEPING = "reading", "mining", "counting", "weighing", "keeping"
STAGES = {
    "": "排队中", READING: "读取办件", MINING: "查找组合", COUNTING: "核对人数和先后", WEIGHING: "核算能省多少", KEEPING: "保存结果",
}  # fmt: skip
KINDS = {"": "全部申请人", "person": "自然人", "enterprise": "企业", "other_organisation": "其他组织"}


class MiningRun(Chained):
    """One analysis (一次关联分析): its parameters, how far it is, and what it counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    division = models.CharField("区划", max_length=12)
    engine = models.CharField("在哪里运行", max_length=8, choices=list(ENGINE_NAMES.items()), default=LIBRARY)
    window_days = models.PositiveSmallIntegerField("间隔天数")
    months = models.PositiveSmallIntegerField("往前多少个月")
    since = models.DateTimeField("从")
    until = models.DateTimeField("到")
    least_persons = models.PositiveIntegerField("至少多少人", default=USUAL_PERSONS)
    longest = models.PositiveSmallIntegerField("最多几项")
    least_confidence = models.PositiveSmallIntegerField("置信度不低于（%）")
    least_lift = models.PositiveIntegerField("提升度不低于（百分之一）")
    grain = models.CharField("粒度", max_length=9, choices=list(GRAINS.items()), default=MATTER)
    kind = models.CharField("申请人", max_length=20, choices=list(KINDS.items()), blank=True)
    state = models.CharField(max_length=9, choices=list(RUN_STATES.items()), default=WAITING)
    stage = models.CharField(max_length=8, choices=list(STAGES.items()), blank=True)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    trouble = models.CharField("没有完成的原因", max_length=200, blank=True)
    rows_read = models.PositiveIntegerField("读取办件", default=0)
    persons = models.PositiveIntegerField("申请人", default=0)
    baskets = models.PositiveIntegerField("办事过程", default=0)
    sets = models.PositiveIntegerField("组合", default=0)
    withheld = models.PositiveIntegerField("因人数少未保留", default=0)
    recognised = models.PositiveIntegerField("已是一件事", default=0)
    judged = models.PositiveIntegerField("此前已处理", default=0)
    proposed = models.PositiveIntegerField("提出建议", default=0)
    asked_by = models.CharField(max_length=64)
    asked_by_name = models.CharField("提出人", max_length=80)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["division", "-asked_at", "-id"], name="mining_run_of_division")]
        constraints = [
            models.CheckConstraint(condition=Q(least_persons__gte=FLOOR_PERSONS), name="mining_nobody_singled_out"),
            models.CheckConstraint(
                condition=Q(window_days__gte=LEAST_WINDOW, window_days__lte=MOST_WINDOW), name="mining_window"
            ),
            models.UniqueConstraint(
                fields=["division"], condition=Q(state__in=(WAITING, RUNNING)), name="one_mining_run_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the run."""
        return f"mining_run:{self.pk}"

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will come."""
        return self.state in (DONE, FAILED, CANCELLED)


class ItemSet(models.Model):
    """Things that were done together (事项组合): how often, by how many persons, how many times as often as by chance."""

    run = models.ForeignKey(MiningRun, on_delete=models.CASCADE, related_name="item_sets")
    items: Any = ArrayField(models.CharField(max_length=120))
    names: Any = ArrayField(models.CharField(max_length=420))
    size = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    lift_hundredths = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["run", "-count", "-id"], name="item_sets_of_run")]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gte=FLOOR_PERSONS), name="item_set_nobody_singled_out")
        ]

    def __str__(self) -> str:
        return "、".join(self.names)


class AssociationRule(models.Model):
    """Who did some things also did another (关联规则): the four counts, what follows from them, the order and the usual gap."""

    run = models.ForeignKey(MiningRun, on_delete=models.CASCADE, related_name="associations")
    given: Any = ArrayField(models.CharField(max_length=120))
    given_names: Any = ArrayField(models.CharField(max_length=420))
    then = models.CharField(max_length=120)
    then_name = models.CharField(max_length=420)
    count = models.PositiveIntegerField()
    count_given = models.PositiveIntegerField()
    count_then = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    support = models.PositiveIntegerField("支持度（万分之一）")
    confidence = models.PositiveIntegerField("置信度（万分之一）")
    lift = models.PositiveBigIntegerField("提升度（百分之一）")
    # Only pairs have an order and a gap; empty and null for what has more than one thing before.
    order = models.CharField(max_length=8, choices=list(ORDERS.items()), blank=True, default=MIXED)
    gap_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run", "-lift", "-id"], name="associations_by_lift"),
            models.Index(fields=["run", "-confidence", "-id"], name="associations_by_confidence"),
            models.Index(fields=["run", "-count", "-id"], name="associations_by_count"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gte=FLOOR_PERSONS), name="association_nobody_singled_out")
        ]

    def __str__(self) -> str:
        return f"{'、'.join(self.given_names)} → {self.then_name}"


class Proposal(Chained):
    """Matters that people do together and that could be one life event (一件事建议), until somebody accepts or dismisses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(MiningRun, on_delete=models.CASCADE, related_name="proposals")
    division = models.CharField("区划", max_length=12)
    # Names the set of matters across runs: what was dismissed is recognised again.
    mark = models.CharField(max_length=16)
    # The matters in the order in which they are usually done, their names and departments beside them.
    matters: Any = ArrayField(models.CharField(max_length=80))
    names: Any = ArrayField(models.CharField(max_length=200))
    departments: Any = ArrayField(models.CharField(max_length=120))
    title = models.CharField(max_length=300)
    count = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    lift = models.PositiveBigIntegerField("提升度（百分之一）")
    # Of one person, at least (rules/savings.py).
    saved_visits = models.PositiveSmallIntegerField()
    saved_materials = models.PositiveSmallIntegerField()
    saved_fields = models.PositiveSmallIntegerField()
    # [{"what": material|field, "name": …, "matters": [names]}]
    merged = models.JSONField(default=list)
    # What all baskets together would have spared, counted exactly (rules/expected.py), and on what it stands (rules/proposals.basis_of).
    all_visits = models.PositiveIntegerField("共少跑次数", default=0)
    all_materials = models.PositiveIntegerField("共少交材料", default=0)
    all_fields = models.PositiveIntegerField("共少填栏目", default=0)
    basis = models.JSONField("核算依据", default=dict)
    minutes = models.PositiveIntegerField("折算分钟（合计）")
    state = models.CharField(max_length=10, choices=list(STATE_NAMES.items()), default=OPEN)
    # Asked to compose it (decisions/mining-library.md): the lead department, by whom and when; why the last one asked gave it back.
    asked_department = models.ForeignKey(
        "organizations.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_by_id = models.CharField(max_length=64, blank=True)
    asked_by_name = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(null=True)
    returned_for = models.CharField("退回说明", max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    draft_url = models.CharField("草稿", max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["division", "state", "-minutes", "-id"], name="proposals_by_savings"),
            models.Index(fields=["division", "mark"], name="proposals_by_mark"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gte=FLOOR_PERSONS), name="proposal_nobody_singled_out"),
            models.UniqueConstraint(
                fields=["division", "mark"], condition=Q(state__in=(OPEN, ASKED)), name="one_open_proposal_of_matters"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """Return the ledger stream of the proposal."""
        return f"mining_proposal:{self.pk}"
