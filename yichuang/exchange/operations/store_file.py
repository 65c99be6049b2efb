"""A department's system hands a file of a case to the unified store, or takes a ticket to one (S2-49, S2-50)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.exchange import policies
from yichuang.exchange.models import ClientSystem
from yichuang.exchange.operations.log_message import hashed, log_message
from yichuang.exchange.queries.files import file_of_case
from yichuang.exchange.queries.payloads import stored_data
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import FILE_TAKEN, IN, Entry
from yichuang.files.operations.issue_ticket import IssuedTicket, issue_ticket
from yichuang.files.operations.portions import put_together
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.files.queries import StoredFile, upload_for
from yichuang.foundations.rules.chains import canonical
from yichuang.foundations.transactions import unit_of_work

TICKET_LASTS = timedelta(minutes=10)
PURPOSE = "exchange"


@unit_of_work()
def store_file(
    *, system: ClientSystem, number: str, content: Prepared, received: tuple[bytes, int], now: datetime
) -> dict[str, Any]:
    """Keep a prepared file for a case of the system and return the answer; `received` is hash and size of what came.

    :raises NotFound: for a case that is not the system's.
    """
    case = reach(system, number)
    actor = policies.actor_of(system)
    kept = store(actor, data=content, purpose=PURPOSE, owner_kind="case", owner_key=case.number, now=now)
    answer = stored_data(kept, received[0].hex())
    _log(system, case.number, kept, received, canonical(answer), now)
    return answer


def store_upload(*, system: ClientSystem, number: str, upload_id: UUID, now: datetime) -> tuple[dict[str, Any], bool]:
    """Keep what the system sent in portions; return the answer, and whether it was kept just now and not before.

    :raises NotFound: for a case or an upload that is not the system's. :raises Refused: as `put_together` does.
    """
    case, actor = reach(system, number), policies.actor_of(system)
    upload = upload_for(actor, upload_id, owner_kind="case", owner_key=case.number)
    if upload.file is not None:
        return stored_data(upload.file, upload.sha256), False
    content = put_together(actor, upload_id=upload_id, owner_kind="case", owner_key=case.number, now=now)
    came = (bytes.fromhex(upload.sha256), upload.size)
    return store_file(system=system, number=number, content=content, received=came, now=now), True


def _log(
    system: ClientSystem, number: str, kept: StoredFile, received: tuple[bytes, int], answer: bytes, now: datetime
) -> None:
    entry = Entry(
        system=system.key,
        number=number,
        direction=IN,
        kind=FILE_TAKEN,
        type="",
        message_id=str(kept.pk),
        at=now,
        sha256=received[0],
        size=received[1],
        status=201,
        answer_sha256=hashed(answer),
        answer_size=len(answer),
        more={"kept_sha256": kept.blob.sha256},
    )
    log_message(system, entry, answer=answer)


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
