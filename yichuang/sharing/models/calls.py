"""The call log and what is counted from it; never a body, never what stood in an address (个人信息保护法 51, 54)."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yichuang.foundations.sealed import SealedJSONField
from yichuang.sharing.models.apis import SharedApi


class SharedCall(models.Model):
    """One call (调用): written when it is let through or turned away, completed when its answer ended.

    `path` is the operation's template: `/projects/{code}` says what was asked, not about whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    api = models.ForeignKey(SharedApi, on_delete=models.PROTECT, related_name="+")
    consumer = models.CharField(max_length=60)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField("调用人", max_length=80)
    purpose = models.CharField("用途", max_length=200)
    consent = models.BooleanField("申请人同意", default=False)
    # On which consent or statutory duty a call about a person was made, as the caller says it: a reference, never personal data.
    consent_reference = models.CharField("授权依据", max_length=120, blank=True)
    unchecked = models.BooleanField("答复未核对", default=False)
    number = models.CharField("统一申报编码", max_length=21, blank=True)
    method = models.CharField(max_length=7)
    path = models.CharField("操作", max_length=200)
    at = models.DateTimeField()
    # 0 while the answer is under way: what stays so belongs to a process that was killed.
    status = models.PositiveSmallIntegerField("状态码", default=0)
    fault = models.CharField("原因", max_length=60, blank=True)
    failed = models.BooleanField("失败", default=False)
    bytes_in = models.PositiveBigIntegerField(default=0)
    bytes_out = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField("用时", default=0)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="call_list"),
            models.Index(fields=["api", "-at", "-id"], name="call_api"),
            models.Index(fields=["consumer", "-at", "-id"], name="call_consumer"),
            models.Index(fields=["number", "-at"], name="call_case", condition=~models.Q(number="")),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} {self.method} {self.path} {self.status}"


class CallHour(models.Model):
    """The calls of one consumer to one API in one hour, rolled up; `times` counts them by how long they took (rules/percentiles.py)."""

    api = models.ForeignKey(SharedApi, on_delete=models.CASCADE, related_name="+")
    consumer = models.CharField(max_length=60)
    hour = models.DateTimeField()
    calls = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    bytes_out = models.PositiveBigIntegerField()
    times: Any = ArrayField(models.PositiveIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api", "consumer", "hour"], name="call_hour_once")]
        indexes = [models.Index(fields=["hour"], name="call_hour")]

    def __str__(self) -> str:
        return f"{self.api_id} {self.consumer} {self.hour:%m-%d %H}"


class UsedQuota(models.Model):
    """How often a consumer called an API in one minute (配额), counted in one statement with the question whether it may."""

    api = models.ForeignKey(SharedApi, on_delete=models.CASCADE, related_name="+")
    consumer = models.CharField(max_length=60)
    minute = models.DateTimeField()
    used = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api", "consumer", "minute"], name="quota_once")]

    def __str__(self) -> str:
        return f"{self.consumer} {self.minute:%H:%M} {self.used}"


class SharedCopy(models.Model):
    """A licence that stood in for a material without submission (免提交凭据, S2-14): what the source said, sealed."""

    call = models.ForeignKey(SharedCall, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("统一申报编码", max_length=21)
    material_id = models.CharField(max_length=40)
    content: Any = SealedJSONField("取得的内容")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["number", "-id"], name="copy_case")]

    def __str__(self) -> str:
        return f"{self.number} {self.material_id}"
