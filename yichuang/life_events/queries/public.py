"""What the public sees of life events: those in force and suspended ones with their mark, found by everyday words, with their matters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock

from django.db.models import OuterRef, Subquery

from yichuang.catalog.indexing import Searchable, build_index
from yichuang.catalog.ports import Bundle
from yichuang.catalog.queries import PublishedMatter, search, search_revision, synonyms
from yichuang.catalog.rules.search import SearchIndex
from yichuang.foundations.problems import NotFound
from yichuang.life_events.models import PUBLISHED, SUSPENDED, WITHDRAWN, LifeEventVersion
from yichuang.life_events.queries import (
    PublishedLifeEvent,
    announced_of,
    life_event_version,
    life_events_of_matters,
    matters_of,
)
from yichuang.life_events.rules.public_guide import MemberPart, member_part
from yichuang.life_events.rules.spec import LifeEventSpec

SUSPENDED_MARK = "暂停一起办理"
# How good a hit must be: with a few life events a stretch of one common syllable would find them all.
GOOD = 0.5


@dataclass(frozen=True)
class Shown:
    """A life event with its matters; `state` says whether it is received now."""

    event: PublishedLifeEvent
    parts: tuple[MemberPart, ...]
    matters: Mapping[str, PublishedMatter]

    @property
    def spec(self) -> LifeEventSpec:
        """Return the spec."""
        return self.event.spec

    @property
    def open(self) -> bool:
        """Tell whether joint cases are received under it now."""
        return self.event.state == PUBLISHED

    @property
    def withdrawn(self) -> bool:
        """Tell whether it was taken back for good."""
        return self.event.state == WITHDRAWN

    @property
    def names(self) -> dict[str, str]:
        """Return the matters' names by member id."""
        return {part.member.id: part.name for part in self.parts}

    @property
    def closed(self) -> dict[str, str]:
        """Return by member id why its matter is not received now."""
        return {part.member.id: part.closed for part in self.parts if part.closed}


def shown_life_event(key: str) -> Shown:
    """Return the newest version of a life event, in force, suspended or withdrawn, with its matters as they are received today.

    :raises NotFound: when there is none of that key.
    """
    row = LifeEventVersion.objects.filter(life_event__key=key).order_by("-number").values_list("pk", flat=True).first()
    if row is None:
        raise NotFound("这件“一件事”", "请从一件事列表中选择，也可以按单个事项查找。")
    return shown(life_event_version(row))


def shown(event: PublishedLifeEvent) -> Shown:
    """Return a version with its matters."""
    found, ahead = matters_of(event.spec), announced_of(event.spec)
    parts = tuple(
        member_part(
            event.spec,
            member,
            found.matters[member.id].spec,
            found.matters[member.id].department_name,
            found.notices.get(member.id),
            ahead.get(member.id),
        )
        for member in event.spec.members
    )
    return Shown(event, parts, found.matters)


def offered() -> list[PublishedLifeEvent]:
    """Return what the public is offered: the newest version of every life event that is not withdrawn, by theme and name."""
    newest = LifeEventVersion.objects.filter(life_event=OuterRef("life_event")).order_by("-number")
    rows = LifeEventVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]), state__in=(PUBLISHED, SUSPENDED))
    found = [life_event_version(pk) for pk in rows.values_list("pk", flat=True)]
    return sorted(found, key=lambda one: (one.spec.theme, one.name))


def by_theme(events: Iterable[PublishedLifeEvent]) -> list[tuple[str, list[Bundle]]]:
    """Return life events as cards under their themes."""
    themes: dict[str, list[Bundle]] = {}
    for event in events:
        themes.setdefault(event.spec.theme or "其他", []).append(bundle(event))
    return list(themes.items())


def bundle(event: PublishedLifeEvent) -> Bundle:
    """Return a life event as the catalogue names it."""
    mark = "" if event.state == PUBLISHED else SUSPENDED_MARK
    return Bundle(f"/life-events/{event.key}/", event.name, event.spec.summary, mark)


def found(typed: str) -> list[PublishedLifeEvent]:
    """Return the life events that answer what people type: name, theme, occasion, matters, everyday words; best first."""
    if not typed.strip():
        return []
    events = {event.key: event for event in offered()}
    hits = _Held.at(tuple(sorted((one.version_id, one.state) for one in events.values())), events.values()).find(typed)
    good = [events[hit.key] for hit in hits if hit.score >= GOOD]
    if good:
        return good
    # People name the one matter they know (“生小孩” finds 出生登记): what it is a part of is meant, too.
    first = [hit.key for hit in search(typed, 1)]
    return [event for event in events.values() if {member.matter for member in event.spec.members} & set(first)]


class Composed:
    """The life events as the catalogue's pages ask for them (`catalog.ports.Bundles`)."""

    def found(self, typed: str) -> list[Bundle]:
        """Return what answers a query."""
        return [bundle(event) for event in found(typed)]

    def of_matter(self, key: str) -> list[Bundle]:
        """Return the life events in force that a matter is a part of."""
        return [bundle(event) for event in life_events_of_matters([key])[key]]


class _Held:
    """The process's index of life events, and what it was built from."""

    _lock = Lock()
    _index: SearchIndex | None = None
    _built_from: tuple[object, ...] = ()

    @classmethod
    def at(cls, versions: tuple[tuple[int, str], ...], events: Iterable[PublishedLifeEvent]) -> SearchIndex:
        """Return the index of these versions, with the synonyms of now."""
        wanted = (versions, search_revision())
        with cls._lock:
            if cls._index is None or cls._built_from != wanted:
                pairs = list(synonyms().values_list("everyday", "official"))
                cls._index, cls._built_from = build_index([_searchable(one) for one in events], pairs), wanted
            return cls._index


def _searchable(event: PublishedLifeEvent) -> Searchable:
    spec = event.spec
    names = [matter.spec.name for matter in matters_of(spec).matters.values()]
    texts = dict.fromkeys(filter(None, [spec.theme, spec.trigger, spec.summary, spec.for_whom, *names]))
    return Searchable(spec.key, spec.name, (spec.key,), tuple(texts), prior=1.0)
