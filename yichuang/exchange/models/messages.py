"""The message log: every message between the platform and a department's system, chained and sealed (issue 4, 7)."""

from typing import Any

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q

from yichuang.exchange.models.systems import ClientSystem
from yichuang.exchange.rules.message_chain import DIRECTIONS, FEED, KINDS
from yichuang.foundations.models import Seal
from yichuang.foundations.sealed import SealedBytesField


class LoggedMessage(models.Model):
    """One message and the answer to it, as hashes of their exact bytes; only ever appended.

    `body` and `answer` are kept sealed where the bytes are kept nowhere else: a push is its delivery's body, a file is its blob. After
    the set period they are erased (`erased_at`); hashes, chain and seals stay.
    """

    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("统一申报编码", max_length=21, blank=True)
    seq = models.PositiveIntegerField()
    direction = models.CharField("方向", max_length=3, choices=list(DIRECTIONS.items()))
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    type = models.CharField("类型", max_length=40, blank=True)
    message_id = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    sha256 = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField("状态码")
    answer_sha256 = models.BinaryField(max_length=32)
    answer_size = models.PositiveIntegerField()
    more = models.JSONField(default=dict)
    kept = models.BooleanField()
    hash = models.BinaryField(max_length=32)
    body: Any = SealedBytesField()
    answer: Any = SealedBytesField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "number", "seq"], name="message_place")]
        indexes = [
            models.Index(fields=["system", "-id"], name="message_log"),
            # Which page of the feed gave an event: asked for the evidence of its case.
            GinIndex(fields=["more"], opclasses=["jsonb_path_ops"], name="message_pages", condition=Q(kind=FEED)),
            # What is old lies together: small, and costs nothing to keep.
            BrinIndex(fields=["at"], name="message_age"),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.number}#{self.seq} {self.kind}"


class MessageChain(models.Model):
    """The head of one chain: how many messages of a case with a system, and the hash of the last."""

    system = models.ForeignKey(ClientSystem, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField("统一申报编码", max_length=21, blank=True)
    seq = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="message_chain_once")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.number} {self.seq}"


class MessageSeal(Seal):
    """A signed seal over the messages up to one id, of all chains."""

    up_to_message = models.BigIntegerField(unique=True)
    message_count = models.BigIntegerField()

    def __str__(self) -> str:
        return f"≤{self.up_to_message}"
