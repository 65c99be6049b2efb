"""What the room hears (its own news, for the applicant), and what it adds to the rooms below: openings, the desk's shelf, the print."""

from datetime import datetime

from yichuang.cases.ports import add_filling, add_opener, add_shelf
from yichuang.files.ports import tell_endings
from yichuang.foundations import ledger
from yichuang.foundations.models import Event
from yichuang.online.operations.tell import TEMPLATES, tell
from yichuang.online.panels import OnlineShelf, print_filling
from yichuang.online.queries import OWNER, by_number, endings


def _hear_news(event: Event, now: datetime) -> None:
    """Write the applicant a message."""
    tell(stream=event.stream, event=event.type, uid=str(event.uid), now=now)


ledger.subscribe("online.applicant", TEMPLATES, _hear_news, "default")
add_opener("online", by_number)
add_shelf("online", OnlineShelf())
add_filling("online_print", print_filling)
tell_endings(OWNER, endings)
