"""Reads of published matters. A version is immutable, so its spec is cached in the process without invalidation."""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max

from yichuang.catalog.indexing import build_index, searchable
from yichuang.catalog.models import PUBLISHED, MatterVersion, Synonym
from yichuang.catalog.rules.search import Found, SearchIndex
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.problems import NotFound


@dataclass(frozen=True)
class PublishedMatter:
    """The version of a matter under which cases are received now."""

    matter_id: int
    key: str
    version_id: int
    number: int
    department_id: int
    department_name: str
    department_code: str
    spec: MatterSpec


@lru_cache(maxsize=4096)
def spec_of(version_id: int) -> MatterSpec:
    """Return the spec of a version (one statement the first time a process needs it)."""
    return MatterSpec.model_validate(MatterVersion.objects.values_list("spec", flat=True).get(pk=version_id))


def published(key: str) -> PublishedMatter:
    """Return the version of a matter that is in force (one statement, and the spec once a process).

    :raises NotFound: when there is none.
    """
    row = (
        MatterVersion.objects.filter(matter__key=key, state=PUBLISHED)
        .values_list(
            "matter_id", "pk", "number", "matter__department_id", "matter__department__name", "matter__department__code2"
        )
        .first()
    )
    if row is None:
        raise NotFound("这个事项", "请核对事项编码，或查看该事项是否已暂停。")
    matter_id, version_id, number, department_id, department_name, code = row
    return PublishedMatter(
        matter_id=matter_id,
        key=key,
        version_id=version_id,
        number=number,
        department_id=department_id,
        department_name=department_name,
        department_code=code,
        spec=spec_of(version_id),
    )


def published_versions() -> list[int]:
    """Return the ids of all versions in force, in order."""
    return list(MatterVersion.objects.filter(state=PUBLISHED).order_by("pk").values_list("pk", flat=True))


def search(text: str, limit: int = 10) -> list[Found]:
    """Return the matters that answer a query best; the index follows publications and the synonym list by itself."""
    versions = published_versions()
    synonyms = Synonym.objects.aggregate(last=Max("pk"))["last"] or 0
    return _index(tuple(versions), synonyms).find(text, limit)


@lru_cache(maxsize=2)
def _index(versions: tuple[int, ...], synonyms: int) -> SearchIndex:
    pairs = list(Synonym.objects.values_list("everyday", "official"))
    return build_index([searchable(spec_of(version)) for version in versions], pairs)
