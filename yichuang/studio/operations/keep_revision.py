"""The one way in which a draft's document is written and stays in its history: by authors, by restoring, by imports (S2-23)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.foundations.actors import Actor
from yichuang.studio.models import Draft, DraftRevision

LONGEST_NOTE = 120
COLUMNS = ["document", "revision", "name", "basic_code", "updated_at", "updated_by_id", "updated_by_name"]


def begin_history(drafts: Iterable[Draft]) -> None:
    """Keep the first state of drafts that were just written (one statement)."""
    DraftRevision.objects.bulk_create(_row(draft, draft.origin_note) for draft in drafts)


def keep_revision(
    actor: Actor, draft: Draft, document: Mapping[str, Any], now: datetime, *, explicit: bool = False, note: str = ""
) -> None:
    """Make a document the latest state of a locked draft."""
    draft.document, draft.revision = dict(document), draft.revision + 1
    write_down(draft, document)
    draft.updated_at, draft.updated_by_id, draft.updated_by_name = now, actor.id, actor.name
    draft.save(update_fields=COLUMNS)
    _row(draft, note, explicit).save(force_insert=True)


def write_down(draft: Draft, document: Mapping[str, Any]) -> None:
    """Copy into a draft's columns what lists show of its document."""
    codes = document.get("codes")
    draft.name = _text(document.get("name"))[:200]
    draft.basic_code = _text(codes.get("basic") if isinstance(codes, Mapping) else "")[:12]


def pin_revision(draft: Draft, number: int) -> None:
    """Keep a state for ever: it was submitted, or colleagues' work was merged on it."""
    DraftRevision.objects.filter(draft=draft, number=number).update(pinned=True)


def _row(draft: Draft, note: str, explicit: bool = False) -> DraftRevision:
    return DraftRevision(
        draft=draft,
        number=draft.revision,
        document=draft.document,
        note=note[:LONGEST_NOTE],
        explicit=explicit,
        at=draft.updated_at,
        author_id=draft.updated_by_id,
        author_name=draft.updated_by_name,
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
