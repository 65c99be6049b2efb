"""What goes to the departments' systems: one row for each event and system, written in the event's own transaction."""

from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from yichuang.exchange.models.systems import ClientSystem
from yichuang.foundations.sealed import SealedJSONField

WAITING, DELIVERED, PARKED = "waiting", "delivered", "parked"


class Delivery(models.Model):
    """One event on its way to one system. `body` is what was true when it happened, sealed, the same for every attempt.

    A lease, taken in wall-clock time, keeps two senders apart and runs out when its sender was killed. Within a case the order of ids is
    the order of sending: the case's own lock makes them one after the other.
    """

    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+")
    event_uid = models.UUIDField()
    type = models.CharField(max_length=40)
    number = models.CharField("统一申报编码", max_length=21)
    sequence = models.PositiveIntegerField()
    body: Any = SealedJSONField("内容")
    state = models.CharField(
        max_length=9, choices=[(WAITING, "待发送"), (DELIVERED, "已送达"), (PARKED, "已搁置")], default=WAITING
    )
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    reason = models.CharField("原因", max_length=300, blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField("下次发送")
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    # Its place in the feed, given when the system first asks for it (operations/pull.py); most are pushed and never have one.
    position = models.PositiveBigIntegerField(null=True)
    # After the set period the body of a delivered one is erased; its hash stays, so that pages of the feed are still known by it.
    erased_at = models.DateTimeField(null=True)
    sha256 = models.BinaryField(max_length=32, default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "event_uid"], name="delivery_once"),
            models.UniqueConstraint(
                fields=["system", "position"], name="delivery_place", condition=Q(position__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["system", "next_at", "id"], name="delivery_due", condition=Q(state=WAITING)),
            models.Index(fields=["system", "number", "id"], name="delivery_order", condition=~Q(state=DELIVERED)),
            models.Index(fields=["system", "state", "-id"], name="delivery_list"),
            models.Index(fields=["number", "id"], name="delivery_case"),
            models.Index(fields=["system", "id"], name="delivery_unplaced", condition=Q(position=None)),
            BrinIndex(fields=["delivered_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number} → {self.system_id}"


class DeliveryAttempt(models.Model):
    """One attempt: when, what the receiver answered, how long it took."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField("状态码")
    fault = models.CharField(max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField("用时")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status}"
