"""What the room needs from above: who sets the exercises that practice cases are received for (S2-21②, S0-26), what else the page of a
case shows, what it waits for before it may be accepted, and where the counter gets what other authorities know already (S2-14; 716号令 7).

A room that sets exercises (simulated acceptance in the studio; training later) registers a book under a short name; an exercise's key
begins with that name. Without a book there is no practice case.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from yichuang.cases.rules.facts import Awaited
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
    """A part of the case page that an upper room makes: its title and its finished HTML, which stands below the acts.

    `head`: one line above them, for what must be seen before acting.
    """

    title: str
    html: str
    head: str = ""


_panels: dict[str, Callable[[Actor, Any], Panel | None]] = {}


def add_panel(name: str, make: Callable[[Actor, Any], Panel | None]) -> None:
    """Register what makes a part of the case page from the actor and the case (None: nothing to show)."""
    _panels[name] = make


def panels_of(actor: Actor, case: Any) -> list[Panel]:
    """Return the parts that upper rooms have for a case."""
    return [panel for make in _panels.values() if (panel := make(actor, case)) is not None]


_awaiting: dict[str, Callable[[Any], Awaited | None]] = {}


def await_first(name: str, find: Callable[[Any], Awaited | None]) -> None:
    """Register what a received case may have to wait for before the counter accepts it (a department's own form, S2-52②)."""
    _awaiting[name] = find


def awaited_for(case: Any) -> Awaited | None:
    """Return what a case waits for, None when nothing stands in the way of its acceptance."""
    return next((found for find in _awaiting.values() if (found := find(case)) is not None), None)


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
    """What a source said: base-form field → value to fill in, and further lines (label, value) for the clerk to compare.

    `api` is the key of the API that was asked.
    """

    source: str
    at: datetime
    fills: Mapping[str, str]
    shows: Mapping[str, str]
    api: str = ""


@dataclass(frozen=True)
class Licence:
    """An electronic licence that a source holds; `call` is what the call log has of it."""

    name: str
    number: str
    valid_until: str
    source: str
    at: datetime
    call: str = ""


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

    def belong(self, calls: Collection[str], number: str) -> None:
        """Put calls that were made before anything was received under what was received, in the caller's transaction."""


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

    def belong(self, calls: Collection[str], number: str) -> None:
        """Nothing was called."""

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


@dataclass(frozen=True)
class AtCounter:
    """Who is being served at an officer's own window: the ticket's id and number, the telephone left, the matter asked for (S2-31)."""

    id: str
    number: str
    mobile: str = ""
    matter: str = ""


class Queue(Protocol):
    """Knows who stands at the counter, and is told in the same transaction what was received for him."""

    def bar(self, request: Any, now: datetime) -> str:
        """Return the finished HTML of the queue's bar for a page of the counter, nothing for somebody without a window."""

    def serving(self, actor: Actor) -> AtCounter | None:
        """Return whom the actor is serving at his own window now."""

    def received(self, actor: Actor, ticket: str, matter: str, number: str, now: datetime) -> None:
        """Put a received case on the ticket. :raises Refused: 409 when it is not served at the actor's window."""


class NoQueue:
    """Stands in where no hall is joined: people come to the counter as they come."""

    def bar(self, request: Any, now: datetime) -> str:
        """Return nothing."""
        return ""

    def serving(self, actor: Actor) -> AtCounter | None:
        """Return nobody."""
        return None

    def received(self, actor: Actor, ticket: str, matter: str, number: str, now: datetime) -> None:
        """:raises Refused: always; no page offers a ticket here."""
        raise not_served_here()


def not_served_here() -> Refused:
    """Return the refusal of a case for a ticket that is not served at the actor's own window."""
    message, todo = "这张票现在不在您的窗口办理。", "请取消勾选“记在票上”后再收件，或先叫号、开始办理。"
    return Refused(
        Reason("ticket", message, field="ticket", rule="S2-31", kept="已填内容都在，没有收件。", todo=todo),
        status=409,
        title="不能收件",
    )


_queue: list[Queue] = [NoQueue()]


def set_queue(queue: Queue) -> None:
    """Register who knows the queue at the counter."""
    _queue[0] = queue


def queue() -> Queue:
    """Return who knows the queue at the counter."""
    return _queue[0]


@dataclass(frozen=True)
class DeskEntry:
    """Something the counter may receive that is not one matter: where it is received, its name, a note, a badge, how good a hit it is."""

    address: str
    name: str
    note: str
    badge: str
    score: float = 1.0


class Shelf(Protocol):
    """Offers on the counter desk what upper rooms receive (life events): found by what is typed, drafts continued at its own page."""

    def find(self, text: str) -> list[DeskEntry]:
        """Return what answers a query, the best first."""

    def draft_address(self, key: str) -> str:
        """Return where a kept draft goes on; nothing when it is not of this shelf."""


_shelves: dict[str, Shelf] = {}


def add_shelf(name: str, shelf: Shelf) -> None:
    """Register what else the counter desk offers."""
    _shelves[name] = shelf


def entries_for(text: str) -> list[DeskEntry]:
    """Return what the shelves have for a query; nothing for an empty one."""
    return [entry for shelf in _shelves.values() for entry in shelf.find(text)] if text else []


def draft_address(key: str) -> str:
    """Return where an unfinished intake goes on: at the page of its shelf, else at the matter's own."""
    return next((found for shelf in _shelves.values() if (found := shelf.draft_address(key))), f"/desk/{key}/?draft=1")


class Openable(Protocol):
    """What a number and a query password open beside a case: its number and the password."""

    number: str
    query_password: str


_openers: dict[str, Callable[[str], Openable | None]] = {}


def add_opener(name: str, find: Callable[[str], Openable | None]) -> None:
    """Register what else the public opens by number and password: a joint case (一件事)."""
    _openers[name] = find


def opened_by(number: str) -> Openable | None:
    """Return what upper rooms have under a number that is no case's."""
    return next((found for find in _openers.values() if (found := find(number)) is not None), None)


_fillings: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {}


def add_filling(kind: str, find: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """Register what a kind of document says beside its row: personal data, fetched from where it is sealed when it is rendered."""
    _fillings[kind] = find


def filling_of(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is to be put into a document of a kind beside what its row has."""
    return _fillings[kind](data) if kind in _fillings else {}


@dataclass(frozen=True)
class Together:
    """That a result may be handed out with others: as part of what, its number, where that is done, how many others wait too."""

    name: str
    number: str
    address: str
    others: int


_companies: dict[str, Callable[[Actor, Sequence[int]], Mapping[int, Together]]] = {}


def add_company(name: str, find: Callable[[Actor, Sequence[int]], Mapping[int, Together]]) -> None:
    """Register what knows which results are handed out together: ids of cases that wait → what each belongs to, one statement at most."""
    _companies[name] = find


def together_with(actor: Actor, cases: Sequence[int]) -> dict[int, Together]:
    """Return by case what else waits at the counter for the same application (一件事); cases of their own are not in it."""
    return {case: one for find in _companies.values() for case, one in find(actor, cases).items()} if cases else {}
