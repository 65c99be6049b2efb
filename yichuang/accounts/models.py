"""Tables: staff with their posts and sessions, sign-ins, applicants."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField


class Staff(AbstractBaseUser, Chained):
    """A person who works on the platform; signs in with the mobile number, found by blind index (S0-24)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in_index = models.CharField("手机号盲索引", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=80)
    mobile: Any = SealedTextField("手机号")
    employment = models.CharField("用工性质", max_length=20, blank=True)
    id_number: Any = SealedTextField("身份证号", default=bytes)
    id_index = models.BinaryField("身份证号盲索引", max_length=32, null=True, unique=True)
    # Who manages the account (S0-25, permissions.TIERS), and where the person belongs.
    tier = models.CharField("管理层级", max_length=12, default="platform")
    home_division = models.CharField("所在区划", max_length=12, blank=True)
    home_department = models.ForeignKey(
        "organizations.Department", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="所在单位"
    )
    authorised_on = models.DateField("授权日期")
    left_on = models.DateField("停用日期", null=True)

    USERNAME_FIELD = "sign_in_index"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["home_division", "name", "id"], name="staff_by_division"),
            models.Index(fields=["home_department", "name", "id"], name="staff_by_department"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the person's account."""
        return f"staff:{self.pk}"


class Posting(models.Model):
    """A post: a role at a site, in a department or over a division, from a day on."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="postings")
    role = models.CharField(max_length=24)
    division = models.CharField(max_length=12, blank=True)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, null=True, related_name="+")
    window = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.CharField("授权人", max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "valid_from"], name="posting_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"


class StaffSession(models.Model):
    """A signed-in browser or client; the token itself is never stored."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="sessions")
    token_hash = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=4)
    device = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField("最近操作")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField("结束原因", max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "-started_at"], name="session_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind}"


class SignIn(models.Model):
    """One attempt to sign in, for the person's own history and the auditor."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, related_name="sign_ins")
    at = models.DateTimeField()
    succeeded = models.BooleanField()
    why = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "-at"], name="sign_in_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.at:%F %T}"


class PasswordReset(models.Model):
    """A six-digit code to set a new password, asked for by the person or by the administrator; only its hash is kept."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="resets")
    code_hash = models.BinaryField(max_length=32)
    asked_at = models.DateTimeField()
    asked_by = models.CharField("申请人", max_length=80)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "-asked_at"], name="reset_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.asked_at:%F %T}"


class Applicant(models.Model):
    """A natural or legal person who applies; recalled by number through the blind index."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    id_type = models.CharField(max_length=12)
    id_number = SealedTextField()
    id_index = models.BinaryField(max_length=32)
    mobile = SealedTextField()
    mobile_index = models.BinaryField(max_length=32)
    address = SealedTextField()
    legal_representative = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "id_index"], name="applicant_once")]
        indexes = [models.Index(fields=["mobile_index"], name="applicant_mobile")]

    def __str__(self) -> str:
        return self.name
