"""The case, the materials of its situation, and their scans."""

from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.foundations.rules.chains import PRACTICE
from yichuang.foundations.rules.identifiers.case_number import PRACTICE as PRACTICE_SOURCE
from yichuang.foundations.sealed import SealedJSONField, SealedTextField

# Lists sort by the next due day; a case that no clock presses stands at the end of them.
NO_DUE = "9999-12-31"


class RealCases(models.Manager["Case"]):
    """Leaves practice cases out: every list, count and look-up that says nothing is about real ones."""

    def get_queryset(self) -> models.QuerySet["Case"]:
        """Return the real cases."""
        return super().get_queryset().filter(practice=False)


class Case(Chained):
    """One application for one matter (办件). Names needed by lists are kept on the row, so that a list is one statement."""

    number = models.CharField("统一申报编码", max_length=21, unique=True)
    query_password: Any = SealedTextField("查询密码")
    state = models.CharField(max_length=16)
    source = models.CharField("申报来源", max_length=1)
    # An exercise (测试件, S0-26; 模拟验收, S2-21): it goes the whole way and never counts (docs/decisions/practice-cases.md).
    practice = models.BooleanField("练习件", default=False)

    matter = models.ForeignKey("catalog.Matter", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, related_name="+")
    matter_name = models.CharField(max_length=200)
    case_type = models.CharField(max_length=24)
    acceptance_role = models.CharField(max_length=16)
    answers = models.JSONField("情形答案", default=dict)
    situation_id = models.CharField(max_length=40)
    situation_name = models.CharField(max_length=200)

    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    department_name = models.CharField(max_length=120)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    site_name = models.CharField(max_length=120)
    division = models.CharField("收件地区划", max_length=12)
    window = models.CharField(max_length=40, blank=True)
    # The visit in which it was received (S2-6: from taking a number to finished); the hall is above, so no foreign key.
    ticket = models.UUIDField("票", null=True)
    ticket_number = models.CharField("票号", max_length=8, blank=True, default="")

    # Nobody stands behind a practice case: a made-up person is kept out of the register of applicants.
    applicant = models.ForeignKey("accounts.Applicant", on_delete=models.PROTECT, null=True, related_name="+")
    applicant_kind = models.CharField(max_length=20)
    applicant_name = models.CharField(max_length=120)
    form: Any = SealedJSONField("基本信息表单")
    own_form: Any = SealedJSONField("事项表单", default=dict)
    # Field → where its value came from (rules/origins.py); null: received before origins were kept.
    origins: Any = models.JSONField("各栏来源", null=True)
    courier = models.BooleanField("快递送达", default=False)

    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=64)
    received_by_name = models.CharField(max_length=80)
    first_handler = models.CharField("首办责任人", max_length=64)
    first_handler_name = models.CharField(max_length=80)
    complete_on = models.DateField("材料齐全日", null=True)
    accepted_on = models.DateField("受理日", null=True)
    accepted_at = models.DateTimeField(null=True)
    deemed = models.BooleanField("视为受理", default=False)
    officer = models.CharField("承办人", max_length=64, blank=True)
    officer_name = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    notice_due = models.DateField(null=True)
    promised_due = models.DateField(null=True)
    statutory_due = models.DateField(null=True)
    service_due = models.DateField(null=True)
    next_due = models.DateField(default=NO_DUE)
    due_provisional = models.BooleanField("暂定日期", default=False)
    tolerated_open = models.PositiveSmallIntegerField("容缺待补", default=0)

    objects = RealCases()
    with_practice = models.Manager["Case"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(practice=False, applicant__isnull=False) & ~Q(source=PRACTICE_SOURCE)
                | Q(practice=True, applicant__isnull=True, source=PRACTICE_SOURCE),
                name="practice_stands_apart",
            )
        ]
        indexes = [
            # The worklists: one index each, in the order the list is read.
            models.Index(fields=["site", "state", "next_due", "id"], name="case_site_worklist"),
            models.Index(fields=["department", "state", "next_due", "id"], name="case_department_worklist"),
            models.Index(fields=["state", "next_due", "id"], name="case_state_worklist"),
            # Open cases by clock across states: the tabs of several states, the due and overdue lists.
            models.Index(fields=["site", "next_due", "id"], name="case_site_open", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["department", "next_due", "id"],
                name="case_department_open",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["site", "-received_at", "-id"], name="case_site_received"),
            models.Index(fields=["department", "-received_at", "-id"], name="case_department_received"),
            models.Index(fields=["applicant", "-received_at"], name="case_applicant"),
            # What happened in some days, of a table that lies in the order of time (the overview).
            BrinIndex(fields=["received_at"], name="case_when_received", pages_per_range=32),
            BrinIndex(fields=["accepted_at"], name="case_when_accepted", pages_per_range=32),
            BrinIndex(fields=["decided_at"], name="case_when_decided", pages_per_range=32),
            BrinIndex(fields=["closed_at"], name="case_when_closed", pages_per_range=32),
            # What is late today, counted by place without opening the rows (the overview).
            models.Index(
                fields=["next_due"],
                include=["department", "site", "division"],
                name="case_due_open_places",
                condition=Q(closed_at__isnull=True, practice=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the ledger stream of the case; that of a practice case is heard only by readers who ask for rehearsals."""
        return f"{PRACTICE}{self.number}" if self.practice else f"case:{self.number}"


class CaseMaterial(models.Model):
    """One material that the case's situation needs, how it was received, and what was found on its review points."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials")
    material_id = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    needed = models.BooleanField(default=True)
    received_as = models.CharField(max_length=12, default="none")
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    original_verified = models.BooleanField("原件已核验", default=False)
    received_at = models.DateTimeField(null=True)
    received_by_name = models.CharField(max_length=80, blank=True)
    # {point id: {"found": passed|failed, "by": name, "at": iso, "how": eye|ocr, "confidence": hundredths, "note": …}}
    points = models.JSONField(default=dict)
    tolerated_until = models.DateField(null=True)
    commitment = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "material_id"], name="material_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class MaterialScan(models.Model):
    """A page or file of a material as scanned, photographed or uploaded."""

    material = models.ForeignKey(CaseMaterial, on_delete=models.CASCADE, related_name="scans")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file_id)
