"""Tables of the foundations: ledger, checkpoints, readers' marks, idempotency keys, working days, the demonstration clock."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.sealed import SealedJSONField


class Event(models.Model):
    """One business act, chained to the one before it in the same stream by SHA-256."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_stream_seq")]
        indexes = [
            models.Index(fields=["type", "at"], name="event_type_at"),
            models.Index(fields=["actor_id", "at"], name="event_actor_at"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.type}"


class Chained(models.Model):
    """A row whose history is a stream of the ledger; the row itself holds the head of its chain.

    Because the row is locked by the operation anyway, appending costs one INSERT and no lock of its own.
    """

    chain_seq = models.PositiveIntegerField(default=0, editable=False)
    chain_head = models.BinaryField(max_length=32, default=bytes, editable=False)

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """Return the stream's name, such as `case:330109…`; it must be known before the row is saved."""
        raise NotImplementedError


class Seal(models.Model):
    """A seal over the rows of a log up to one id: Merkle root, chained to the seal before and signed with the platform's key."""

    root = models.BinaryField(max_length=32)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Checkpoint(Seal):
    """A seal over all events up to one id."""

    up_to_event = models.BigIntegerField(unique=True)
    event_count = models.BigIntegerField()

    def __str__(self) -> str:
        return f"≤{self.up_to_event}"


class Heard(models.Model):
    """A reader's mark that it has dealt with an event, written with its effects: delivery twice has one effect."""

    subscriber = models.CharField(max_length=60)
    event_uid = models.UUIDField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "event_uid"], name="heard_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.event_uid}"


class NewsMark(models.Model):
    """How far a roll-up has read the ledger (foundations/news.py): up to `settled` all is dealt with, up to `seen` what could be seen."""

    reader = models.CharField(max_length=60, primary_key=True)
    settled = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    # The transaction that was next to begin when `seen` was read: once all before it have ended, `seen` is settled.
    horizon = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.reader} ≤{self.settled}"


class IdempotencyKey(models.Model):
    """The stored answer to a write, so that a repeated request gets the same answer and no second effect.

    Sealed: an answer may carry what its own table seals, such as the query password of an intake.
    """

    actor_key = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    answer: Any = SealedJSONField("答复")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return self.key


class Alarm(models.Model):
    """A job that waits for its minute on the house's clock; it becomes a background job when that has come.

    Not a scheduled job of the queue: with a few hundred thousand open cases the worker would step over all of them each time it
    looks for work, and one that waits would hold back every later one under the same lock.
    """

    at = models.DateTimeField(db_index=True)
    task = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.task}"


class CalendarYear(Chained):
    """A year whose holidays have been published and loaded; other years are counted provisionally."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    notice = models.CharField("放假安排通知文号", max_length=120, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return str(self.year)

    @property
    def stream(self) -> str:
        """Return the ledger stream of the year."""
        return f"calendar:{self.year}"


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a weekend day that is worked."""

    day = models.DateField(primary_key=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_workday else '放假'}"


class ClockShift(models.Model):
    """How far a demonstration has moved the day forward; exists only where the clock is movable."""

    by = models.DurationField()
    moved_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return str(self.by)
