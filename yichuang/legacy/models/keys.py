"""The app-key door (rulebook 5.1): a system's app key with its secret, the short-lived secrets it refreshed, the signs it used up."""

from typing import Any

from django.db import models

from yichuang.exchange.queries import ClientSystem
from yichuang.foundations.sealed import SealedTextField
from yichuang.legacy.rules.signs import REFRESH, REQUEST


class AppKey(models.Model):
    """A system's app key; without one the door is shut for it. The secret is needed in the clear to check a sign, so it is sealed."""

    system = models.OneToOneField(ClientSystem, on_delete=models.CASCADE, related_name="+")
    app_key = models.CharField("应用标识", max_length=40, unique=True)
    app_secret: Any = SealedTextField("应用密钥")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.app_key


class AppSecret(models.Model):
    """A secret that was refreshed: `request` for calls, 15 minutes; `refresh` for the next refresh, 48 hours. In wall-clock time."""

    app_key = models.ForeignKey(AppKey, on_delete=models.CASCADE, related_name="secrets")
    kind = models.CharField(max_length=8, choices=[(REFRESH, "刷新密钥"), (REQUEST, "请求密钥")])
    value: Any = SealedTextField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["app_key", "kind", "expires_at"], name="app_secret_good")]

    def __str__(self) -> str:
        return f"{self.app_key_id} {self.kind}"


class UsedSign(models.Model):
    """A sign that was used: good once (replay)."""

    app_key = models.ForeignKey(AppKey, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app_key", "sign"], name="sign_once")]

    def __str__(self) -> str:
        return f"{self.app_key_id} {self.at:%H:%M:%S}"
