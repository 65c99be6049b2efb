"""What the room listens to (questioned points, publications), and the exercises that it plugs into the desk below."""

from datetime import datetime

from yichuang.cases.ports import set_book
from yichuang.files.ports import tell_endings
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.models import Event
from yichuang.studio.operations.hear_question import hear_question
from yichuang.studio.operations.judge_content import judge_in_force
from yichuang.studio.operations.request_adjustment import OWNER
from yichuang.studio.operations.set_exercise import NAME, SimulationBook
from yichuang.studio.queries.adjustments import endings


def _hear_question(event: Event, now: datetime) -> None:
    """Turn what was said of a point into a request, in the name of who said it."""
    speaker = Actor(kind=event.actor_kind, id=event.actor_id, name=event.actor_name)
    hear_question(actor=speaker, said=event.payload, now=now)


def _hear_publication(event: Event, now: datetime) -> None:
    """Judge what came in force, for the queue."""
    judge_in_force(now=now, key=event.payload["key"])


ledger.subscribe("studio.questions", ["case.point_questioned"], _hear_question, "default")
ledger.subscribe("studio.judgements", ["matter.published", "matter.resumed"], _hear_publication, "default")
set_book(NAME, SimulationBook())
tell_endings(OWNER, endings)
