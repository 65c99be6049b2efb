"""A complaint as the person reads it on the query page: what was done, without officers' names or inner notes."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.feedback.models import Complaint
from yichuang.feedback.rules.complaints import BY_VERB


@dataclass(frozen=True)
class Told:
    """One line: when, what, and the words that were written for the person."""

    at: datetime
    name: str
    text: str


def told_one(number: str) -> Complaint | None:
    """Return an opened complaint with what its page shows."""
    return Complaint.objects.filter(number=number).select_related("site", "department", "satisfaction").first()


def told_of(row: Complaint) -> list[Told]:
    """Return the history of a complaint as the person reads it."""
    lines = []
    for step in row.steps.all():
        name = BY_VERB[step.verb].name if step.verb in BY_VERB else "已登记"
        lines.append(Told(step.at, name, step.text if step.told else ""))
    return lines
