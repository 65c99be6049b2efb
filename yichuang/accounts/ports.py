"""What rooms above do when somebody signs out: the hall closes his window, and asks first while a person stands there (S2-28)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from yichuang.foundations.actors import Actor


class Leaving(Protocol):
    """What is done before a session ends."""

    def __call__(self, *, actor: Actor, anyway: bool, now: datetime) -> Any:
        """Let somebody go. :raises Refused: 409 with what he should do first, unless he leaves `anyway`."""


_leaving: dict[str, Leaving] = {}


def before_leaving(name: str, act: Leaving) -> None:
    """Register what is done before a session ends; a name can be taken only once."""
    if _leaving.get(name, act) is not act:
        raise ValueError(f"{name} leaves twice")
    _leaving[name] = act


def leavings() -> list[Callable[..., Any]]:
    """Return what is done before a session ends, by name."""
    return [_leaving[name] for name in sorted(_leaving)]
