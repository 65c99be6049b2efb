"""Give what is examined back to its authors: the candidate is rejected, the reasons stand beside the places they are about (S2-21)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from yichuang.catalog.operations.candidates import settle_candidate
from yichuang.catalog.rules.findings import Place
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.events import DraftReturned
from yichuang.studio.models import Draft, Remark
from yichuang.studio.rules.states import STATE_NAMES, after


@dataclass(frozen=True)
class Said:
    """A remark on one place of a draft, and who made it where that is not the actor."""

    place: Place
    text: str
    author_id: str = ""
    author_name: str = ""


def return_draft(
    *,
    actor: Actor,
    draft: Draft,
    source: str,
    remarks: Sequence[Said],
    now: datetime,
    move: str = "return",
    reasons: Sequence[str] = (),
) -> None:
    """Return a locked draft to its authors inside the caller's unit of work; rights are the caller's to judge.

    `source` is review, simulation or recall; `move` that of the table, return or recall; `reasons` those on record, else the remarks.

    :raises Refused: 409 when the draft is not being examined.
    """
    state = after(draft.state, move)
    if state is None or draft.candidate is None:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不在评审或验收中。"
        raise Refused(Reason("state", said, kept="没有改动。", todo="请刷新页面查看最新状态。"), title="没有退回")
    texts = list(reasons) or [remark.text for remark in remarks]
    settle_candidate(actor=actor, version_id=draft.candidate.pk, approved=False, now=now, why="；".join(texts)[:300])
    Remark.objects.bulk_create(
        Remark(
            draft=draft,
            source=source,
            place=asdict(remark.place),
            text=remark.text[:500],
            at=now,
            author_id=remark.author_id or actor.id,
            author_name=remark.author_name or actor.name,
        )
        for remark in remarks
    )
    event = DraftReturned(
        key=draft.key, name=draft.name, content_hash=draft.candidate.content_hash, by=source, reasons=texts
    )
    draft.state, draft.candidate, draft.updated_at = state, None, now
    ledger.write(draft, event, actor=actor, at=now, update_fields=["state", "candidate", "updated_at"])
