"""What the room listens to (receipts, questioned points, publications), and the exercises that it plugs into the desk below."""

from datetime import datetime

from yichuang.cases.ports import set_book
from yichuang.cases.queries.volumes import counts_in_statistics
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.models import Event
from yichuang.studio.operations.count_volumes import READER, RECEIVED, count_case
from yichuang.studio.operations.hear_question import hear_question
from yichuang.studio.operations.judge_content import judge_in_force
from yichuang.studio.operations.set_exercise import NAME, SimulationBook


def _hear_receipt(event: Event, now: datetime) -> None:
    """Count the case to its matter's month, unless it is one that statistics do not count."""
    if counts_in_statistics(event.payload["number"]):
        count_case(matter_key=event.payload["matter"], received_at=event.at)


def _hear_question(event: Event, now: datetime) -> None:
    """Turn what was said of a point into a request, in the name of who said it."""
    speaker = Actor(kind=event.actor_kind, id=event.actor_id, name=event.actor_name)
    hear_question(actor=speaker, said=event.payload, now=now)


def _hear_publication(event: Event, now: datetime) -> None:
    """Judge what came in force, for the queue."""
    judge_in_force(now=now, key=event.payload["key"])


ledger.subscribe(READER, [RECEIVED], _hear_receipt, "default")
ledger.subscribe("studio.questions", ["case.point_questioned"], _hear_question, "default")
ledger.subscribe("studio.judgements", ["matter.published", "matter.resumed"], _hear_publication, "default")
set_book(NAME, SimulationBook())
