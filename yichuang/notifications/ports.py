"""What the room needs from outside: a way to a person's telephone. A city plugs its own SMS gateway in here."""

from typing import Protocol


class Channel(Protocol):
    """A way to reach people; `name` is what the delivery record calls it."""

    name: str

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand the message over; `reference` is the same in every repetition. Raises `OSError` when it should be tried again."""


class NullChannel:
    """Sends nothing, for systems that have no way to people yet."""

    name = "none"

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Do nothing."""
