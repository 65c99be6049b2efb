"""The parameters of a district."""

from yichuang.feedback.models import FeedbackSettings
from yichuang.feedback.rules.clocks import Days

DISTRICT = 6


def days_in(division: str) -> Days:
    """Return the days that hold in a division: its district's, or the defaults."""
    row = FeedbackSettings.objects.filter(pk=division[:DISTRICT]).first()
    return row.days() if row else Days()
