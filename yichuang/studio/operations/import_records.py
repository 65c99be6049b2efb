"""Open drafts for published matters of another place, thousands at a time: all in one transaction, in portions of inserts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yichuang.catalog.queries import matter_keys_in_use
from yichuang.foundations import jobs, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import department_by_key
from yichuang.studio import policies
from yichuang.studio.events import DraftOpened
from yichuang.studio.models import Draft
from yichuang.studio.operations.keep_revision import begin_history
from yichuang.studio.rules.foreign.records import Record
from yichuang.studio.rules.keys import key_for
from yichuang.studio.rules.states import OPEN_STATES

PORTION = 500
JUDGED_AT_ONCE = 100


@dataclass
class Imported:
    """What became of the records: how many drafts were opened, and those whose matter has a draft or a version already."""

    opened: int = 0
    there_already: list[Record] = field(default_factory=list)


@unit_of_work()
def import_records(
    *, actor: Actor, department_key: str, records: Sequence[Record], source: str, now: datetime
) -> Imported:
    """Open a draft for every record that has none and return what became of all; records keep their key when imported again.

    :raises NotAllowed: outside the actor's department; Refused 422 without any record (importing nothing is not a success).
    """
    department = department_by_key(department_key)
    policies.demand(actor, "draft.write", department, "导入草稿")
    if not records:
        reason = Reason("nothing", "文件里没有任何事项。", kept="没有导入。", todo="请核对文件和 --format。")
        raise Refused(reason, status=422, title="没有导入")
    by_key = _keyed(records)
    known = matter_keys_in_use(by_key) | _with_open_drafts(by_key)
    outcome = Imported(there_already=[record for key, record in by_key.items() if key in known])
    fresh = [(key, record) for key, record in by_key.items() if key not in known]
    for portion in _portions(fresh):
        drafts = [_draft(key, record, department, source, actor, now) for key, record in portion]
        _write(drafts, actor, now)
        outcome.opened += len(drafts)
    return outcome


def _keyed(records: Sequence[Record]) -> dict[str, Record]:
    """Give every record a key of its own, the same at each import; a code that stands twice in the file is told apart by its place."""
    found: dict[str, Record] = {}
    for record in records:
        key = key_for(record.name, record.code)
        if key in found:
            key = key_for(record.name, f"{record.code}#{record.number}")
        found[key] = record
    return found


def _with_open_drafts(keys: dict[str, Record]) -> set[str]:
    return set(Draft.objects.filter(key__in=list(keys), state__in=OPEN_STATES).values_list("key", flat=True))


def _portions(rows: Sequence[tuple[str, Record]]) -> Iterator[Sequence[tuple[str, Record]]]:
    for start in range(0, len(rows), PORTION):
        yield rows[start : start + PORTION]


def _draft(key: str, record: Record, department: Any, source: str, actor: Actor, now: datetime) -> Draft:
    document = record.document | {"key": key, "department": department.key}
    document["situations"] = [{"id": "S1", "name": record.name, "axis": "content"}]
    return Draft(
        key=key,
        name=record.name[:200],
        basic_code=document["codes"]["basic"][:12],
        department=department,
        document=document,
        origin="import",
        origin_note=f"{source} · {record.source}"[:200],
        created_at=now,
        created_by_id=actor.id,
        created_by_name=actor.name,
        updated_at=now,
        updated_by_id=actor.id,
        updated_by_name=actor.name,
    )


def _write(drafts: list[Draft], actor: Actor, now: datetime) -> None:
    events = [DraftOpened(key=draft.key, name=draft.name, origin=draft.origin, from_version=0) for draft in drafts]
    judging = [
        jobs.Later(
            "studio.count_findings", {"drafts": [str(draft.pk) for draft in drafts[start : start + JUDGED_AT_ONCE]]}
        )
        for start in range(0, len(drafts), JUDGED_AT_ONCE)
    ]
    ledger.write_new(list(zip(drafts, events, strict=True)), actor=actor, at=now, later=judging)
    begin_history(drafts)
