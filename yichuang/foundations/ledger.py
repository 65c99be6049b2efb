"""The ledger: every business act is an event, written in the same transaction as the rows it changes.

`write` is beat four and five of an operation in one call: it saves the row that owns the stream and what belongs to it, appends the events
to its hash chain, sets the alarms, all in one statement, and defers one job for each reader that listens in another. Readers run at least
once and are made idempotent by `Heard`.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from django.db.models import QuerySet

from yichuang.foundations import jobs
from yichuang.foundations.actors import Actor
from yichuang.foundations.models import Chained, Event, Heard
from yichuang.foundations.rows import Write, changed, is_plain, made, new, write_together
from yichuang.foundations.rules.chains import GENESIS, PRACTICE, event_hash
from yichuang.foundations.traces import stream_fields, trace, trace_events
from yichuang.foundations.transactions import unit_of_work


class Recordable(Protocol):
    """An event as a room declares it: a frozen dataclass whose class attribute `type` names it, such as `case.accepted`."""

    type: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True)
class Subscriber:
    """A reader of the ledger: a stable name, the event types it wants, what it does, its queue, and whether it hears rehearsals."""

    name: str
    types: frozenset[str]
    handle: Callable[[Event, datetime], None]
    queue: str
    practice: bool = False

    def hears(self, event: Event) -> bool:
        """Tell whether an event is for this reader."""
        return event.type in self.types and (self.practice or not event.stream.startswith(PRACTICE))


@dataclass(frozen=True)
class Companion:
    """What writes rows of its own with an event (an outbox), where a job afterwards would be too late to lose nothing."""

    types: frozenset[str]
    rows: Callable[["Chained", Sequence[Event]], Sequence[Write]]


_subscribers: dict[str, Subscriber] = {}
_companions: dict[str, Companion] = {}


def subscribe(
    name: str,
    types: Iterable[str],
    handle: Callable[[Event, datetime], None],
    queue: str = "default",
    *,
    practice: bool = False,
) -> None:
    """Register a reader (from a room's `apps.py`); a name can be taken only once. Rehearsals are heard only with `practice`."""
    if name in _subscribers and _subscribers[name].handle is not handle:
        raise ValueError(f"subscriber {name} registered twice")
    _subscribers[name] = Subscriber(name, frozenset(types), handle, queue, practice)


def accompany(name: str, types: Iterable[str], rows: Callable[[Chained, Sequence[Event]], Sequence[Write]]) -> None:
    """Register what goes along with events of these types into the ledger, rehearsals too; what it raises undoes the act.

    It returns the rows that are written with the event, in its statement. It is asked before: what the act changes it finds in `owner` and
    in what the unit of work holds, not yet in the database.
    """
    if name in _companions and _companions[name].rows is not rows:
        raise ValueError(f"companion {name} registered twice")
    _companions[name] = Companion(frozenset(types), rows)


def subscribers() -> list[Subscriber]:
    """Return every registered reader, by name (for the generated page “who listens to what”)."""
    return sorted(_subscribers.values(), key=lambda subscriber: subscriber.name)


def write(
    owner: Chained,
    *events: Recordable,
    actor: Actor,
    at: datetime,
    update_fields: Sequence[str] | None = None,
    later: Sequence[jobs.Later] = (),
    also: Sequence[Write] = (),
) -> list[Event]:
    """Save `owner`, append `events` to its chain, write what `also` belongs to the act, and defer the readers' jobs together with `later`.

    `update_fields=None` inserts the row; a list updates those columns and the chain's head.
    """
    rows = _append(owner, events, actor, at)
    deferred = [*_hearings(rows), *later]
    along = _along(owner, rows)
    write_together(*_owner(owner, update_fields), *also, new(*rows), new(*jobs.alarms_of(deferred)), *along)
    trace_events(rows)
    jobs.defer_at_once(deferred)
    return rows


def _along(owner: Chained, rows: Sequence[Event]) -> list[Write]:
    concerned = [(one, [row for row in rows if row.type in one.types]) for one in _companions.values()]
    return [write for companion, events in concerned if events for write in companion.rows(owner, events)]


def _owner(owner: Chained, update_fields: Sequence[str] | None) -> list[Write]:
    columns = None if update_fields is None else [*update_fields, "chain_seq", "chain_head"]
    if is_plain(type(owner)):
        return [new(owner) if columns is None else changed(columns, owner)]
    owner.save(force_insert=columns is None, update_fields=columns)
    return []


def write_new(
    pairs: Sequence[tuple[Chained, Recordable]], *, actor: Actor, at: datetime, later: Sequence[jobs.Later] = ()
) -> list[Event]:
    """Insert new rows of one model, each with the first event of its stream, in three statements for all of them (imports)."""
    chains = [_append(owner, [event], actor, at) for owner, event in pairs]
    for model in {type(owner) for owner, _ in pairs}:
        model._default_manager.bulk_create([owner for owner, _ in pairs])
    rows = [row for chain in chains for row in chain]
    Event.objects.bulk_create(rows)
    trace_events(rows)
    jobs.defer([*(hearing for chain in chains for hearing in _hearings(chain)), *later])
    return rows


def _append(owner: Chained, events: Sequence[Recordable], actor: Actor, at: datetime) -> list[Event]:
    rows: list[Event] = []
    for event in events:
        uid = uuid.uuid4()
        seq, previous = owner.chain_seq + 1, bytes(owner.chain_head) or GENESIS
        payload = {field.name: _plain(getattr(event, field.name)) for field in fields(event)}
        who = [actor.kind, actor.id, actor.name]
        digest = event_hash(
            previous, uid=str(uid), stream=owner.stream, seq=seq, type_=event.type, at=at, actor=who, payload=payload
        )
        rows.append(
            made(
                Event,
                uid=uid,
                stream=owner.stream,
                seq=seq,
                type=event.type,
                payload=payload,
                actor_kind=actor.kind,
                actor_id=actor.id,
                actor_name=actor.name,
                at=at,
                previous_hash=previous,
                hash=digest,
            )
        )
        owner.chain_seq, owner.chain_head = seq, digest
    return rows


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        raise TypeError("a float has no exact JSON form: record hundredths as integers")
    return value


def _hearings(rows: Sequence[Event]) -> list[jobs.Later]:
    hearings = []
    for subscriber in _subscribers.values():
        uids = [str(row.uid) for row in rows if subscriber.hears(row)]
        if uids:
            lock = f"{subscriber.name}:{rows[0].stream}"
            hearings.append(
                jobs.Later(
                    "foundations.hear", {"subscriber": subscriber.name, "uids": uids}, lock=lock, queue=subscriber.queue
                )
            )
    return hearings


def hear(name: str, uids: Sequence[str], now: datetime) -> int:
    """Let one reader deal with the events named, in order, each once in effect; return how many were new to it."""
    subscriber = _subscribers[name]
    events = {str(event.uid): event for event in Event.objects.filter(uid__in=list(uids))}
    fresh = 0
    for uid in uids:
        if not subscriber.hears(events[uid]):
            continue
        with unit_of_work():
            _, created = Heard.objects.get_or_create(subscriber=name, event_uid=uid, defaults={"heard_at": now})
            if created:
                subscriber.handle(events[uid], now)
                fresh += 1
        if created:
            trace("heard", event=uid, type=events[uid].type, by=name, **stream_fields(events[uid].stream))
    return fresh


def history(stream: str) -> list[Event]:
    """Return the events of one stream in order."""
    return list(Event.objects.filter(stream=stream).order_by("seq"))


def of_type(type_: str) -> QuerySet[Event]:
    """Return the events of one type, unordered, for a list that pages through them; what was only rehearsed is not among them."""
    return Event.objects.filter(type=type_).exclude(stream__startswith=PRACTICE)
