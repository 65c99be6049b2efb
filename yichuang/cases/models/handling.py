"""What happens to a case on its way: corrections, special procedures, extension, decision, issuing."""

from datetime import datetime

from django.db import models

from yichuang.cases.models.case import Case
from yichuang.foundations.sealed import SealedTextField


class Correction(models.Model):
    """A one-time notice of everything to be corrected (行政许可法 32(一)4), and what of it has come in."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    sequence = models.PositiveSmallIntegerField()
    # [{"id", "name", "what", "todo", "supplied_at": iso or ""}]
    items = models.JSONField()
    repeat_reason = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    requested_by_name = models.CharField(max_length=80)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="correction_sequence")]
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.sequence}"


class Suspension(models.Model):
    """A special procedure (行政许可法 45): the clock stands from the day its written notice was served."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suspensions")
    procedure = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=200)
    expected_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    begun_at = models.DateTimeField()
    begun_by_name = models.CharField(max_length=80)
    notice_served_on = models.DateField()
    served_how = models.CharField("告知书送达方式", max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.procedure}"


class Extension(models.Model):
    """The one extension the head of the authority may approve (行政许可法 42)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="extension")
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64)
    approved_by_name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.case_id} +{self.days}"


class Decision(models.Model):
    """The decision: granted or denied, by whom, why, and the result that was registered."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(max_length=8)
    reasons = models.CharField(max_length=1000, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64)
    decided_by_name = models.CharField(max_length=80)
    second_officer = models.CharField(max_length=64, blank=True)
    second_officer_name = models.CharField(max_length=80, blank=True)
    delegation = models.CharField("委托授权书", max_length=80, blank=True)
    result_name = models.CharField(max_length=120, blank=True)
    result_number = models.CharField(max_length=80, blank=True)
    registered_at = models.DateTimeField(null=True)
    registered_by_name = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class CoSignature(models.Model):
    """The second officer's confirmation of the shared check, made with his own sign-in (行政许可法 34); lapses when points change."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="co_signatures")
    staff_id = models.CharField(max_length=64)
    staff_name = models.CharField(max_length=80)
    opinion = models.CharField(max_length=8)
    note = models.CharField(max_length=500, blank=True)
    signed_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff_id"], condition=models.Q(lapsed_at=None), name="co_signature_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.staff_name} {self.opinion}"


class Issuing(models.Model):
    """The result's way to the applicant: across the counter, by courier or electronically, with its proof (行政许可法 44; S2-44)."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="issuing")
    method = models.CharField(max_length=10)
    identity_checked = models.CharField("身份核对方式", max_length=80, blank=True)
    receiver_name = models.CharField(max_length=80, blank=True)
    receiver_number = SealedTextField("领取人证件号", null=True)
    relation = models.CharField("与申请人关系", max_length=40, blank=True)
    authorisation = models.CharField("授权材料", max_length=200, blank=True)
    authorisation_file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    signature = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    carrier = models.CharField(max_length=40, blank=True)
    waybill = models.CharField(max_length=40, blank=True)
    waybill_file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    proof = models.CharField("送达证明", max_length=200, blank=True)
    consent = models.CharField("同意电子送达的依据", max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=64)
    issued_by_name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.case_id} {self.method}"

    @property
    def on_its_way(self) -> bool:
        """Tell whether the result is with the courier or waits for the applicant's read receipt."""
        return self.sent_at is not None and self.returned_at is None and self.delivered_at is None


class SignatureRequest(models.Model):
    """A one-time page on which whoever takes a result signs, on a tablet or the clerk's own screen; it ends by itself."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signature_requests")
    receiver_name = models.CharField(max_length=80)
    receiver_number = SealedTextField("领取人证件号")
    relation = models.CharField("与申请人关系", max_length=40)
    identity_checked = models.CharField("身份核对方式", max_length=80)
    authorisation = models.CharField("授权材料", max_length=200, blank=True)
    authorisation_file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    requested_by_name = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.receiver_name}"

    def state(self, now: datetime) -> str:
        """Return `signed`, `cancelled`, `expired` or `open`."""
        if self.signed_at:
            return "signed"
        if self.cancelled_at:
            return "cancelled"
        return "expired" if now >= self.expires_at else "open"
