"""Facts about drafts of life events, in the past tense; versions have `life_event.suspended`, `resumed` and `withdrawn` (S2-21, S2-26)."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LifeEventDraftOpened:
    """A draft was begun from a list of matters, or from the version in force."""

    key: str
    name: str
    matters: list[str]
    from_version: int
    why: str

    type: ClassVar[str] = "life_event_draft.opened"


@dataclass(frozen=True)
class LifeEventDraftSaved:
    """A draft was saved, merged with a colleague's work or gone back to an earlier state as the note says."""

    key: str
    revision: int
    note: str

    type: ClassVar[str] = "life_event_draft.saved"


@dataclass(frozen=True)
class LifeEventDraftSubmitted:
    """A draft was given to review; everything after is about exactly this content."""

    key: str
    name: str
    revision: int
    content_hash: str
    round: int

    type: ClassVar[str] = "life_event_draft.submitted"


@dataclass(frozen=True)
class LifeEventReviewArranged:
    """The departments concerned were asked for their grade."""

    key: str
    round: int
    departments: list[str]

    type: ClassVar[str] = "life_event_draft.review_arranged"


@dataclass(frozen=True)
class LifeEventGraded:
    """A department concerned graded a draft 高, 中 or 低."""

    key: str
    round: int
    department: str
    grade: str
    reason: str

    type: ClassVar[str] = "life_event_draft.graded"


@dataclass(frozen=True)
class LifeEventReviewPassed:
    """Every department concerned graded 高."""

    key: str
    round: int
    content_hash: str

    type: ClassVar[str] = "life_event_draft.review_passed"


@dataclass(frozen=True)
class LifeEventDraftReturned:
    """What was examined went back to its authors: by the review, by an objection, or recalled by themselves."""

    key: str
    round: int
    by: str
    reasons: list[str]

    type: ClassVar[str] = "life_event_draft.returned"


@dataclass(frozen=True)
class LifeEventSimulated:
    """A window walked the scripted applicants, with or without objection."""

    key: str
    round: int
    window: str
    scripts: int
    objection: str

    type: ClassVar[str] = "life_event_draft.simulated"


@dataclass(frozen=True)
class LifeEventSimulationPassed:
    """Three different windows received every scripted applicant without objection."""

    key: str
    round: int
    windows: list[str]
    officers: list[str]

    type: ClassVar[str] = "life_event_draft.simulation_passed"


@dataclass(frozen=True)
class LifeEventDraftPublished:
    """An approved draft was put in force."""

    key: str
    name: str
    version: int
    content_hash: str

    type: ClassVar[str] = "life_event_draft.published"


@dataclass(frozen=True)
class LifeEventDraftDiscarded:
    """A draft was given up; its saved states stay on record."""

    key: str
    name: str
    reason: str

    type: ClassVar[str] = "life_event_draft.discarded"


@dataclass(frozen=True)
class LifeEventSuspended:
    """The version in force is not received for the time being; joint cases under way go on."""

    key: str
    number: int
    reason: str

    type: ClassVar[str] = "life_event.suspended"


@dataclass(frozen=True)
class LifeEventResumed:
    """A suspended version is received again."""

    key: str
    number: int

    type: ClassVar[str] = "life_event.resumed"


@dataclass(frozen=True)
class LifeEventWithdrawn:
    """A life event is not offered any more; joint cases under way go on."""

    key: str
    number: int
    reason: str

    type: ClassVar[str] = "life_event.withdrawn"
