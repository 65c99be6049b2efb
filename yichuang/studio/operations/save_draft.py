"""Save a draft: on the latest state as it is, on an older one merged with what colleagues saved meanwhile (S2-23, issue 3, item 3)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.catalog.queries.choices import type_words
from yichuang.catalog.rules.field_names import label_of
from yichuang.catalog.rules.nodes import by_place, node_words, nodes_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import DraftSaved
from yichuang.studio.models import Draft, DraftRevision
from yichuang.studio.operations.count_findings import note_findings
from yichuang.studio.operations.keep_revision import keep_revision, pin_revision
from yichuang.studio.queries import lock_draft
from yichuang.studio.queries.judging import Judgement, judge
from yichuang.studio.rules.changes import place_of, value_words
from yichuang.studio.rules.documents import unfit
from yichuang.studio.rules.merge import NOTHING_SETTLED, Conflict, Merging, merge
from yichuang.studio.rules.states import DRAFT, STATE_NAMES

KEPT = "您的修改还在页面上，没有丢失；已保存的文稿没有改动。"
TITLE = "没有保存"


@dataclass(frozen=True)
class Saved:
    """What a save made: the draft at its new revision, its document, whether colleagues' work was merged in, and what is wrong with it."""

    draft: Draft
    document: Mapping[str, Any]
    merged: bool
    judgement: Judgement


def save_draft(
    *,
    actor: Actor,
    draft_id: uuid.UUID | str,
    document: Any,
    base_revision: int,
    now: datetime,
    explicit: bool = False,
    note: str = "",
    merging: Merging = NOTHING_SETTLED,
) -> Saved:
    """Save a draft's document and judge it; saving the same once more changes nothing.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not being written, or with `conflicts` when
        colleagues changed the same places; 422 when it cannot be kept.
    """
    faults = unfit(document if merging.grown_from is None else {**document, "grown_from": None})
    if merging.grown_from is not None:
        faults += unfit(merging.grown_from)
    if faults:
        todo = "请删去异常的内容，或把事项拆小后再保存。"
        raise Refused(
            *(Reason("unfit", fault, "document", kept=KEPT, todo=todo) for fault in faults), status=422, title=TITLE
        )
    draft, whole, merged = _save(actor, draft_id, document, base_revision, explicit, note, merging, now)
    return Saved(draft, whole, merged, judged(draft, whole))


def judged(draft: Draft, document: Mapping[str, Any]) -> Judgement:
    """Judge a draft's document and keep what lists and overviews count of it, unless somebody has saved since."""
    found = judge(document)
    note_findings(draft, found)
    return found


@unit_of_work()
def _save(
    actor: Actor, draft_id: Any, given: Any, base: int, explicit: bool, note: str, merging: Merging, now: datetime
) -> tuple[Draft, Any, bool]:
    draft = lock_draft(actor, draft_id)
    demand_writable(actor, draft)
    # Whose and which matter it is does not change by what somebody types.
    given = {**given, "key": draft.key, "department": draft.department.key}
    whole, merged = _merged(draft, given, base, merging)
    if whole != draft.document:
        keep_revision(actor, draft, whole, now, explicit=explicit, note=note or ("已合并同事的修改" if merged else ""))
    elif explicit:
        DraftRevision.objects.filter(draft=draft, number=draft.revision).update(explicit=True, note=note[:120])
    if explicit:
        event = DraftSaved(key=draft.key, name=draft.name, revision=draft.revision, note=note[:120])
        ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return draft, whole, merged


def demand_writable(actor: Actor, draft: Draft) -> None:
    """Let the actor go on only where he may write the draft and it is being written.

    :raises NotAllowed: outside his department; Refused 409 while it is examined, published or given up.
    """
    policies.demand(actor, "draft.write", draft.department, "修改草稿")
    if draft.state != DRAFT:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不能修改。"
        raise Refused(Reason("state", said, kept=KEPT, todo="请先撤回到草稿，或等评审退回。"), title=TITLE)


def _merged(draft: Draft, given: Any, base: int, merging: Merging) -> tuple[Any, bool]:
    if merging.grown_from is None and base == draft.revision:
        return given, False
    grown_from = merging.grown_from
    if grown_from is None:
        # The history is thinned: where the very state is gone, the one kept before it will do, at worst with more to choose.
        rows = DraftRevision.objects.filter(draft=draft, number__lte=base).order_by("-number")
        row = rows.values_list("document", "number").first() if 0 < base <= draft.revision else None
        if row is None:
            said = f"没有第 {base} 稿，不知道您的修改从哪里开始。"
            raise Refused(
                Reason("base", said, "base_revision", kept=KEPT, todo="请刷新页面后重做。"), status=422, title=TITLE
            )
        grown_from, number = row
        pin_revision(draft, number)
    given_base = {**grown_from, "key": draft.key, "department": draft.department.key}
    choices = merging.choices if merging.against == draft.revision else {}
    found = merge(given_base, draft.document, given, choices)
    if found.conflicts:
        raise _conflicting(draft, given_base, given, found.conflicts)
    return found.document, found.document != given


def _conflicting(draft: Draft, base: Any, mine: Any, conflicts: tuple[Conflict, ...]) -> Refused:
    said = f"{draft.updated_by_name}也修改了同样的 {len(conflicts)} 处，需要您选择。"
    reason = Reason("conflict", said, kept="两份修改都在，没有丢失。", todo="请逐处选择“我的”或“同事的”，再保存。")
    shown = [_shown(conflict, base, draft.document, mine) for conflict in conflicts]
    more = {"conflicts": shown, "revision": draft.revision, "by": draft.updated_by_name, "document": draft.document}
    return Refused(reason, title=TITLE, more=more)


def _shown(conflict: Conflict, base: Any, theirs: Any, mine: Any) -> dict[str, Any]:
    """Return a conflict for people: where it is, and the three values in words."""
    place = place_of(conflict.path)
    where = node_words(place, by_place(nodes_of(mine if conflict.mine is not None else theirs)))
    sides = {"base": (conflict.base, base), "theirs": (conflict.theirs, theirs), "mine": (conflict.mine, mine)}
    if conflict.kind in ("deleted", "added"):
        words = {
            side: "已删除" if value is None else node_words(place, by_place(nodes_of(whole)))
            for side, (value, whole) in sides.items()
        }
    else:
        words = {side: value_words(value, conflict.path, whole) for side, (value, whole) in sides.items()}
    if conflict.path[-1] == "standard_type":
        called = type_words()
        words = {side: called(text) for side, text in words.items()}
    return {
        "path": list(conflict.path),
        "kind": conflict.kind,
        "both": conflict.both,
        "label": f"{where} · {label_of(place.kind, place.field)}" if place.field else where,
        "place": {"kind": place.kind, "id": place.id, "parent": place.parent, "field": place.field},
        **words,
    }
