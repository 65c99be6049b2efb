"""A department's system hands a file of a case to the unified store, or takes a ticket to one (S2-49, S2-50)."""

from datetime import datetime, timedelta
from uuid import UUID

from yichuang.exchange import policies
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.queries.files import file_of_case
from yichuang.exchange.queries.reach import reach
from yichuang.files.operations.issue_ticket import IssuedTicket, issue_ticket
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.files.queries import StoredFile
from yichuang.foundations.transactions import unit_of_work

TICKET_LASTS = timedelta(minutes=10)
PURPOSE = "exchange"


@unit_of_work()
def store_file(*, system: ClientSystem, number: str, content: Prepared, now: datetime) -> StoredFile:
    """Keep a prepared file for a case of the system and return it.

    :raises NotFound: for a case that is not the system's.
    """
    case = reach(system, number)
    actor = policies.actor_of(system)
    return store(actor, data=content, purpose=PURPOSE, owner_kind="case", owner_key=case.number, now=now)


@unit_of_work()
def ticket_to(*, system: ClientSystem, number: str, file_id: UUID, purpose: str, now: datetime) -> IssuedTicket:
    """Issue a ticket to one file of a case, good once, for ten minutes, for this system only; the purpose is on record.

    :raises NotFound: for another case or file. :raises Refused: 422 without a purpose.
    """
    case = reach(system, number)
    file = file_of_case(case.number, file_id)
    actor = policies.actor_of(system)
    about = f"{purpose.strip()}（{case.number}）" if purpose.strip() else ""
    return issue_ticket(actor, file_id=file.pk, purpose=about, now=now, holder=actor.key, lives=TICKET_LASTS)
