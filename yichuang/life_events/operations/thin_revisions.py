"""Every night: let go of what autosave kept of life events' drafts beyond need, as the studio does (docs/decisions/thinned-history.md)."""

import uuid
from datetime import datetime

from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events.models import LifeEventDraft, LifeEventRevision
from yichuang.life_events.rules.drafting import BY_ITSELF
from yichuang.studio.rules.thinning import ALL_FOR, State, superfluous


def thin_life_event_revisions(*, now: datetime) -> int:
    """Thin the history of every draft and return how many states were let go; running again lets none go."""
    old = LifeEventRevision.objects.filter(at__lt=now - ALL_FOR, note=BY_ITSELF, number__gt=1)
    return sum(_thin(draft, now) for draft in old.order_by("draft_id").values_list("draft_id", flat=True).distinct())


@unit_of_work()
def _thin(draft_id: uuid.UUID, now: datetime) -> int:
    draft = LifeEventDraft.objects.select_for_update().only("pk").get(pk=draft_id)
    rows = LifeEventRevision.objects.filter(draft=draft)
    states = [
        State(number, at, kept=note != BY_ITSELF or number == 1)
        for number, at, note in rows.values_list("number", "at", "note")
    ]
    return rows.filter(number__in=superfluous(states, now)).delete()[0]
