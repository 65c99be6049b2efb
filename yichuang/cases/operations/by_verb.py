"""From a page's move form to the operation behind it; the API calls the same operations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.operations.accept import accept
from yichuang.cases.operations.co_sign import co_sign
from yichuang.cases.operations.correct_on_the_spot import correct_on_the_spot
from yichuang.cases.operations.decide import Ruling, complete_instantly, decide
from yichuang.cases.operations.decline import Grounds, decline
from yichuang.cases.operations.end import terminate, withdraw
from yichuang.cases.operations.extend import extend
from yichuang.cases.operations.hand_over_first_handler import hand_over_first_handler
from yichuang.cases.operations.issue import send_to_issuing
from yichuang.cases.operations.request_correction import request_correction
from yichuang.cases.operations.review import take_up
from yichuang.cases.operations.supplement import supplement
from yichuang.cases.operations.supplement_tolerated import supplement_tolerated
from yichuang.cases.operations.suspend import Procedure, resume, suspend
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound

PLAIN = {
    "accept": accept,
    "complete_instantly": complete_instantly,
    "correct_on_the_spot": correct_on_the_spot,
    "supplement": supplement,
    "supplement_tolerated": supplement_tolerated,
    "take_up": take_up,
    "co_sign": co_sign,
    "resume": resume,
    "extend": extend,
    "send_to_issuing": send_to_issuing,
    "withdraw": withdraw,
    "terminate": terminate,
    "hand_over_first_handler": hand_over_first_handler,
}


def perform(
    verb: str, given: Mapping[str, Any], *, actor: Actor, number: str, now: datetime, revision: int | None
) -> Case:
    """Make the move with what the form gave and return the case.

    :raises Refused: as the operation does; NotFound for a verb that the case page does not make.
    """
    common: dict[str, Any] = {"actor": actor, "number": number, "now": now, "revision": revision}
    if verb in PLAIN:
        extra: dict[str, Any] = {"form": {}} if verb == "correct_on_the_spot" else {}
        return PLAIN[verb](**common, **given, **extra)  # type: ignore[operator]
    if verb in ("refuse", "redirect", "declare_not_required"):
        return decline(**common, verb=verb, grounds=Grounds(**given))
    if verb == "request_correction":
        return request_correction(**common, **given)
    if verb == "suspend":
        return suspend(**common, procedure=Procedure(**given))
    if verb in ("grant", "deny"):
        return decide(**common, ruling=Ruling(verb=verb, **given))
    raise NotFound("这个操作")
