"""Issue a document that belongs to no case: sheets that the centre and a department sign (S0-18, S0-19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.models import Document
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.foundations.actors import Actor


def draft_sheet(
    kind: str, authority: tuple[str, str], body: Mapping[str, Any], *, actor: Actor, now: datetime
) -> Document:
    """Return a saved document of no case in state `pending`, in the name of an authority (its key `department:1`, its name).

    The caller records `papers.issued(document)` and defers `papers.render(document)` with its own events.
    """
    key, name = authority
    return Document.objects.create(
        kind=kind,
        title=KINDS[kind].title,
        authority_key=key,
        authority_name=name,
        data=dict(body),
        issued_at=now,
        issued_by_name=actor.name,
    )
