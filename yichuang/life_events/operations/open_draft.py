"""Begin a draft of a life event: from a list of matters, or from the version in force (S2-25, S2-26)."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import LifeEventDraftOpened
from yichuang.life_events.models import LifeEvent, LifeEventDraft, LifeEventRevision, LifeEventVersion
from yichuang.life_events.queries import versions_of
from yichuang.life_events.queries.composing import (
    WRITE,
    ground_of,
    matters_in,
    matters_to_compose,
    open_life_event_draft_of,
)
from yichuang.life_events.rules.drafting import MOST_MEMBERS, STATE_NAMES
from yichuang.life_events.rules.merging import Frame, member_ids, propose
from yichuang.life_events.rules.spec import RESERVED, LifeEventSpec
from yichuang.life_events.rules.whole import prove_whole, stops
from yichuang.organizations.queries import department as department_of
from yichuang.organizations.queries import departments, find_department

KEPT, TITLE = "没有新建草稿。", "没有新建"
_KEY = re.compile(r"[a-z][a-z0-9_]{1,38}")


@unit_of_work()
def open_life_event_draft(
    actor: Actor,
    key: str,
    name: str,
    matters: Sequence[str],
    now: datetime,
    why: str = "",
    department_id: int | None = None,
) -> LifeEventDraft:
    """Begin a draft from matters in force, merged as far as they are the same, and return it.

    `key` empty: one is made; `department_id`: the lead department, that of the first matter where nobody says.

    :raises NotAllowed: where the actor may not compose for the lead department; Refused 422 for a name, key or matter that cannot be
        used, 409 when the life event or an open draft of that key is there already.
    """
    name, key = " ".join(name.split()), key.strip() or _made_key(name, matters)
    _usable(name, key, matters)
    found = matters_to_compose(matters)
    first = next(iter(found.values()))
    lead = find_department(department_id or first.department_id)
    if lead is None:
        reason = Reason("department", "没有这个牵头部门。", "department", kept=KEPT, todo="请从列表中选择部门。")
        raise Refused(reason, status=422, title=TITLE)
    policies.demand(actor, WRITE, policies.place_of(lead), "编排")
    if LifeEvent.objects.filter(key=key).exists():
        reason = Reason(
            "key_taken", f"已有标识为“{key}”的一件事。", "key", "S2-26", KEPT, "请从它编写下一版，或换一个标识。"
        )
        raise Refused(reason, title=TITLE)
    ids = member_ids(list(found))
    spec = propose(Frame(key, name, (lead.key,)), {ids[one]: (row.number, row.spec) for one, row in found.items()})
    return _open(actor, lead, spec, None, why, now)


@unit_of_work()
def open_next_life_event_draft(*, actor: Actor, key: str, now: datetime, why: str = "") -> LifeEventDraft:
    """Begin the next version of a life event from its newest one, and return the draft.

    :raises NotFound: without such a life event; NotAllowed; Refused 409 when there is an open draft already.
    """
    version = versions_of(key).select_related("life_event").first()
    if version is None:
        raise NotFound("这件“一件事”", "请从一件事列表中选择。")
    lead = department_of(version.life_event.department_id)
    policies.demand(actor, WRITE, policies.place_of(lead), "编排")
    return _open(actor, lead, LifeEventSpec.model_validate(version.spec), version, why, now)


def _usable(name: str, key: str, matters: Sequence[str]) -> None:
    reasons = []
    if not 2 <= len(name) <= 80:
        reasons.append(Reason("name", "名称应为 2 至 80 个字。", "name", "S2-25", KEPT, "请填写群众叫得出的名称。"))
    if not _KEY.fullmatch(key) or key in RESERVED:
        said = "标识应由小写字母、数字、下划线组成，以字母开头，2 至 39 个字符，不用 compose、results。"
        reasons.append(Reason("key", said, "key", kept=KEPT, todo="请修改标识，或留空由系统生成。"))
    if not 1 <= len(set(matters)) <= MOST_MEMBERS:
        said = f"应选择 1 至 {MOST_MEMBERS} 个事项，现在是 {len(set(matters))} 个。"
        reasons.append(Reason("matters", said, "matters", "S2-25", KEPT, "请从列表中选择要一起办的事项。"))
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)


def _made_key(name: str, matters: Sequence[str]) -> str:
    return "le_" + hashlib.sha256(f"{name}:{'、'.join(matters)}".encode()).hexdigest()[:10]


def _open(
    actor: Actor, lead: Any, spec: LifeEventSpec, version: LifeEventVersion | None, why: str, now: datetime
) -> LifeEventDraft:
    other = open_life_event_draft_of(spec.key)
    if other is not None:
        said = f"“{other.name}”已有一份{STATE_NAMES[other.state]}（{other.updated_by_name}，{other.updated_at:%Y-%m-%d}）。"
        todo = "请在那一份上继续，或先将其作废。"
        raise Refused(Reason("draft_open", said, "key", "S2-26", KEPT, todo), title=TITLE)
    document = spec.model_dump(mode="json", by_alias=True)
    draft = LifeEventDraft(
        key=spec.key,
        name=spec.name,
        department_id=lead.pk,
        concerned=departments_concerned(spec, lead.pk),
        document=document,
        base_version=version,
        why=why.strip()[:300],
        errors=count_faults(spec, now),
        created_at=now,
        created_by_name=actor.name,
        updated_at=now,
        updated_by_id=actor.id,
        updated_by_name=actor.name,
    )
    matters = [member.matter for member in spec.members]
    number = version.number if version else 0
    event = LifeEventDraftOpened(key=spec.key, name=spec.name, matters=matters, from_version=number, why=draft.why)
    ledger.write(draft, event, actor=actor, at=now)
    keep_life_event_revision(draft, actor, now, f"从第 {number} 版开始" if version else "由事项合成")
    return draft


def departments_concerned(spec: LifeEventSpec, lead: int) -> list[int]:
    """Return the ids of the departments that a life event concerns: the lead, those named as leading with it, and every member's."""
    named = {one.pk for one in departments() if one.key in spec.lead_departments}
    return sorted({lead, *named, *(found.department_id for found in matters_in(spec).values())})


def count_faults(spec: LifeEventSpec, now: datetime) -> int:
    """Return how many findings stop publication now."""
    return len(stops(prove_whole(spec, ground_of(spec, day_of(now)))))


def keep_life_event_revision(draft: LifeEventDraft, actor: Actor, now: datetime, note: str) -> None:
    """Keep a draft's document as it is now, under its number."""
    LifeEventRevision.objects.create(
        draft=draft,
        number=draft.revision,
        document=draft.document,
        note=note[:120],
        at=now,
        author_id=actor.id,
        author_name=actor.name,
    )
