"""What a page of a joint intake carries and cannot make up: licences taken for papers, and the list that a commitment was signed on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

LICENCE = "licence."
SALT, LIVES = "yichuang.life_events.licence", 24 * 3600


@dataclass(frozen=True)
class Proof:
    """A licence that stands in for a paper: what stands beside the material, and the call it was taken with."""

    note: str
    call: str


def sign_licence(line: str, id_number: str, proof: Proof) -> str:
    """Return the token that says of one paper which licence stands in for it, of this person."""
    return signing.dumps([line, _mark(id_number), proof.note, proof.call], salt=SALT)


def licences_in(given: Mapping[str, Any], lines: Iterable[str]) -> dict[str, Proof]:
    """Return by line what a posted page can prove; a licence of somebody whose number is not in the form any more proves nothing."""
    return {line: proof for line in lines if (proof := _read(line, given)) is not None}


def _read(line: str, given: Mapping[str, Any]) -> Proof | None:
    token = str(given.get(f"{LICENCE}{line}", ""))
    if not token:
        return None
    try:
        said = signing.loads(token, salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        return None
    return Proof(said[2], said[3]) if said[:2] == [line, _mark(str(given.get("id_number", "")))] else None


def signed_for(later: Sequence[tuple[str, str]]) -> str:
    """Return the mark of a list of papers that may come later: a signature counts for the list that was signed, and no other."""
    return salted_hmac(SALT, repr(list(later))).hexdigest()[:32]


def _mark(text: str) -> str:
    return salted_hmac(SALT, text.strip().upper()).hexdigest()[:32]
