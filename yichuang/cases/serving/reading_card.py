"""A certificate before the reader at a desk: what was read so far, offered field by field; a person takes it over (S2-53).

The page that waits may go on meanwhile: it carries the file's id as `card_read` with every step and in its draft, so that what
is read is still offered on the next page.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.queries import desk
from yichuang.cases.rules import base_form
from yichuang.cases.rules.origins import READ, Origin
from yichuang.cases.rules.suggestions import certificate_read
from yichuang.cases.serving import origins
from yichuang.cases.serving.desk_files import lying
from yichuang.files.queries import reading_of
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import in_china

# A card that the page offers still, and one that was filled in from: the latter may be wanted as a material.
CARRIED, TAKEN = "card_read", "card_taken"
CERTIFICATES = {"id_card": "居民身份证", "business_licence": "营业执照"}


def card_part(reading: Any, file_id: str, kind: str) -> dict[str, Any]:
    """Return what the part beside the form shows of a card: still being read, not readable, or its fields with their proofs."""
    part: dict[str, Any] = {"file_id": file_id, "kind": kind}
    if reading is not None and reading.state == "done":
        part |= {"done": True, "found": _found(reading, kind)}
    elif reading is not None and reading.state == "failed":
        part |= {"done": True, "failed": reading.reason}
    return part


def card_carried(actor: Actor, given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the card that an earlier step of this page put before the reader; empty without one, and for one that is not the actor's."""
    asked = given.get(CARRIED, "")
    for file in lying(actor, [asked] if asked else []):
        reading = reading_of(file.pk)
        return {"card": card_part(reading, str(file.pk), kind)} if reading is not None else {}
    return {}


def _found(reading: Any, kind: str) -> list[dict[str, Any]]:
    origin = Origin(READ, CERTIFICATES.get(certificate_read(reading.kind), ""), in_china(clock.now()))
    return [
        {
            **item,
            "label": base_form.BY_NAME[item["field"]].label,
            "source": origin.text,
            "token": origins.sign(item["field"], str(item["value"]), origin),
        }
        for item in desk.fields_read(kind, reading.kind, reading.fields)
    ]
