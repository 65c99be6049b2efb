"""Decide a proposal for the material dictionary: register it, make it an alias of an entry that is there, or refuse it (S2-15)."""

import uuid
from datetime import datetime

from yichuang.catalog.events import TypeProposalAccepted, TypeProposalMerged, TypeProposalRefused
from yichuang.catalog.models import MaterialType, TypeProposal
from yichuang.catalog.operations.add_material_type import add_material_type
from yichuang.catalog.operations.correct_material_type import correct_material_type
from yichuang.catalog.operations.dictionary_rows import lock_names, locked_type
from yichuang.catalog.queries.type_proposals import proposal_for
from yichuang.catalog.rules.material_types import FIELDS, TypeEntry
from yichuang.catalog.rules.search_text import normalise
from yichuang.catalog.rules.type_proposals import (
    ACCEPTED,
    LONGEST_REASON,
    MERGED,
    OPEN,
    REFUSED,
    STATES,
    UNDECIDED,
)
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

COLUMNS = ["state", "decided_at", "decided_by_name", "reason", "material_type"]
Decided = TypeProposalAccepted | TypeProposalMerged | TypeProposalRefused


@unit_of_work()
def accept_type_proposal(
    *, actor: Actor, proposal_id: uuid.UUID | str, key: str, entry: TypeEntry, now: datetime
) -> TypeProposal:
    """Register the entry that a proposal asked for, as the keeper wrote it, and return the proposal.

    :raises NotAllowed: without the right; NotFound; Refused 409 when it is decided already, 422 or 409 as for any new entry.
    """
    row = _waiting(actor, proposal_id)
    made = add_material_type(actor=actor, key=key, entry=entry, now=now)
    row.state, row.material_type = ACCEPTED, made
    event = TypeProposalAccepted(row.name, made.key, made.standard_name)
    return _settled(row, event, actor, now)


@unit_of_work()
def merge_type_proposal(*, actor: Actor, proposal_id: uuid.UUID | str, into: str, now: datetime) -> TypeProposal:
    """Make the names of a proposal aliases of type `into` and return the proposal.

    :raises NotAllowed: without the right; NotFound; Refused 409 when it is decided or the type not in use, 422 when a name is another's.
    """
    row = _waiting(actor, proposal_id)
    stays = locked_type(into)
    known = {normalise(name) for name in (stays.standard_name, *stays.aliases)}
    names = [name for name in (row.name, *row.aliases) if normalise(name) not in known]
    if names:
        correct_material_type(actor=actor, key=into, entry=_with(stays, names), now=now)
    row.state, row.material_type = MERGED, stays
    event = TypeProposalMerged(row.name, stays.key, stays.standard_name, names)
    return _settled(row, event, actor, now)


@unit_of_work()
def refuse_type_proposal(*, actor: Actor, proposal_id: uuid.UUID | str, reason: str, now: datetime) -> TypeProposal:
    """Refuse a proposal with the reason and return it.

    :raises NotAllowed: without the right; NotFound; Refused 409 when it is decided already, 422 without a reason.
    """
    row, reason = _waiting(actor, proposal_id), reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        said = f"不采纳的理由超过 {LONGEST_REASON} 字。" if reason else "没有写明不采纳的理由。"
        todo = "请写明理由，提出人会看到。"
        raise Refused(Reason("reason", said, "reason", "S2-15", UNDECIDED, todo), status=422, title="没有处理")
    row.state, row.reason = REFUSED, reason
    return _settled(row, TypeProposalRefused(row.name, reason), actor, now)


def _waiting(actor: Actor, proposal_id: uuid.UUID | str) -> TypeProposal:
    """Return a proposal that nobody has decided, locked after the names, so that two keepers come one after the other."""
    proposal_for(actor, proposal_id)
    lock_names(actor)
    row = proposal_for(actor, proposal_id, lock=True)
    if row.state != OPEN:
        said = f"这条提议已由{row.decided_by_name}处理：{STATES[row.state]}。"
        raise Refused(Reason("settled", said, kept=UNDECIDED, todo="请刷新页面查看结果。"), title="没有处理")
    return row


def _with(row: MaterialType, names: list[str]) -> TypeEntry:
    given = {name: getattr(row, name) for name in FIELDS if name != "aliases"}
    return TypeEntry(**given, aliases=(*row.aliases, *names))


def _settled(row: TypeProposal, event: Decided, actor: Actor, now: datetime) -> TypeProposal:
    row.decided_at, row.decided_by_name = now, actor.name
    ledger.write(row, event, actor=actor, at=now, update_fields=COLUMNS)
    return row
