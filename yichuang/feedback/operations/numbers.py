"""Numbers of work orders (CP…) and complaints (TS…): drawn from a row per day, so none is given twice."""

from datetime import date

from yichuang.feedback.models import FeedbackSerial

ORDER, COMPLAINT = "CP", "TS"


def draw(kind: str, day: date) -> str:
    """Return the next number of a kind and day, such as `CP202611280001`, inside the caller's unit of work."""
    FeedbackSerial.objects.get_or_create(kind=kind, day=day)
    row = FeedbackSerial.objects.select_for_update().get(kind=kind, day=day)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{kind}{day:%Y%m%d}{row.last:04d}"
