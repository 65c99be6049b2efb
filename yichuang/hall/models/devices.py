"""Tables: the hall's devices, ordinary browsers that were paired once, and codes typed in vain (issue 5, 10)."""

import uuid

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.hall.rules.devices import KINDS, PAIRING, STATES


class Device(Chained):
    """A kiosk, screen or rating tablet of a site; the browser holds a token of which only the hash is here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("用途", max_length=8, choices=list(KINDS.items()))
    name = models.CharField("名称", max_length=40)
    window = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, null=True, related_name="+")
    board = models.CharField("板块字母", max_length=1, blank=True)
    state = models.CharField("状态", max_length=8, choices=list(STATES.items()), default=PAIRING)
    # A six-digit code, alive for ten minutes and good once; only its keyed hash is kept.
    code_hash = models.CharField(max_length=64, null=True)
    code_expires_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    registered_at = models.DateTimeField("登记时间")
    paired_at = models.DateTimeField("配对时间", null=True)
    last_seen_at = models.DateTimeField("最近在线", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)
    # What a kiosk gave out last: power may fail between number and print.
    last_ticket_id = models.UUIDField("最近一张票", null=True)
    last_ticket_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_hash"], condition=models.Q(code_hash__isnull=False), name="pairing_code_once"
            )
        ]
        indexes = [models.Index(fields=["site", "name"], name="device_of_site")]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Return the ledger stream of the device."""
        return f"device:{self.pk}"


class PairingAttempt(models.Model):
    """A code that was typed in vain: six digits must not be guessed by trying (kept for an hour)."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="pairing_attempt_by_time")]

    def __str__(self) -> str:
        return f"{self.at}"
