"""What the room needs from above: who sets the exercises that practice cases are received for (S2-21②, S0-26), and what else the page of a
case shows.

A room that sets exercises (simulated acceptance in the studio; training later) registers a book under a short name; an exercise's key
begins with that name. Without a book there is no practice case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound


@dataclass(frozen=True)
class Exercise:
    """One exercise as the desk shows it: the version to receive under, the window, what the made-up applicant says and brings.

    `says` is label → value of the base form, `answers` question → answer in words, `brings` what he has with him; `back` leads to the task.
    """

    key: str
    version_id: int
    window: str
    title: str
    back: str
    kind: str
    says: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    brings: tuple[str, ...]


class Book(Protocol):
    """Sets exercises, and is told what came of them in the same transaction."""

    def exercise(self, actor: Actor, key: str) -> Exercise:
        """Return an exercise that the actor is doing now. :raises NotFound: when it is not his, or not begun."""

    def about(self, number: str) -> Exercise | None:
        """Return the exercise that a practice case belongs to, for those who may see the case."""

    def received(self, actor: Actor, key: str, number: str, now: datetime) -> None:
        """Note the practice case of an exercise. :raises Refused: when it has one, or is over."""

    def ended(self, actor: Actor, key: str, answers: Mapping[str, Any], now: datetime) -> None:
        """Note that the answers led to an end without a case. :raises Refused: when the exercise is over."""


_books: dict[str, Book] = {}


def set_book(name: str, book: Book) -> None:
    """Register who sets the exercises whose keys begin with `name-`."""
    _books[name] = book


def book_of(key: str) -> Book:
    """Return who set an exercise.

    :raises NotFound: when nobody sets such exercises here.
    """
    book = _books.get(key.partition("-")[0])
    if book is None:
        raise NotFound("这项练习", "请从任务页面重新打开。")
    return book


def exercise_of(number: str) -> Exercise | None:
    """Return the exercise that a practice case belongs to."""
    return next((found for book in _books.values() if (found := book.about(number))), None)


@dataclass(frozen=True)
class Panel:
    """A part of the case page that an upper room makes: its title and its finished HTML."""

    title: str
    html: str


_panels: dict[str, Callable[[Actor, Any], Panel | None]] = {}


def add_panel(name: str, make: Callable[[Actor, Any], Panel | None]) -> None:
    """Register what makes a part of the case page from the actor and the case (None: nothing to show)."""
    _panels[name] = make


def panels_of(actor: Actor, case: Any) -> list[Panel]:
    """Return the parts that upper rooms have for a case."""
    return [panel for make in _panels.values() if (panel := make(actor, case)) is not None]
