"""The registry: shared APIs, the versions of their documents, and how their upstreams fare."""

from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField

OPEN, CONDITIONAL = "open", "conditional"
CLASSES = {CONDITIONAL: "有条件共享", OPEN: "无条件共享"}
PERSON, LICENCE, PROJECT = "person", "licence", "project"
REFUSE, PASS = "refuse", "pass"
BEYONDS = {REFUSE: "拒绝，答复 502", PASS: "不核对，照原样转发"}
# Uses that are about a person whatever the owner says of the API.
ABOUT_PEOPLE = (PERSON, LICENCE)
USES = {"": "不用于柜台", PERSON: "提取个人信息", LICENCE: "电子证照免提交", PROJECT: "同步项目"}


class SharedApi(Chained):
    """An API that a department's system offers to others (S2-48): where it is, what it may be asked, how much and how long."""

    key = models.CharField("接口标识", max_length=40, unique=True)
    name = models.CharField("接口名称", max_length=80)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("exchange.ClientSystem", on_delete=models.PROTECT, related_name="+")
    upstream = models.CharField("上游地址", max_length=300)
    credential_header = models.CharField("上游密钥请求头", max_length=60, blank=True)
    credential: Any = SealedTextField("上游密钥")
    data_class = models.CharField("共享类型", max_length=12, choices=list(CLASSES.items()))
    # What the counter uses it for: its document has then to follow the profile of that use (rules/profiles.py).
    use = models.CharField("柜台用途", max_length=8, choices=list(USES.items()), blank=True)
    # Whoever calls must say on which consent or duty (个人信息保护法 13); kept in the call log.
    personal = models.BooleanField("涉及个人信息", default=False)
    # JSON answers up to this size are held whole and checked; what becomes of longer ones the owner decides.
    answer_mb = models.PositiveSmallIntegerField("核对的答复上限（MB）", default=1)
    beyond = models.CharField("超过上限的答复", max_length=6, choices=list(BEYONDS.items()), default=REFUSE)
    per_minute = models.PositiveIntegerField("每分钟次数", default=60)
    total_seconds = models.PositiveSmallIntegerField("总时限（秒）", default=10)
    read_seconds = models.PositiveSmallIntegerField("单次等待（秒）", default=5)
    service_level = models.CharField("服务承诺", max_length=120, blank=True)
    # Above these an alarm is raised: share of failed calls in percent, 95th percentile in milliseconds; 0 watches nothing.
    alarm_errors = models.PositiveSmallIntegerField("告警：错误率（%）", default=5)
    alarm_p95 = models.PositiveIntegerField("告警：P95（毫秒）", default=3000)
    alarm = models.CharField("告警", max_length=200, blank=True)
    alarm_since = models.DateTimeField(null=True)
    version = models.PositiveIntegerField("文档版本", default=1)
    active = models.BooleanField("在用", default=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use"], name="one_api_a_use", condition=Q(active=True) & ~Q(use=""))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the API."""
        return f"api:{self.key}"


class ApiVersion(models.Model):
    """One version of an API's OpenAPI document; never changed, so a process reads it once."""

    api = models.ForeignKey(SharedApi, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField("接口文档")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api", "number"], name="api_version_once")]

    def __str__(self) -> str:
        return f"{self.api_id} v{self.number}"


class Upstream(models.Model):
    """How one origin fares (熔断): failures in a row, and until when it is left alone, in wall-clock time."""

    origin = models.CharField(max_length=300, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    away_until = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.origin
