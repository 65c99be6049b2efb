"""Tables: messages with their delivery record."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.sealed import SealedJSONField, SealedTextField
from yichuang.notifications.rules.templates import TEMPLATES


class Message(models.Model):
    """One message to one number: number and data are sealed, the state tells how far it came."""

    WAITING, SENDING, SENT, FAILED, UNKNOWN = "waiting", "sending", "sent", "failed", "unknown"
    STATES = [
        (WAITING, "待发送"),
        (SENDING, "发送中"),
        (SENT, "已发送"),
        (FAILED, "未能发送"),
        (UNKNOWN, "是否送达不明"),
    ]

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to: Any = SealedTextField("手机号")
    to_index = models.BinaryField("手机号盲索引", max_length=32)
    template = models.CharField("模板", max_length=40)
    data: Any = SealedJSONField("内容")
    # What it is about, as a ledger stream; empty when it is about nothing that has one.
    stream = models.CharField(max_length=80, blank=True)
    once_key = models.CharField("防重键", max_length=120, null=True, unique=True)
    state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    channel = models.CharField("渠道", max_length=12, blank=True)
    tries = models.PositiveSmallIntegerField("发送次数", default=0)
    failure = models.CharField("未送达原因", max_length=200, blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_index", "-written_at"], name="message_number"),
            models.Index(fields=["stream", "-written_at"], name="message_stream"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"

    @property
    def title(self) -> str:
        """Return what the message is called on screen."""
        return TEMPLATES[self.template].name if self.template in TEMPLATES else self.template
