"""Every night: let go of what autosave kept of drafts beyond need, draft by draft, so that none is locked for long."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import Draft, DraftRevision
from yichuang.studio.rules.thinning import ALL_FOR, State, superfluous

# Named by somebody, submitted, the base of a merge, or where the draft began.
KEPT = Q(explicit=True) | Q(pinned=True) | ~Q(note="") | Q(number=1)


def thin_revisions(*, now: datetime) -> int:
    """Thin the history of every draft and return how many states were let go; running again lets none go."""
    old = DraftRevision.objects.filter(at__lt=now - ALL_FOR).exclude(KEPT)
    return sum(_thin(draft, now) for draft in old.order_by("draft_id").values_list("draft_id", flat=True).distinct())


@unit_of_work()
def _thin(draft_id: Any, now: datetime) -> int:
    draft = Draft.objects.select_for_update().only("pk").get(pk=draft_id)
    rows = DraftRevision.objects.filter(draft=draft)
    kept = set(rows.filter(KEPT).values_list("number", flat=True))
    states = [State(number, at, number in kept) for number, at in rows.values_list("number", "at")]
    return rows.filter(number__in=superfluous(states, now)).delete()[0]
