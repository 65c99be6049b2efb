"""Reads of matters. A version is immutable, so its spec is cached in the process without invalidation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yichuang.catalog.indexing import Searchable, build_index, searchable
from yichuang.catalog.models import (
    PUBLISHED,
    SUSPENDED,
    WITHDRAWN,
    LifeEventContent,
    MatterNotice,
    MatterVersion,
    SearchRevision,
    Synonym,
)
from yichuang.catalog.models import (
    Matter as Matter,
)
from yichuang.catalog.rules.cpsv import Authority
from yichuang.catalog.rules.navigator import CompiledSpec, compiled
from yichuang.catalog.rules.notices import TITLES, WITHDRAWAL, NotInForce, PublicNotice
from yichuang.catalog.rules.own_form import keep_fields
from yichuang.catalog.rules.search import Found, SearchIndex
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.problems import NotFound
from yichuang.foundations.ready import Ready
from yichuang.organizations.queries import departments_by_id, division_names

REVISION_ROW = 1
COLUMNS = (
    "matter_id", "matter__key", "pk", "number", "matter__department_id", "matter__department__name", "matter__department__code2",
)  # fmt: skip


@dataclass(frozen=True)
class PublishedMatter:
    """One version of a matter with its spec, usually the one under which cases are received now."""

    matter_id: int
    key: str
    version_id: int
    number: int
    department_id: int
    department_name: str
    department_code: str
    spec: MatterSpec

    @property
    def compiled(self) -> CompiledSpec:
        """Return the spec made fast for the navigator."""
        return compiled(self.spec)


# A published version never changes, so a process reads each once; the oldest makes room.
_specs: dict[int, MatterSpec] = {}
MOST_SPECS = 4096


def spec_of(version_id: int) -> MatterSpec:
    """Return the spec of a version (one statement the first time a process needs it)."""
    return specs_of([version_id])[version_id]


def specs_of(version_ids: Iterable[int]) -> dict[int, MatterSpec]:
    """Return the specs of versions by id, in one statement for all that this process does not have yet.

    :raises MatterVersion.DoesNotExist: when one is not there.
    """
    wanted = set(version_ids)
    found = {key: spec for key in wanted if (spec := _specs.get(key)) is not None}
    missing = wanted - found.keys()
    if missing:
        rows = MatterVersion.objects.filter(pk__in=missing).values_list("pk", "spec")
        fresh = {key: MatterSpec.model_validate(spec) for key, spec in rows}
        if len(fresh) < len(missing):
            raise MatterVersion.DoesNotExist(f"versions {sorted(missing - fresh.keys())}")
        found |= fresh
        for key, spec in fresh.items():
            keep_fields(spec.form)
            _specs[key] = spec
        while len(_specs) > MOST_SPECS:
            _specs.pop(next(iter(_specs)), None)
    return found


def published(key_or_code: str) -> PublishedMatter:
    """Return the version of a matter that is in force, by key, basic code or implementation code.

    One statement, and one more for the spec the first time a process needs it.

    :raises NotFound: when there is none; NotInForce with the words of its notice when it is suspended or withdrawn.
    """
    if not key_or_code:
        raise NotFound("这个事项", "请写明事项名称或编码。")
    row = _IN_FORCE.first(wanted=key_or_code)
    if row is None:
        raise _why_not(_named(key_or_code))
    return _published(row, spec_of(row[2]))


def _named(key_or_code: str) -> Q:
    return Q(matter__key=key_or_code) | Q(matter__basic_code=key_or_code) | Q(matter__implementation_code=key_or_code)


_IN_FORCE: Ready[tuple[Any, ...]] = Ready(
    lambda wanted: (
        MatterVersion.objects.filter(_named(wanted), state=PUBLISHED).order_by("matter_id").values_list(*COLUMNS)[:1]
    ),
    wanted=str,
)


def _why_not(wanted: Q) -> NotFound | NotInForce:
    ended = MatterVersion.objects.filter(wanted, state__in=(SUSPENDED, WITHDRAWN)).order_by("matter_id", "-number")
    row = ended.values_list("matter_id", "matter__name", "matter__department__name", "state").first()
    if row is None:
        return NotFound("这个事项", "请核对事项名称或编码，也可到咨询台询问。")
    matter_id, name, department, state = row
    return NotInForce(open_notice(matter_id) or PublicNotice(state, name, department))


def open_notice(matter_id: int) -> PublicNotice | None:
    """Return what the public is told about a matter now: announced for a later day, or in effect (one statement)."""
    rows = MatterNotice.objects.filter(matter_id=matter_id, lifted_at=None)
    row = rows.select_related("matter__department").first()
    return _told(row) if row is not None else None


def announced_notices(keys: Iterable[str]) -> dict[str, PublicNotice]:
    """Return by matter what is announced for a later day and not in effect yet (one statement)."""
    rows = MatterNotice.objects.filter(matter__key__in=list(keys), lifted_at=None, begun_at=None)
    return {row.matter.key: _told(row) for row in rows.select_related("matter__department")}


def _told(row: MatterNotice) -> PublicNotice:
    name, department = row.matter.name, row.matter.department.name
    return PublicNotice(row.kind, name, department, row.text, row.instead, row.legal_basis, row.since, row.until)


def withdrawn_named(text: str, most: int = 5) -> list[tuple[str, PublicNotice]]:
    """Return key and notice of withdrawn matters whose name has what was typed, so that people read where it went (one statement)."""
    rows = MatterNotice.objects.filter(kind=WITHDRAWAL, lifted_at=None, matter__name__icontains=text)
    return [
        (row.matter.key, _told(row)) for row in rows.select_related("matter__department").order_by("-begun_at")[:most]
    ]


def notices_of(key: str) -> QuerySet[MatterNotice]:
    """Return every notice of a matter, the newest first."""
    return MatterNotice.objects.filter(matter__key=key).order_by("-pk")


def latest_version(key: str) -> PublishedMatter:
    """Return the newest version of a matter that was published, in force or not (one statement, and one more for a spec not read yet).

    :raises NotFound: when there is no such matter.
    """
    found = _first(MatterVersion.objects.filter(matter__key=key, number__isnull=False).order_by("-number"))
    if found is None:
        raise NotFound("这个事项", "请从事项列表中选择。")
    return found


def versions_in_force(matter_ids: Iterable[int]) -> list[PublishedMatter]:
    """Return the versions in force of several matters, in the order asked for (one statement, and one more for specs not read yet)."""
    wanted = list(matter_ids)
    rows = list(MatterVersion.objects.filter(matter__in=wanted, state=PUBLISHED).values_list(*COLUMNS))
    specs = specs_of(row[2] for row in rows)
    made = {row[0]: _published(row, specs[row[2]]) for row in rows}
    return [made[pk] for pk in wanted if pk in made]


def authorities(department_ids: Iterable[int]) -> dict[int, Authority]:
    """Return the competent authorities by id, with their divisions (two statements)."""
    names = division_names()
    return {
        unit.pk: Authority(unit.key, unit.name, unit.division_id, names.get(unit.division_id, ""))
        for unit in departments_by_id(department_ids)
    }


def events_of(keys: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Return key and name of the life events that each matter belongs to (one statement)."""
    wanted, found = set(keys), dict[str, list[tuple[str, str]]]()
    for event in life_events():
        for key in event.content.get("matters") or ():
            if key in wanted:
                found.setdefault(key, []).append((event.key, event.name))
    return found


def _first(rows: QuerySet[MatterVersion]) -> PublishedMatter | None:
    row = rows.values_list(*COLUMNS).first()
    if row is None:
        return None
    return _published(row, spec_of(row[2]))


def _published(row: tuple[Any, ...], spec: MatterSpec) -> PublishedMatter:
    matter_id, key, version_id, number, department_id, department_name, code = row
    return PublishedMatter(matter_id, key, version_id, number or 0, department_id, department_name, code, spec)


def matter_keys_in_use(keys: Iterable[str]) -> set[str]:
    """Return those of the keys under which something was published (one statement)."""
    numbered = MatterVersion.objects.filter(matter__key__in=list(keys), number__isnull=False)
    return set(numbered.values_list("matter__key", flat=True))


def published_versions() -> list[int]:
    """Return the ids of all versions in force, in order."""
    return list(MatterVersion.objects.filter(state=PUBLISHED).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class MatterStanding:
    """How a matter stands: its newest published version with number, state and content hash, its department, and where it is received."""

    key: str
    name: str
    department_id: int
    department: str
    division: str
    version_id: int
    number: int
    state: str
    content_hash: str


def matter_standings() -> list[MatterStanding]:
    """Return how every matter stands that was ever published (one statement)."""
    newest = MatterVersion.objects.filter(matter=OuterRef("matter"), number__isnull=False).order_by("-number")
    rows = MatterVersion.objects.filter(pk=Subquery(newest.values("pk")[:1])).order_by("matter__key")
    received_in = Coalesce("matter__department__served_in_id", "matter__department__division_id")
    department = ("matter__department_id", "matter__department__name", received_in)
    columns = ("matter__key", "matter__name", *department, "pk", "number", "state", "content_hash")
    return [MatterStanding(*row) for row in rows.values_list(*columns)]


def contents_in_force(key: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Return content hash and document of the versions in force, of one matter or of all, in order of the matters' keys."""
    rows = MatterVersion.objects.filter(state=PUBLISHED).order_by("matter__key")
    rows = rows.filter(matter__key=key) if key else rows
    return list(rows.values_list("content_hash", "spec"))


def search(text: str, limit: int = 10) -> list[Found]:
    """Return the matters that answer a query best; the index follows publications and the synonym list by itself.

    One statement while nothing was published or renamed since the last search of the process.
    """
    return _Held.at(search_revision()).find(text, limit)


def search_revision() -> int:
    """Return how often something was published, renamed or given an everyday word: an index built at it is still true (one statement)."""
    return SearchRevision.objects.filter(pk=REVISION_ROW).values_list("revision", flat=True).first() or 0


class _Held:
    """The process's search index and the revision it was built at; built by one thread while others wait."""

    _lock = Lock()
    _index: SearchIndex | None = None
    _revision = -1

    @classmethod
    def at(cls, revision: int) -> SearchIndex:
        """Return the index as of a revision."""
        index = cls._index
        if index is None or cls._revision != revision:
            with cls._lock:
                if cls._index is None or cls._revision != revision:
                    cls._index, cls._revision = _build(), revision
                index = cls._index
        return index


def _build() -> SearchIndex:
    # What is suspended is found with its mark, so that people read the notice; what is withdrawn is not offered any more.
    rows = (
        MatterVersion.objects.filter(state__in=(PUBLISHED, SUSPENDED))
        .order_by("matter__key")
        .values_list("pk", "matter__department__name", "state")
    )
    matters = [
        replace(_searchable(version), department=department, mark=TITLES.get(state, ""))
        for version, department, state in rows
    ]
    return build_index(matters, list(Synonym.objects.values_list("everyday", "official")))


@lru_cache(maxsize=100_000)
def _searchable(version_id: int) -> Searchable:
    return searchable(spec_of(version_id))


def matters() -> QuerySet[Matter]:
    """Return all matters that were ever published, with department and their newest version's number, state and day as annotations."""
    newest = MatterVersion.objects.filter(matter=OuterRef("pk"), number__isnull=False).order_by("-number")
    annotated = Matter.objects.select_related("department").annotate(
        version=Subquery(newest.values("number")[:1]),
        state=Subquery(newest.values("state")[:1]),
        published_at=Subquery(newest.values("published_at")[:1]),
    )
    return annotated.filter(version__isnull=False)


def published_matters() -> QuerySet[Matter]:
    """Return the matters that can be applied for now, with their department."""
    in_force = MatterVersion.objects.filter(matter=OuterRef("pk"), state=PUBLISHED)
    return Matter.objects.filter(Exists(in_force)).select_related("department")


def matter_for(key: str) -> Matter:
    """Return a matter with its department, published or not.

    :raises NotFound: when there is none of that key.
    """
    matter = matters().filter(key=key).first()
    if matter is None:
        raise NotFound("这个事项", "请从事项列表中选择。")
    return matter


def versions_of(key: str) -> QuerySet[MatterVersion]:
    """Return the versions of a matter that were published, without their specs, newest first."""
    return MatterVersion.objects.filter(matter__key=key, number__isnull=False).defer("spec").order_by("-number")


def numbered_version(key: str, number: int) -> PublishedMatter:
    """Return one published version of a matter by its number, in force or not.

    :raises NotFound: when there is none of that number.
    """
    found = _first(MatterVersion.objects.filter(matter__key=key, number=number))
    if found is None:
        raise NotFound(f"第 {number} 版", "请从版本列表中选择。")
    return found


def version_for(version_id: int) -> PublishedMatter:
    """Return one version, published or a candidate (`number` 0), with its spec.

    :raises NotFound: when there is none of that id.
    """
    found = _first(MatterVersion.objects.filter(pk=version_id))
    if found is None:
        raise NotFound("这个版本", "请从版本列表中选择。")
    return found


def synonyms() -> QuerySet[Synonym]:
    """Return the synonyms in force."""
    return Synonym.objects.all()


def life_events() -> QuerySet[LifeEventContent]:
    """Return the life events kept as content."""
    return LifeEventContent.objects.order_by("key")


def matter_names() -> list[tuple[str, str]]:
    """Return key and name of every matter that was ever published, by name (one statement)."""
    numbered = MatterVersion.objects.filter(matter=OuterRef("pk"), number__isnull=False)
    return list(Matter.objects.filter(Exists(numbered)).order_by("name").values_list("key", "name"))


def matter_id_of(key: str) -> int:
    """Return the id of a matter, whatever version is in force (one statement).

    :raises NotFound: when there is none of that key.
    """
    found = Matter.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("这个事项", "请从事项列表中选择。")
    return found


def matter_revision(key: str) -> int | None:
    """Return how often something was recorded of a matter, for a page whose act must not meet a change; None without such a matter."""
    return Matter.objects.filter(key=key).values_list("chain_seq", flat=True).first()
