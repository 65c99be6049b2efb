"""What this room records: changes of wordings, who stopped which messages, what was done with messages by hand. Never a number."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class WordingChanged:
    """A division words a template otherwise from now on; empty text: the original again."""

    type: ClassVar[str] = "wording.changed"
    template: str
    version: int
    text: str
    text_before: str
    gateway_code: str
    gateway_code_before: str


@dataclass(frozen=True)
class MessagesStopped:
    """A number wants no messages of a kind any more: by which way it said so, and why where an officer wrote it down."""

    type: ClassVar[str] = "messages.stopped"
    kind: str
    way: str
    why: str


@dataclass(frozen=True)
class MessagesWanted:
    """A number wants messages of a kind again."""

    type: ClassVar[str] = "messages.wanted"
    kind: str
    way: str
    why: str


@dataclass(frozen=True)
class MessageSentAgain:
    """A message that had failed was put on its way again by hand."""

    type: ClassVar[str] = "message.sent_again"
    message: str
    template: str
    failure: str
