"""Official documents, hand-over of paper, and delegations for single-clerk matters."""

import secrets

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case
from yichuang.foundations.models import Chained


def verification_code() -> str:
    """Return a code nobody can guess, without letters that are easily misread."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(16))


class Document(models.Model):
    """An official document: its data at once, its number and signed PDF a moment later from a job."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="documents")
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=80)
    number = models.CharField("文号", max_length=60, blank=True)
    code = models.CharField("验证码", max_length=16, unique=True, default=verification_code)
    authority_key = models.CharField(max_length=60)
    authority_name = models.CharField(max_length=120)
    data = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by_name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default="pending")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="document_number_once")]
        indexes = [models.Index(fields=["sha256"], name="document_sha256")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class DocumentSerial(models.Model):
    """The last serial given to an authority, kind and year; taken in a short transaction of the rendering job, never by a counter."""

    authority_key = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority_key", "year", "prefix"], name="document_serial_once")]

    def __str__(self) -> str:
        return f"{self.authority_key} {self.year} {self.prefix} {self.last}"


class HandoverBatch(Chained):
    """A bundle of paper on its way from the counters to a department, or of results to the issuing counter (S2-42, S2-44)."""

    number = models.CharField(max_length=40, unique=True)
    direction = models.CharField(max_length=16)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    site_name = models.CharField(max_length=120)
    department_name = models.CharField(max_length=120)
    slot = models.CharField("交接时段", max_length=40)
    way = models.CharField("交接方式", max_length=20)
    contact = models.CharField("交接联络人", max_length=80)
    state = models.CharField(max_length=12)
    prepared_at = models.DateTimeField()
    prepared_by_name = models.CharField(max_length=80)
    signed_out_at = models.DateTimeField(null=True)
    signed_out_by_name = models.CharField(max_length=80, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    signed_in_by_name = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["site", "state", "id"], name="handover_site"),
            models.Index(fields=["department", "state", "id"], name="handover_department"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the ledger stream of the batch."""
        return f"handover:{self.number}"


class HandoverItem(models.Model):
    """One case's paper in a batch: what was listed, and any difference found on taking over."""

    batch = models.ForeignKey(HandoverBatch, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    # [{"name", "originals", "copies"}]; a result on its way to the issuing counter is listed by its name
    listed = models.JSONField()
    taken_over = models.BooleanField(null=True)
    difference = models.CharField("差异", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="handover_case_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.case_id}"


class HandoverArrangement(Chained):
    """What a site and a department agreed for their hand-overs (交接约定): contacts, times of day, way (S2-42)."""

    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    site_contact = models.CharField("中心交接联络人", max_length=80)
    department_contact = models.CharField("部门交接联络人", max_length=80)
    # Times of day as HH:MM.
    slots = models.JSONField("交接时段", default=list)
    way = models.CharField("交接方式", max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "department"], name="handover_arrangement_once")]

    def __str__(self) -> str:
        return f"{self.site_id}-{self.department_id}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the arrangement."""
        return f"handover_arrangement:{self.site_id}-{self.department_id}"


class Delegation(Chained):
    """A delegation instrument (委托授权书) by which a department lets a centre's clerks decide a matter on the spot (S2-45②)."""

    number = models.CharField(max_length=80, unique=True)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey("catalog.Matter", on_delete=models.PROTECT, related_name="+")
    staff_id = models.CharField("受托人员（空为全体窗口人员）", max_length=64, blank=True)
    staff_name = models.CharField(max_length=80, blank=True)
    duties = models.CharField("权责约定", max_length=500)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_name = models.CharField(max_length=80)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=80, blank=True)
    revoked_why = models.CharField("撤销原因", max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the ledger stream of the instrument."""
        return f"delegation:{self.number}"
