"""What the room needs from above: who sets the exercises that practice cases are received for (S2-21②, S0-26), what else the page of a
case shows, and where the counter gets what other authorities know already (S2-14; 716号令 7).

A room that sets exercises (simulated acceptance in the studio; training later) registers a book under a short name; an exercise's key
begins with that name. Without a book there is no practice case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused


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


@dataclass(frozen=True)
class Asking:
    """Why the counter asks other authorities: for what, whether the person agreed, on which case, and when (`wall`: in real time)."""

    purpose: str
    consent: bool
    now: datetime
    wall: datetime
    number: str = ""
    material: str = ""


@dataclass(frozen=True)
class Fetched:
    """What a source said: base-form field → value to fill in, and further lines (label, value) for the clerk to compare."""

    source: str
    at: datetime
    fills: Mapping[str, str]
    shows: Mapping[str, str]


@dataclass(frozen=True)
class Licence:
    """An electronic licence that a source holds."""

    name: str
    number: str
    valid_until: str
    source: str
    at: datetime


class SharedData(Protocol):
    """Gets what other authorities know. Each call may go to another machine: never make one inside a transaction.

    Every method raises `Refused` with one reason in one sentence when nothing can be got; the paper way is then open.
    """

    ready: bool

    def person(self, actor: Actor, id_number: str, asking: Asking) -> Fetched:
        """Return what the household register knows of a person."""

    def project(self, actor: Actor, code: str, asking: Asking) -> Fetched:
        """Return an investment project."""

    def licence(self, actor: Actor, id_number: str, names: frozenset[str], asking: Asking) -> Licence:
        """Return a person's valid licence of one of these names."""


class NoSharedData:
    """Stands in where no data-sharing platform is joined."""

    ready = False

    def person(self, actor: Actor, id_number: str, asking: Asking) -> Fetched:
        """:raises Refused: always."""
        raise self._refused()

    def project(self, actor: Actor, code: str, asking: Asking) -> Fetched:
        """:raises Refused: always."""
        raise self._refused()

    def licence(self, actor: Actor, id_number: str, names: frozenset[str], asking: Asking) -> Licence:
        """:raises Refused: always."""
        raise self._refused()

    def _refused(self) -> Refused:
        message, todo = "没有接入数据共享平台。", "请照证件录入、收取纸质材料。"
        return Refused(Reason("no_sharing", message, kept="已填内容都在。", todo=todo), status=503, title="没有取到")


_shared: list[SharedData] = [NoSharedData()]


def set_shared_data(source: SharedData) -> None:
    """Register where shared data comes from."""
    _shared[0] = source


def shared_data() -> SharedData:
    """Return where shared data comes from."""
    return _shared[0]
