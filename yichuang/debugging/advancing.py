"""Take a run one step further: ask for one push of the bench, and look at what the others did."""

from datetime import datetime

from yichuang.debugging.operations.ask_push import ask_push
from yichuang.debugging.operations.judge import look
from yichuang.foundations.actors import Actor


def advance(*, actor: Actor, pk: int, now: datetime, wall: datetime, again: str = "") -> str:
    """Ask for the next push or for one again, keep what came green since; return the step under way, empty for none.

    :raises NotAllowed, NotFound, Refused: as `ask_push`.
    """
    name = ask_push(actor=actor, pk=pk, now=now, wall=wall, again=again)
    look(actor=actor, pk=pk, now=now)
    return name
