"""What this room needs from outside: a way to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class ChannelDown(Exception):
    """The channel surely did not take the message: it may be tried again."""


class Refusing(Exception):
    """The channel will not take this message however often it is tried, such as a number that does not exist."""


class Unclear(Exception):
    """Nobody knows whether the channel took the message: it is never tried again, a status report may still tell."""


@dataclass(frozen=True)
class Letter:
    """A message as a channel gets it: to whom, the whole text, and what a gateway with registered templates needs instead of it.

    `uid` is equal when the same message is tried again, so that a receiver can drop a double; `code` is the gateway's own template,
    `params` its variables.
    """

    uid: str
    to: str
    text: str
    template: str = ""
    subject: str = ""
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


class Channel(Protocol):
    """A way to send a text to a person."""

    @property
    def name(self) -> str:
        """Return what the delivery record calls it."""

    def send(self, letter: Letter) -> str:
        """Send once and return the channel's own receipt, empty where it gives none.

        :raises ChannelDown: when it was surely not taken. :raises Refusing: when it never will be. :raises Unclear: when nobody knows.
        """


@dataclass(frozen=True)
class Nowhere:
    """A channel that was never connected: refuses, so that the delivery record says why nothing arrived."""

    name: str
    why: str

    def send(self, letter: Letter) -> str:
        """Refuse."""
        raise Refusing(self.why)
