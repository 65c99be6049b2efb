"""What the room plugs together once all rooms are loaded: an accepted proposal opens a draft of the life events' room."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.foundations.actors import Actor
from yichuang.life_events.operations.open_draft import open_life_event_draft
from yichuang.mining.ports import set_drafts


class LifeEventDrafts:
    """Drafts of the life events' room."""

    def open(self, *, actor: Actor, key: str, name: str, matters: Sequence[str], now: datetime, why: str) -> str:
        """Open a draft and return where it is composed."""
        draft = open_life_event_draft(actor=actor, key=key, name=name, matters=list(matters), now=now, why=why)
        return f"/life-events/compose/{draft.pk}/"


set_drafts(LifeEventDrafts())
