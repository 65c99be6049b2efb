"""The whole counter intake as one act: declare, record materials and points, have a commitment signed, accept (issue 2, 10).

The same operations as the counter's steps, in one transaction: a refusal anywhere leaves nothing behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.operations.accept import accept
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.operations.record_materials import MaterialInput, record_materials
from yichuang.cases.operations.sign_commitment import sign_commitment
from yichuang.files.operations.prepare import Prepared
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work


@dataclass(frozen=True)
class Commitment:
    """A commitment to bring tolerable materials later: which, and the signature (or the scan of the signed paper)."""

    materials: tuple[str, ...]
    signature: Prepared
    on_paper: bool = False


@unit_of_work()
def intake(
    *,
    actor: Actor,
    declaration: Declaration,
    items: Sequence[MaterialInput] = (),
    commitment: Commitment | None = None,
    accept_now: bool = True,
    now: datetime,
) -> Case:
    """Open a case, record what came with it and, with `accept_now`, accept it; return the case.

    :raises Refused: as the steps do, with every reason of the step that refuses; nothing of the intake is kept then.
    """
    case = receive(actor=actor, declaration=declaration, now=now)
    if items:
        case = record_materials(actor=actor, number=case.number, items=items, now=now)
    if commitment:
        case = sign_commitment(
            actor=actor,
            number=case.number,
            materials=commitment.materials,
            signature=commitment.signature,
            on_paper=commitment.on_paper,
            now=now,
        )
    return accept(actor=actor, number=case.number, now=now) if accept_now else case
