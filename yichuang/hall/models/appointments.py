"""Tables: appointments, and wrong codes from an address (S2-35, S2-38)."""

import uuid
from typing import Any

from django.db import models

from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField
from yichuang.hall.models.opening import SlotPlan
from yichuang.hall.rules.appointments import DRAFT, SOURCES, STATES
from yichuang.hall.rules.tickets import PURPOSES


class Appointment(Chained):
    """A place in a slot, held as a draft while the person books, then booked, and checked in by its code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(SlotPlan, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("预约码", max_length=8, unique=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=DRAFT)
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()))
    board = models.CharField("板块字母", max_length=1, blank=True)
    matter = models.CharField("事项", max_length=60, blank=True)
    matter_name = models.CharField("事项名称", max_length=200)
    day = models.DateField("日期")
    starts_at = models.DateTimeField("时段开始")
    ends_at = models.DateTimeField("时段结束")
    name: Any = SealedTextField("姓名", default=bytes)
    mobile: Any = SealedTextField("手机号", default=bytes)
    mobile_index = models.BinaryField("手机号盲索引", max_length=32, null=True)
    source = models.CharField("渠道", max_length=8, choices=list(SOURCES.items()))
    # The key of the joined system that booked it, such as the hotline's: it sees and moves only its own (S2-35).
    system = models.CharField("预约系统", max_length=40, blank=True)
    address_mark = models.CharField("网络地址盲标", max_length=64, blank=True)
    held_until = models.DateTimeField("保留到", null=True)
    created_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    booked_by = models.CharField("经办人", max_length=80, blank=True)
    moved = models.PositiveSmallIntegerField("改期次数", default=0)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField("取消原因", max_length=200, blank=True)
    late = models.BooleanField("迟到", default=False)
    ticket_id = models.UUIDField("票", null=True)
    reminded_for = models.DateTimeField("已提醒的时段", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="appointment_lasts"),
        ]
        indexes = [
            models.Index(fields=["plan", "day"], name="appointment_of_plan"),
            models.Index(fields=["site", "starts_at"], name="appointment_of_site"),
            models.Index(fields=["mobile_index", "-starts_at"], name="appointment_by_mobile"),
            models.Index(fields=["address_mark", "-created_at"], name="appointment_by_address"),
            models.Index(
                fields=["system", "-created_at"], name="appointment_by_system", condition=~models.Q(system="")
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def stream(self) -> str:
        """Return the ledger stream of the appointment."""
        return f"appointment:{self.pk}"


class BookingTry(models.Model):
    """A wrong appointment code from an address: too many in a row are stopped for a while."""

    address_mark = models.CharField("网络地址盲标", max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_mark", "-at"], name="booking_try_by_address")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"
