"""Tables: messages with their delivery record, the centre's own wordings, who does not want which messages, the book of acts on them."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedJSONField, SealedTextField, mask_phone
from yichuang.notifications.rules import states
from yichuang.notifications.rules.opt_outs import WAYS
from yichuang.notifications.rules.templates import KINDS, TEMPLATES


class Wording(Chained):
    """How a division words a template, and under which number its gateway knows it; without text the original is in force."""

    division = models.CharField("区划", max_length=12)
    template = models.CharField("模板", max_length=40)
    text = models.CharField("内容", max_length=400, blank=True)
    gateway_code = models.CharField("网关模板编号", max_length=40, blank=True)
    version = models.PositiveIntegerField("版本", default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "template"], name="wording_once")]

    def __str__(self) -> str:
        return f"{self.division} {self.template} v{self.version}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the wording."""
        return f"wording:{self.division}:{self.template}"


class WordingVersion(models.Model):
    """One version of a wording, never changed: messages point at the one they were written in."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=400, blank=True)
    gateway_code = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wording", "number"], name="wording_version_once")]

    def __str__(self) -> str:
        return f"v{self.number}"


class Message(models.Model):
    """One message to one number or address: both and the data are sealed, the state tells how far it came."""

    WAITING, HELD, SENDING, SENT = states.WAITING, states.HELD, states.SENDING, states.SENT
    DELIVERED, FAILED, UNKNOWN, SUPPRESSED = states.DELIVERED, states.FAILED, states.UNKNOWN, states.SUPPRESSED

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to: Any = SealedTextField("手机号")
    to_index = models.BinaryField("手机号盲索引", max_length=32)
    template = models.CharField("模板", max_length=40)
    data: Any = SealedJSONField("内容")
    # The version of the place's own wording that it was written in; none: the original.
    wording = models.ForeignKey(WordingVersion, on_delete=models.PROTECT, related_name="+", null=True)
    # Whose it is, for those who look after messages: the division, and the service point where there is one.
    division = models.CharField("区划", max_length=12, blank=True)
    site_id = models.PositiveIntegerField("服务点", null=True)
    # What it is about, as a ledger stream; empty when it is about nothing that has one.
    stream = models.CharField(max_length=80, blank=True)
    once_key = models.CharField("防重键", max_length=120, null=True, unique=True)
    # By which its receiver stops messages of its kind, where that may be.
    stop_code = models.CharField("退订码", max_length=12, null=True, unique=True)
    state = models.CharField(max_length=10, choices=list(states.STATES.items()), default=states.WAITING)
    held_until = models.DateTimeField("暂缓到", null=True)
    channel = models.CharField("渠道", max_length=12, blank=True)
    receipt = models.CharField("网关回执", max_length=160, blank=True)
    tries = models.PositiveSmallIntegerField("发送次数", default=0)
    failure = models.CharField("未送达原因", max_length=200, blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField("状态报告时间", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to_index", "-written_at"], name="message_number"),
            models.Index(fields=["stream", "-written_at"], name="message_stream"),
            models.Index(fields=["-written_at", "-id"], name="message_newest"),
            models.Index(fields=["receipt"], name="message_receipt", condition=~models.Q(receipt="")),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"

    @property
    def title(self) -> str:
        """Return what the message is called on screen."""
        return TEMPLATES[self.template].name if self.template in TEMPLATES else self.template

    @property
    def masked_to(self) -> str:
        """Return the number or address as screens show it."""
        return mask_address(self.to)


class MessageStep(models.Model):
    """One step of a message's way: when, what state it came to, and what was said about it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=list(states.STATES.items()))
    said = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.state} {self.said}"


class OptOut(Chained):
    """One kind of messages that one number does not want, found by the number's blind index; it may be taken back."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to: Any = SealedTextField("号码")
    to_index = models.BinaryField("号码盲索引", max_length=32)
    kind = models.CharField("消息类别", max_length=12, choices=[(key, kind.name) for key, kind in KINDS.items()])
    # Where it was told, for those who look after messages; it holds everywhere.
    division = models.CharField("区划", max_length=12, blank=True)
    site_id = models.PositiveIntegerField("服务点", null=True)
    active = models.BooleanField("已退订", default=True)
    way = models.CharField("方式", max_length=8, choices=list(WAYS.items()))
    why = models.CharField("说明", max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to_index", "kind"], name="opt_out_once")]

    def __str__(self) -> str:
        return f"{self.kind} {'退订' if self.active else '恢复'}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the opt-out."""
        return f"opt-out:{self.uid}"

    @property
    def masked_to(self) -> str:
        """Return the number as screens show it."""
        return mask_address(self.to)


class MessageBook(Chained):
    """A division's book of what its people did with messages: sent again, taken out as a list."""

    division = models.CharField("区划", max_length=12, primary_key=True)

    def __str__(self) -> str:
        return self.division

    @property
    def stream(self) -> str:
        """Return the ledger stream of the book."""
        return f"messages:{self.division}"


def mask_address(to: str) -> str:
    """Show a number as 139****0031, an address as w***@example.cn."""
    name, at, house = to.partition("@")
    return f"{name[:1]}***@{house}" if at else mask_phone(to)
