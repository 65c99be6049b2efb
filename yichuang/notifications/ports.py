"""What this room needs from outside: a way to a person's telephone."""

from typing import Protocol


class ChannelDown(Exception):
    """The channel surely did not take the message: it may be tried again."""


class Refusing(Exception):
    """The channel will not take this message however often it is tried, such as a number that does not exist."""


class Channel(Protocol):
    """A way to send a text to a mobile number."""

    name: str

    def send(self, *, to: str, text: str, uid: str) -> None:
        """Send once; `uid` is equal when the same message is tried again, so that a gateway can drop a double.

        :raises ChannelDown: when it was surely not taken. :raises Refusing: when it never will be.
        """


class NullGateway:
    """The SMS gateway where none is connected: refuses, so that the delivery record says why nothing arrived."""

    name = "sms"

    def send(self, *, to: str, text: str, uid: str) -> None:
        """Refuse."""
        raise Refusing("没有接入短信网关")
