"""Save a draft of a life event: on the latest state as it is, on an older one merged with what colleagues saved meanwhile (S2-24).

The page saves by itself a moment after each change; such a save is a revision like any other, but no event of the ledger.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.life_events import policies
from yichuang.life_events.events_composing import LifeEventDraftSaved
from yichuang.life_events.models import LifeEventDraft, LifeEventRevision
from yichuang.life_events.operations.open_draft import count_faults, departments_concerned, keep_life_event_revision
from yichuang.life_events.queries.composing import WRITE, life_event_revision, lock_life_event_draft, specs_in
from yichuang.life_events.rules import conflict_words
from yichuang.life_events.rules.changes import changes
from yichuang.life_events.rules.drafting import BY_ITSELF, DRAFT, LONGEST_DOCUMENT, MOST_MEMBERS, STATE_NAMES
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.studio.rules.merge import NOTHING_SETTLED, Conflict, Merging, merge

KEPT = "您的修改没有丢失，还在页面上；已保存的文稿没有改动。"
TITLE = "没有保存"


@dataclass(frozen=True)
class SavedDraft:
    """What a save made: the draft at its new revision, and whether a colleague's work was merged in."""

    draft: LifeEventDraft
    merged: bool


@unit_of_work()
def save_life_event_draft(
    *,
    actor: Actor,
    draft_id: uuid.UUID | str,
    document: Any,
    base_revision: int,
    now: datetime,
    note: str = "",
    explicit: bool = True,
    merging: Merging = NOTHING_SETTLED,
) -> SavedDraft:
    """Save a draft's document; saving the same once more changes nothing. `explicit`: by the author's own decision.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 422 when the document cannot be read, 409 when the draft is
        not being written, or with `conflicts` and both versions when a colleague changed the same places.
    """
    draft = lock_life_event_draft(actor, draft_id)
    demand_writable(actor, draft)
    read_document(document)
    # Which life event it is does not change by what somebody types.
    given = {**document, "key": draft.key, "schema": "life_event/v1"}
    whole, merged = _merged(draft, given, base_revision, merging)
    spec = read_document(whole)
    usual = "已合并同事的修改" if merged else "" if explicit else BY_ITSELF
    keep(draft, spec, actor, now, note or usual, explicit)
    return SavedDraft(draft, merged)


@unit_of_work()
def restore_life_event_draft(*, actor: Actor, draft_id: uuid.UUID | str, number: int, now: datetime) -> LifeEventDraft:
    """Go back to an earlier state of a draft: it becomes a new revision, and what stood there meanwhile stays in the history.

    :raises NotFound: without such a draft or revision; NotAllowed; Refused 409 when it is not being written.
    """
    draft = lock_life_event_draft(actor, draft_id)
    demand_writable(actor, draft)
    spec = read_document(life_event_revision(draft, number).document)
    keep(draft, spec, actor, now, f"恢复到第 {number} 稿")
    return draft


def keep(
    draft: LifeEventDraft, spec: LifeEventSpec, actor: Actor, now: datetime, note: str, explicit: bool = True
) -> None:
    """Write a locked draft's next revision, where anything has changed; the ledger is told what an author decided to save."""
    document = spec.model_dump(mode="json", by_alias=True)
    event = LifeEventDraftSaved(key=draft.key, revision=draft.revision, note=note)
    if document == draft.document:
        if explicit and _by_itself(draft):
            LifeEventRevision.objects.filter(draft=draft, number=draft.revision).update(note=note)
            ledger.write(draft, event, actor=actor, at=now, update_fields=[])
        return
    draft.document, draft.name, draft.revision = document, spec.name, draft.revision + 1
    draft.concerned, draft.errors = departments_concerned(spec, draft.department_id), count_faults(spec, now)
    draft.updated_at, draft.updated_by_id, draft.updated_by_name = now, actor.id, actor.name
    fields = [
        "document", "name", "revision", "concerned", "errors", "updated_at", "updated_by_id", "updated_by_name",
    ]  # fmt: skip
    if explicit:
        event = LifeEventDraftSaved(key=draft.key, revision=draft.revision, note=note)
        ledger.write(draft, event, actor=actor, at=now, update_fields=fields)
    else:
        draft.save(update_fields=fields)
    keep_life_event_revision(draft, actor, now, note)


def _by_itself(draft: LifeEventDraft) -> bool:
    return LifeEventRevision.objects.filter(draft=draft, number=draft.revision, note=BY_ITSELF).exists()


def demand_writable(actor: Actor, draft: LifeEventDraft) -> None:
    """Let the actor go on only where he may write the draft and it is being written.

    :raises NotAllowed: outside his department; Refused 409 while it is examined, published or given up.
    """
    policies.demand(actor, WRITE, policies.place_of(draft.department), "编排")
    if draft.state != DRAFT:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不能修改。"
        raise Refused(Reason("state", said, rule="S2-21", kept=KEPT, todo="请先撤回到草稿，或等退回。"), title=TITLE)


def read_document(document: Any) -> LifeEventSpec:
    """Return a document as a spec.

    :raises Refused: 422 with every reason why it is none.
    """
    todo = "请按提示改正后再保存。"
    try:
        size = len(json.dumps(document, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        size = LONGEST_DOCUMENT + 1
    if not isinstance(document, Mapping) or size > LONGEST_DOCUMENT:
        reason = Reason("unreadable", "文稿不是一份可以读取的一件事，或者过大。", "document", kept=KEPT, todo=todo)
        raise Refused(reason, status=422, title=TITLE)
    try:
        spec = LifeEventSpec.model_validate(document)
    except ValidationError as wrong:
        reasons = [Reason("unreadable", _said(one), "document", kept=KEPT, todo=todo) for one in wrong.errors()[:20]]
        raise Refused(*reasons, status=422, title=TITLE) from wrong
    if len(spec.members) > MOST_MEMBERS:
        reason = Reason("members", f"联办事项最多 {MOST_MEMBERS} 个。", "members", kept=KEPT, todo="请去掉一些事项。")
        raise Refused(reason, status=422, title=TITLE)
    return spec


def _said(error: Any) -> str:
    """Return what is wrong in Chinese: our own sentence, or the place that cannot be read."""
    where = ".".join(str(part) for part in error["loc"] if part != "function-after")
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f"“{where or '文稿'}”缺少内容或写法不对。"


def _merged(draft: LifeEventDraft, given: dict[str, Any], base: int, merging: Merging) -> tuple[dict[str, Any], bool]:
    if merging.grown_from is None and base == draft.revision:
        return given, False
    grown_from = _grown_from(draft, base, merging)
    choices = merging.choices if merging.against == draft.revision else {}
    if conflict_words.WHOLE in choices:
        mine = choices[conflict_words.WHOLE] == "mine"
        return (given, False) if mine else (draft.document, draft.document != given)
    found = merge(grown_from, draft.document, given, choices)
    if found.conflicts or not _readable(found.document):
        raise _conflicting(draft, grown_from, given, found.conflicts)
    return found.document, found.document != given


def _grown_from(draft: LifeEventDraft, base: int, merging: Merging) -> Mapping[str, Any]:
    """Return the state that an author's document grew from; of a thinned history the one kept before it will do.

    :raises Refused: 422 when there never was such a state.
    """
    if merging.grown_from is not None:
        read_document(merging.grown_from)
        return {**merging.grown_from, "key": draft.key, "schema": "life_event/v1"}
    rows = LifeEventRevision.objects.filter(draft=draft, number__lte=base).order_by("-number")
    row = rows.first() if 0 < base <= draft.revision else None
    if row is None:
        said = f"没有第 {base} 稿，不知道您的修改从哪里开始。"
        reason = Reason("base", said, "base_revision", kept=KEPT, todo="请刷新页面后重做。")
        raise Refused(reason, status=422, title=TITLE)
    document: Mapping[str, Any] = row.document
    return document


def _readable(document: Any) -> bool:
    try:
        LifeEventSpec.model_validate(document)
    except ValidationError:
        return False
    return True


def _conflicting(draft: LifeEventDraft, base: Mapping[str, Any], mine: Any, found: tuple[Conflict, ...]) -> Refused:
    """Return the refusal that names who saved meanwhile, says what each changed, and asks place by place."""
    before, theirs, own = (LifeEventSpec.model_validate(one) for one in (base, draft.document, mine))
    names = {key: one.name for both in (theirs, own) for key, one in specs_in(both).items()}
    said = {side: changes(before, one, names) for side, one in (("theirs", theirs), ("mine", own))}
    places = [conflict_words.shown(one, base, draft.document, mine, names) for one in found]
    places = places or [conflict_words.whole(before, theirs, own, names)]
    reason = Reason(
        "conflict",
        f"{draft.updated_by_name}刚刚保存了第 {draft.revision} 稿，和您改了同样的地方。",
        kept="两份修改都在，没有丢失。",
        todo="请看过双方的改动，再决定用哪一份。",
    )
    more = {
        "conflicts": said, "places": places, "revision": draft.revision, "by": draft.updated_by_name, "document": draft.document,
    }  # fmt: skip
    return Refused(reason, title=TITLE, more=more)
