"""Tables: tickets with what they are for, and the serials of a day."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField
from yichuang.hall.rules.tickets import LANGUAGES, OPEN, PURPOSES, SOURCES, STATES, WAITING


class Ticket(Chained):
    """A visit to the hall: one number, whatever it is for (S2-31). `queued_at` is its seniority, `taken_at` the truth."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    serial = models.PositiveIntegerField()
    number = models.CharField("票号", max_length=8)
    state = models.CharField(max_length=8, choices=list(STATES.items()), default=WAITING)
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()))
    source = models.CharField(max_length=12, choices=list(SOURCES.items()))
    green = models.CharField("绿色通道", max_length=10, blank=True)
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default="zh")
    large_type = models.BooleanField("大字", default=False)
    name: Any = SealedTextField("称呼", default=bytes)
    mobile: Any = SealedTextField("手机号", default=bytes)
    mobile_index = models.BinaryField("手机号盲索引", max_length=32, null=True)
    # What the slip's code leads to: who holds the slip may follow the ticket.
    token = models.CharField("凭条码", max_length=24, unique=True)
    appointment_id = models.UUIDField("预约", null=True)
    slot_at = models.DateTimeField("预约时段", null=True)
    # A guide's wish or a transfer: kept for one window or one officer.
    window_wanted = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, null=True, related_name="+")
    staff_wanted = models.CharField("指定人员", max_length=40, blank=True)
    comment = models.CharField("备注", max_length=300, blank=True)
    taken_at = models.DateTimeField()
    queued_at = models.DateTimeField("排队时间")
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField("叫号次数", default=0)
    passed = models.PositiveSmallIntegerField("过号次数", default=0)
    seat = models.ForeignKey("hall.Seat", on_delete=models.PROTECT, null=True, related_name="+")
    window_number = models.CharField("窗口", max_length=8, blank=True)
    officer_name = models.CharField("办理人", max_length=80, blank=True)
    served_seconds = models.PositiveIntegerField("办理时长（秒）", default=0)
    # “Forgot to finish”: left out of what is measured (hall.md).
    inaccurate = models.CharField("时间不准的原因", max_length=100, blank=True)
    told_near_at = models.DateTimeField("已提醒", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "letter", "serial"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["seat"], condition=models.Q(state__in=["called", "serving"]), name="one_ticket_at_a_seat"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "day", "queued_at"], name="ticket_of_day"),
            models.Index(fields=["site", "day", "-called_at"], name="ticket_by_call"),
            models.Index(fields=["mobile_index", "-taken_at"], name="ticket_by_mobile"),
            models.Index(fields=["site", "day"], name="ticket_open", condition=models.Q(state__in=OPEN)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        """Return the ledger stream of the ticket."""
        return f"ticket:{self.pk}"

    @property
    def minutes_served(self) -> int:
        """Return how long it was served, in minutes, begun ones counted."""
        return -(-self.served_seconds // 60)


class TicketItem(models.Model):
    """One thing that a ticket is for: a matter, a board or “don't know”; what was received for it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()))
    board = models.CharField("板块字母", max_length=1, blank=True)
    matter = models.CharField("事项", max_length=60, blank=True)
    name = models.CharField("名称", max_length=200)
    grade = models.PositiveSmallIntegerField("所需等级", default=1)
    added_while_serving = models.BooleanField("办理中增加", default=False)
    case_number = models.CharField("统一申报编码", max_length=24, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "position"], name="ticket_item_once")]
        indexes = [models.Index(fields=["case_number"], name="ticket_item_case")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class TicketSerial(models.Model):
    """The last serial of a letter on a day at a site: a hall hands out hundreds a day, so one row does not get hot."""

    site = models.ForeignKey("organizations.Site", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day", "letter"], name="ticket_serial_once")]

    def __str__(self) -> str:
        return f"{self.letter}{self.last}"
