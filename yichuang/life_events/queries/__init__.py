"""Reads of published life events; an immutable version is kept in the process."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from yichuang.catalog.queries import PublishedMatter, announced_notices, latest_version, numbered_version, published
from yichuang.catalog.rules.notices import NotInForce, PublicNotice
from yichuang.foundations.problems import NotFound
from yichuang.life_events.models import PUBLISHED, LifeEvent, LifeEventVersion
from yichuang.life_events.rules.spec import LifeEventSpec

_specs: dict[int, LifeEventSpec] = {}


@dataclass(frozen=True)
class PublishedLifeEvent:
    """A version of a life event as callers need it."""

    life_event_id: int
    key: str
    name: str
    department_id: int
    version_id: int
    number: int
    state: str
    spec: LifeEventSpec


def life_event(key: str) -> PublishedLifeEvent:
    """Return the version of a life event that is in force (one statement).

    :raises NotFound: when there is none.
    """
    return _one(LifeEventVersion.objects.filter(life_event__key=key, state=PUBLISHED))


def life_event_version(version_id: int) -> PublishedLifeEvent:
    """Return one version, in force or not.

    :raises NotFound: when there is none of that id.
    """
    return _one(LifeEventVersion.objects.filter(pk=version_id))


def life_events_in_force() -> list[PublishedLifeEvent]:
    """Return every life event in force, by name (one statement)."""
    rows = LifeEventVersion.objects.filter(state=PUBLISHED).select_related("life_event")
    return [_made(row) for row in rows.order_by("life_event__name")]


def versions_of(key: str) -> QuerySet[LifeEventVersion]:
    """Return every version of a life event, the newest first."""
    return LifeEventVersion.objects.filter(life_event__key=key).order_by("-number")


def life_events_of_matters(keys: Iterable[str]) -> dict[str, list[PublishedLifeEvent]]:
    """Return by matter the life events in force that it is a member of."""
    found: dict[str, list[PublishedLifeEvent]] = {key: [] for key in keys}
    for event in life_events_in_force():
        for member in event.spec.members:
            if member.matter in found:
                found[member.matter].append(event)
    return found


@dataclass(frozen=True)
class MemberMatters:
    """The matters of a life event today: by member id what is received now, and in words what cannot be (suspended, withdrawn), with the
    matter's own notice.
    """

    matters: dict[str, PublishedMatter]
    closed: dict[str, str]
    newer: dict[str, int]
    notices: dict[str, PublicNotice]


def matters_of(spec: LifeEventSpec) -> MemberMatters:
    """Return the matters of a life event: the versions in force; where one is suspended or withdrawn, the newest, and why.

    `newer`: a member whose matter is in force in another version than the life event was composed with.
    """
    matters, closed, newer = dict[str, PublishedMatter](), dict[str, str](), dict[str, int]()
    notices = dict[str, PublicNotice]()
    for member in spec.members:
        try:
            matters[member.id] = published(member.matter)
        except NotInForce as stopped:
            matters[member.id] = latest_version(member.matter)
            closed[member.id] = "".join(reason.message for reason in stopped.reasons)
            notices[member.id] = stopped.notice
        if matters[member.id].number != member.version:
            newer[member.id] = matters[member.id].number
    return MemberMatters(matters, closed, newer, notices)


def announced_of(spec: LifeEventSpec) -> dict[str, PublicNotice]:
    """Return by member what is announced for its matter from a later day on: until then it is received as ever (one statement)."""
    found = announced_notices(member.matter for member in spec.members)
    return {member.id: found[member.matter] for member in spec.members if member.matter in found}


def matters_composed(spec: LifeEventSpec) -> dict[str, PublishedMatter]:
    """Return the matters of a life event in the versions it was composed with.

    :raises NotFound: when one is not there.
    """
    return {member.id: numbered_version(member.matter, member.version) for member in spec.members}


def _one(rows: QuerySet[LifeEventVersion]) -> PublishedLifeEvent:
    row = rows.select_related("life_event").first()
    if row is None:
        raise NotFound("这件“一件事”", "请从一件事列表中选择。")
    return _made(row)


def _made(row: LifeEventVersion) -> PublishedLifeEvent:
    spec = _specs.get(row.pk) or _specs.setdefault(row.pk, LifeEventSpec.model_validate(row.spec))
    event: LifeEvent = row.life_event
    return PublishedLifeEvent(event.pk, event.key, event.name, event.department_id, row.pk, row.number, row.state, spec)
