"""Import the demonstration content: matters into published versions, synonyms, life events; with a report of every row."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.catalog import policies
from yichuang.catalog.events import LifeEventKept, SynonymAdded
from yichuang.catalog.models import LifeEventContent, Synonym
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.catalog.queries.dictionary import dictionary
from yichuang.catalog.rules.demo_conversion import ConversionReport, convert_matter
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def import_content(
    *, actor: Actor, documents: Mapping[str, Mapping[str, Any]], readings: Mapping[str, Any], now: datetime
) -> ConversionReport:
    """Publish every matter of the documents (file name to parsed YAML) whose content changed; return the report of all rows.

    :raises Refused: 422 when there is no matter among them (importing nothing is not a success), and as `load_version` does.
    """
    report = ConversionReport()
    matters = {name: document for name, document in documents.items() if document.get("kind") == "matter"}
    if not matters:
        reason = Reason("nothing", "没有找到任何事项内容。", kept="没有导入。", todo="请核对导入的文件夹。")
        raise Refused(reason, status=422, title="没有导入")
    known = dictionary()
    for name, document in matters.items():
        spec, converted = convert_matter(name, document, readings, known)
        report.add(converted)
        load_version(actor=actor, spec=spec, now=now)
    return report


@unit_of_work()
def import_synonyms(*, actor: Actor, rows: Iterable[Mapping[str, str]], now: datetime) -> int:
    """Add the synonyms (`everyday`, `official`) that are not there yet; return how many were added."""
    policies.demand(actor, "synonym.manage", None, "维护同义词")
    known = set(Synonym.objects.values_list("everyday", "official"))
    fresh = [pair for pair in dict.fromkeys((row["everyday"], row["official"]) for row in rows) if pair not in known]
    Synonym.objects.bulk_create(Synonym(everyday=everyday, official=official) for everyday, official in fresh)
    if fresh:
        events = [SynonymAdded(everyday=everyday, official=official) for everyday, official in fresh]
        revise_search(*events, actor=actor, now=now)
    return len(fresh)


@unit_of_work()
def import_life_events(*, actor: Actor, packages: Iterable[Mapping[str, Any]], now: datetime) -> int:
    """Keep the life events (一件事) as content; return how many are new or changed."""
    policies.demand(actor, "matter.publish", None, "维护一件事")
    known = {event.key: event for event in LifeEventContent.objects.select_for_update()}
    changed = 0
    for package in packages:
        row = known.get(package["key"])
        if row is not None and row.content == dict(package):
            continue
        columns = None if row is None else ["name", "content"]
        row = row or LifeEventContent(key=package["key"])
        row.name, row.content = package["name"], dict(package)
        ledger.write(row, LifeEventKept(key=row.key, name=row.name), actor=actor, at=now, update_fields=columns)
        changed += 1
    return changed
