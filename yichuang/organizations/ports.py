"""What the room needs from above: who still needs a place that is to be closed (people hold posts there, cases are open, matters in force).

A room that puts something into places registers a question under its name; with nobody asked, a place is free.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Leaving:
    """A place about to be closed: its kind, primary key (a division's is its code), name, and for a window its site and number."""

    kind: str
    pk: str
    name: str
    on: date
    site: str = ""
    number: str = ""


@dataclass(frozen=True)
class Tenant:
    """Who or what still needs a place: in words, with what to do first."""

    said: str
    todo: str


_questions: dict[str, Callable[[Leaving], list[Tenant]]] = {}


def ask_before_closing(name: str, question: Callable[[Leaving], list[Tenant]]) -> None:
    """Register what a room answers when a place is to be closed."""
    _questions[name] = question


def tenants_of(place: Leaving) -> list[Tenant]:
    """Return who or what still needs a place, from every room that was registered."""
    return [tenant for _, question in sorted(_questions.items()) for tenant in question(place)]


def listed(names: list[str], most: int = 3) -> str:
    """Return the first names, and whether there are more."""
    return "、".join(names[:most]) + ("等" if len(names) > most else "")
