"""Begin a draft: blank, as the next version of a published matter, or from a document that an import or an adjustment brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.catalog.queries import PublishedMatter, latest_version, matter_keys_in_use
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import find_department
from yichuang.studio import policies
from yichuang.studio.events import DraftOpened
from yichuang.studio.models import Draft
from yichuang.studio.operations.keep_revision import begin_history
from yichuang.studio.rules.blank import blank_document
from yichuang.studio.rules.keys import key_for
from yichuang.studio.rules.states import OPEN_STATES, STATE_NAMES

KEPT = "没有新建草稿。"


@dataclass(frozen=True)
class Beginning:
    """How a draft begins: blank, next version, import or adjustment; a note for people; the document, where there is one."""

    origin: str = "blank"
    note: str = ""
    document: Mapping[str, Any] | None = None


@unit_of_work()
def open_draft(
    *, actor: Actor, department_id: int, name: str, now: datetime, beginning: Beginning = Beginning(), seed: str = ""
) -> Draft:
    """Begin the draft of a new matter and return it; `seed` tells equal names apart and makes the key repeatable.

    :raises NotAllowed: outside the actor's department; Refused 422 without a name, 409 when the key has an open draft or a matter.
    """
    department = _department(department_id)
    policies.demand(actor, "draft.write", department, "新建草稿")
    name = " ".join(name.split())
    if not 2 <= len(name) <= 200:
        reason = Reason(
            "name", "事项名称应为 2 至 200 个字。", field="name", rule="S2-9", kept=KEPT, todo="请填写事项名称。"
        )
        raise Refused(reason, status=422, title="没有新建")
    key = key_for(name, seed or f"{department.key}:{name}:{now.isoformat()}")
    if key in matter_keys_in_use([key]):
        reason = Reason("key_taken", f"“{name}”已经是已发布的事项。", kept=KEPT, todo="请从该事项新建下一版。")
        raise Refused(reason, title="没有新建")
    document = dict(beginning.document or blank_document(key=key, name=name, department=department.key))
    document |= {"key": key, "name": name, "department": department.key}
    return _open(actor, department, document, beginning, None, now)


@unit_of_work()
def open_next_version(
    *, actor: Actor, matter_key: str, now: datetime, origin: str = "version", note: str = "", act: str = "draft.write"
) -> Draft:
    """Begin the next version of a matter from its latest published, suspended or withdrawn one, and return the draft.

    `act` is the right by which it is opened: whoever decides an adjustment opens the draft for those who write it.

    :raises NotFound: without such a matter; NotAllowed outside the actor's department; Refused 409 when there is an open draft already.
    """
    version = latest_version(matter_key)
    department = _department(version.department_id)
    policies.demand(actor, act, department, "编写下一版")
    document = version.spec.model_dump(mode="json", by_alias=True)
    beginning = Beginning(origin, note or f"第 {version.number} 版")
    return _open(actor, department, document, beginning, version, now)


def _department(department_id: int) -> Any:
    department = find_department(department_id)
    if department is None:
        reason = Reason("department", "没有这个部门。", field="department", kept=KEPT, todo="请从列表中选择部门。")
        raise Refused(reason, status=422, title="没有新建")
    return department


def _open(
    actor: Actor,
    department: Any,
    document: dict[str, Any],
    beginning: Beginning,
    version: PublishedMatter | None,
    now: datetime,
) -> Draft:
    key = document["key"]
    other = Draft.objects.select_for_update(of=("self",)).filter(key=key, state__in=OPEN_STATES).first()
    if other is not None:
        said = f"“{other.name}”已有一份{STATE_NAMES[other.state]}（{other.updated_by_name}，{other.updated_at:%Y-%m-%d}）。"
        reason = Reason("draft_open", said, rule="S2-26", kept=KEPT, todo="请在那一份上继续，或先将其作废。")
        raise Refused(reason, title="没有新建")
    draft = Draft(
        key=key,
        name=document["name"],
        basic_code=str((document.get("codes") or {}).get("basic") or "")[:12],
        department_id=department.pk,
        document=document,
        base_version_id=version.version_id if version else None,
        origin=beginning.origin,
        origin_note=beginning.note[:200],
        created_at=now,
        created_by_id=actor.id,
        created_by_name=actor.name,
        updated_at=now,
        updated_by_id=actor.id,
        updated_by_name=actor.name,
    )
    event = DraftOpened(
        key=key, name=draft.name, origin=beginning.origin, from_version=version.number if version else 0
    )
    ledger.write(draft, event, actor=actor, at=now)
    begin_history([draft])
    return draft
