"""The departments' systems: who they are, their secrets and tokens, and which matters' cases go to them."""

from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.exchange.rules.opening import BASES
from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField

TEST, LIVE = "test", "live"
CLIENT, SIGNING = "client", "signing"


class ClientSystem(Chained):
    """A department's business system (业务系统): address for pushes, address of its form, what it may ask, how it fares."""

    key = models.CharField("系统码", max_length=40, unique=True)
    name = models.CharField("系统名称", max_length=80)
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, related_name="+")
    environment = models.CharField("环境", max_length=4, choices=[(TEST, "联调"), (LIVE, "正式")])
    client_id = models.CharField(max_length=48, unique=True)
    receiver = models.CharField("信息接收地址", max_length=300, blank=True)
    form_base = models.CharField("申报表服务地址", max_length=300, blank=True)
    pulls = models.BooleanField("自行拉取，不推送", default=False)
    # A name of `ports.dialects()`: how its pushes are worded.
    dialect = models.CharField("报文格式", max_length=20, default="contract")
    scopes = models.JSONField("授权范围", default=list)
    networks = models.JSONField("来源网段", default=list)
    public_jwks = models.JSONField("公钥", null=True)
    contact = models.CharField("联系人", max_length=80, blank=True)
    contact_phone: Any = SealedTextField("联系电话")
    active = models.BooleanField("启用", default=True)
    registered_at = models.DateTimeField()
    # How its receiver fares: failures in a row, and until when it is left alone. Kept by the sender, no business fact.
    failures = models.PositiveIntegerField(default=0)
    away_until = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the system."""
        return f"system:{self.key}"

    @property
    def live(self) -> bool:
        """Tell whether it deals with real cases; a system under joint debugging sees only practice cases (S0-18)."""
        return self.environment == LIVE


class SystemSecret(models.Model):
    """A secret of a system: of its client only the hash is kept, of a signing key the sealed value. Old ones overlap with new ones."""

    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="secrets")
    kind = models.CharField(max_length=8, choices=[(CLIENT, "客户端密钥"), (SIGNING, "签名密钥")])
    value_hash = models.CharField(max_length=64, blank=True)
    value: Any = SealedTextField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["system", "kind", "-created_at"], name="system_secret_kind")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.kind}"


class SystemToken(models.Model):
    """An access token; only its hash is kept."""

    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.system_id} {self.issued_at:%H:%M}"


class UsedAssertion(models.Model):
    """The id of a signed client assertion that was used: each is good once (RFC 7523)."""

    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="+")
    jti = models.CharField(max_length=128)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "jti"], name="assertion_once")]

    def __str__(self) -> str:
        return self.jti


class MatterRoute(models.Model):
    """The cases of a matter go to a system, from `since` and before `until`; in each environment to one at most.

    `basis` and `said`: on what it stands (rules/opening.py), the opening sheet's code or the reason.
    """

    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="routes")
    matter = models.ForeignKey("catalog.Matter", on_delete=models.PROTECT, related_name="+")
    environment = models.CharField(max_length=4)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    basis = models.CharField("依据", max_length=9, choices=list(BASES.items()))
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "environment"], name="matter_goes_to_one_system", condition=Q(until=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} → {self.system_id}"
