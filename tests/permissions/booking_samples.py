"""An appointment at the centre for the walk."""

from datetime import datetime, timedelta
from typing import Any

from yichuang.foundations.clock import day_of
from yichuang.hall.models import Appointment, SlotPlan


def sample_appointment(found: Any, now: datetime) -> None:
    """Make an appointment of board A for a time to come."""
    plan = SlotPlan.objects.select_related("site").get(site__key="centre", board="A")
    starts = now + timedelta(days=9)
    row = Appointment.objects.create(
        site=plan.site,
        plan=plan,
        code="87654321",
        state="booked",
        purpose="receive",
        board="A",
        matter_name="综合受理",
        day=day_of(starts),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=20),
        name="王小明",
        mobile="13900000999",
        source="online",
        created_at=now,
        booked_at=now,
    )
    found.parts |= {"appointment_id": str(row.pk), "plan_id": str(plan.pk)}
