"""Tables of life events."""

from yichuang.life_events.models.composing import (
    LifeEventDraft,
    LifeEventReview,
    LifeEventRevision,
    LifeEventSimulation,
)
from yichuang.life_events.models.joint import JointCase, JointChild
from yichuang.life_events.models.practice import LifeEventCandidate, LifeEventObjection, LifeEventRun
from yichuang.life_events.models.published import (
    PUBLISHED,
    STATE_NAMES,
    SUPERSEDED,
    SUSPENDED,
    WITHDRAWN,
    LifeEvent,
    LifeEventVersion,
)
from yichuang.life_events.models.savings import OrdinaryMonth, SavingMonth

__all__ = [
    "PUBLISHED", "STATE_NAMES", "SUPERSEDED", "SUSPENDED", "WITHDRAWN", "JointCase", "JointChild", "LifeEvent", "LifeEventCandidate",
    "LifeEventDraft", "LifeEventObjection", "LifeEventReview", "LifeEventRevision", "LifeEventRun", "LifeEventSimulation",
    "LifeEventVersion", "OrdinaryMonth", "SavingMonth",
]  # fmt: skip
