"""From a case's history back to its state: the ledger alone must tell where a case stands (house.md, idea 2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.cases.rules.states import State

# What an event makes of the state; one that is not here leaves it as it was.
AFTER: dict[str, State] = {
    "case.received": State.RECEIVED,
    "case.correction_requested": State.CORRECTING,
    "case.accepted": State.ACCEPTED,
    "case.taken_up": State.REVIEWING,
    "case.suspended": State.SUSPENDED,
    "case.resumed": State.REVIEWING,
    "case.sent_to_issuing": State.AT_ISSUING,
    "case.delivered": State.DELIVERED,
    "case.closed": State.CLOSED,
    "case.withdrawn": State.WITHDRAWN,
    "case.terminated": State.TERMINATED,
}
# Events whose payload names the state they lead to.
BY_OUTCOME = ("case.acceptance_refused", "case.decided")


def replayed(history: Iterable[tuple[str, Mapping[str, Any]]]) -> State | None:
    """Return the state to which a history of (event type, payload) leads; None before anything happened."""
    state: State | None = None
    for type_, payload in history:
        if type_ in BY_OUTCOME:
            state = State(payload["outcome"])
        elif type_ == "case.correction_supplied":
            state = State.CORRECTING if payload["still_open"] else State.RECEIVED
        else:
            state = AFTER.get(type_, state)
    return state
