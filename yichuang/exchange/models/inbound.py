"""What the departments' systems reported: each message claimed once."""

from typing import Any

from django.db import models

from yichuang.exchange.models.systems import ClientSystem
from yichuang.foundations.sealed import SealedJSONField


class InboundMessage(models.Model):
    """A report that was acted on, written with its effects, and the answer to give when it is repeated."""

    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=80)
    fingerprint = models.BinaryField(max_length=32)
    type = models.CharField(max_length=40)
    number = models.CharField("统一申报编码", max_length=21)
    node = models.CharField("环节", max_length=80, blank=True)
    handler_name = models.CharField("经办人", max_length=80, blank=True)
    answer: Any = SealedJSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "message_id"], name="message_once")]
        indexes = [
            models.Index(fields=["number", "id"], name="message_case"),
            models.Index(fields=["system", "-id"], name="message_system"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.message_id}"
