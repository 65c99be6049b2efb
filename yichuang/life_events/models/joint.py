"""Tables: the joint case (联办件) and its children, one ordinary case for each member (S2-25, S3-9; 行政许可法 26, 42)."""

from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.foundations.rules.chains import PRACTICE
from yichuang.foundations.sealed import SealedJSONField, SealedTextField
from yichuang.life_events.models.practice import LifeEventCandidate
from yichuang.life_events.models.published import LifeEventVersion
from yichuang.life_events.rules.joint_states import CHILD_NAMES, JOINT_NAMES, RUNNING, WAITING

# Lists sort by the next due day; a joint case that no clock presses stands at the end of them.
NO_DUE = "9999-12-31"


class RealJointCases(models.Manager["JointCase"]):
    """Leaves practice joint cases out: every list, count and look-up that says nothing is about real ones."""

    def get_queryset(self) -> models.QuerySet["JointCase"]:
        """Return the real joint cases."""
        return super().get_queryset().filter(practice=False)


class JointCase(Chained):
    """One application for a life event: what was answered and filled in once, sealed, and how the whole stands."""

    number = models.CharField("联办件编号", max_length=21, unique=True)
    query_password: Any = SealedTextField("查询密码")
    state = models.CharField(max_length=12, default=RUNNING, choices=list(JOINT_NAMES.items()))
    # A real one is received under a version; a test piece (测试件, S0-26) under the content of a draft that is simulated (S2-21②).
    practice = models.BooleanField("测试件", default=False)
    version = models.ForeignKey(LifeEventVersion, on_delete=models.PROTECT, null=True, related_name="+")
    candidate = models.ForeignKey(LifeEventCandidate, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("一件事", max_length=80)
    answers = models.JSONField("合并问题的答案", default=dict)
    form: Any = SealedJSONField("基本信息表单")
    merged: Any = SealedJSONField("合并表单", default=dict)
    # Field → where its value came from (cases/rules/origins.py); null: received before origins were kept.
    origins: Any = models.JSONField("各栏来源", null=True)
    applicant_kind = models.CharField(max_length=20)
    applicant_name = models.CharField(max_length=120)

    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    site_name = models.CharField(max_length=120)
    division = models.CharField("收件地区划", max_length=12)
    window = models.CharField(max_length=40, blank=True)
    # The hall is above, so no foreign key: the ticket of the visit in which it was received.
    ticket = models.UUIDField("票", null=True)

    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=64)
    received_by_name = models.CharField(max_length=80)
    accepted_on = models.DateField("最早受理日", null=True)
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)
    next_due = models.DateField(default=NO_DUE)
    extended_days = models.PositiveSmallIntegerField("延长的工作日", default=0)
    extended_on = models.DateTimeField("批准延长的时间", null=True)
    extended_by_name = models.CharField(max_length=80, blank=True)
    extended_why = models.CharField(max_length=500, blank=True)
    handed_out_at = models.DateTimeField("一次出件的时间", null=True)
    closed_at = models.DateTimeField(null=True)

    objects = RealJointCases()
    with_practice = models.Manager["JointCase"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(practice=False, version__isnull=False, candidate__isnull=True)
                | Q(practice=True, version__isnull=True, candidate__isnull=False),
                name="joint_practice_stands_apart",
            )
        ]
        indexes = [
            models.Index(fields=["site", "-received_at", "-id"], name="joint_site_received"),
            models.Index(fields=["state", "next_due", "id"], name="joint_worklist"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the ledger stream of the joint case; that of a practice one is heard only by readers who ask for rehearsals."""
        return f"{PRACTICE}{self.number}" if self.practice else f"joint:{self.number}"


class JointChild(models.Model):
    """One member of a joint case: the case received for it, or why there is none (yet)."""

    joint = models.ForeignKey(JointCase, on_delete=models.PROTECT, related_name="children")
    member = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    matter = models.CharField("事项", max_length=60)
    matter_name = models.CharField(max_length=200)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    department_name = models.CharField(max_length=120)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, default=WAITING, choices=list(CHILD_NAMES.items()))
    # Why it ended as it did, or why it could not be opened when its turn had come; shown to the person.
    why = models.CharField(max_length=600, blank=True)
    # What was received for it at the counter, as `record_materials` takes it: used when its turn comes.
    wants = models.JSONField("已收材料", default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joint", "member"], name="joint_member_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.joint_id} {self.member}"
