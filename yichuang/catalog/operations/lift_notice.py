"""Take the public notice of a matter down; called by what brings the matter back, inside its unit of work."""

from datetime import datetime

from yichuang.catalog.models import Matter, MatterNotice


def lift_begun_notice(matter: Matter, *, by: str, now: datetime) -> None:
    """Take down the notice in effect; one announced for a later day stays, whatever is published meanwhile."""
    begun = MatterNotice.objects.filter(matter=matter, lifted_at=None, begun_at__isnull=False)
    begun.update(lifted_at=now, lifted_by_name=by)
