"""The certificate that was read while an application was being received, at hand for the case's own material afterwards (S2-14, S2-53).

The clerk's session remembers it for the case received last. It is offered where a material wants that certificate; a person puts it there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from yichuang.cases.models import Case
from yichuang.cases.operations.scan_material import add_scan
from yichuang.cases.rules.suggestions import certificate_of, certificate_read
from yichuang.cases.serving.desk_files import lying, taken_up
from yichuang.cases.serving.reading_card import CARRIED, TAKEN
from yichuang.catalog.rules.spec import Material
from yichuang.files.queries import reading_of
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused

MARK = "card_at_hand"


class Session(Protocol):
    """What is kept of a signed-in person between two pages."""

    def get(self, key: str) -> Any:
        """Return what is kept under a key, None without it."""

    def __setitem__(self, key: str, value: Any) -> None: ...


@dataclass(frozen=True)
class CardAtHand:
    """A certificate on the clerk's desk: its file, and what it is."""

    file: str
    certificate: str

    def fits(self, stated: Material) -> bool:
        """Tell whether a material wants this certificate."""
        return certificate_of(stated.name, stated.standard_type) == self.certificate


def keep_at_hand(session: Session, actor: Actor, number: str, given: Mapping[str, Any]) -> None:
    """Remember for a case just received the certificate that its page carried; one not read yet is what the applicant's kind has."""
    asked = given.get(CARRIED) or given.get(TAKEN, "")
    for file in lying(actor, [asked] if asked else []):
        reading = reading_of(file.pk)
        usual = "id_card" if given.get("kind") == "person" else "business_licence"
        certificate = (certificate_read(reading.kind) if reading is not None else "") or usual
        session[MARK] = {"number": number, "file": str(file.pk), "certificate": certificate}


def card_at_hand(session: Session, number: str) -> CardAtHand | None:
    """Return the certificate that was read for this very case, if the session remembers one (no statement)."""
    kept = session.get(MARK) or {}
    return CardAtHand(kept["file"], kept["certificate"]) if kept.get("number") == number else None


def put_card(*, actor: Actor, case: Case, material: str, file_id: str) -> None:
    """Attach a certificate from the actor's desk to a material, as if it had been uploaded again.

    :raises Refused: 422 when it lies there no more; else as `add_scan`.
    """
    there = lying(actor, [file_id])
    if not there:
        reason = Reason(
            "card_gone",
            "收件时识别的证件图片已不在了。",
            field="file",
            rule="S2-14",
            kept="已有的都在。",
            todo="请重新扫描或拍照上传。",
        )
        raise Refused(reason, status=422, title="没有上传")
    add_scan(actor=actor, number=case.number, material=material, content=taken_up(there[0]), now=clock.now())
