"""Facts about simulated acceptances of life events and their test pieces, in the past tense (S2-21②, S0-26)."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LifeEventSimulationArranged:
    """Scripts were dealt to windows, each as [script, window]; everything after is about exactly this content."""

    key: str
    round: int
    content_hash: str
    scripts: int
    runs: list[list[str]]

    type: ClassVar[str] = "life_event_draft.simulation_arranged"


@dataclass(frozen=True)
class LifeEventRunStarted:
    """A clerk began to receive a scripted applicant at his window."""

    run: int
    script: int
    window: str

    type: ClassVar[str] = "life_event_draft.run_started"


@dataclass(frozen=True)
class LifeEventRunReceived:
    """A scripted applicant was received as a test piece (`number`), or the answers led to none; what differs from the script, in words."""

    run: int
    script: int
    number: str
    differences: list[str]

    type: ClassVar[str] = "life_event_draft.run_received"


@dataclass(frozen=True)
class LifeEventRunAgreed:
    """A clerk has no objection to a scripted applicant's intake; what differed from the script, in words."""

    run: int
    script: int
    window: str
    number: str
    differences: list[str]

    type: ClassVar[str] = "life_event_draft.run_agreed"


@dataclass(frozen=True)
class LifeEventRunObjected:
    """A clerk objected to a place of the content; nothing passes before whoever leads the acceptance has settled it."""

    run: int
    script: int
    window: str
    objection: int
    place: str
    label: str
    text: str

    type: ClassVar[str] = "life_event_draft.run_objected"


@dataclass(frozen=True)
class LifeEventObjectionDismissed:
    """Whoever leads the acceptance dismissed an objection with a reason, and the round went on."""

    run: int
    objection: int
    objector: str
    reason: str

    type: ClassVar[str] = "life_event_draft.objection_dismissed"


@dataclass(frozen=True)
class JointPracticeEnded:
    """A test piece ended with the run it was received for: nothing of it goes on."""

    number: str
    run: int

    type: ClassVar[str] = "joint.practice_ended"
