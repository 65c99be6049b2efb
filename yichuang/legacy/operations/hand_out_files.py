"""Give a legacy system the key and a one-time ticket of each file it may fetch; take a file from it; let one be fetched (S2-49, S2-50)."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.exchange import policies
from yichuang.exchange.operations.store_file import store_file
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.files import file_of_case
from yichuang.exchange.queries.reach import reach
from yichuang.files.operations.issue_ticket import LONGEST_LIFE, issue_ticket
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.redeem_ticket import redeem_ticket
from yichuang.files.queries import StoredFile
from yichuang.foundations.transactions import unit_of_work
from yichuang.legacy.models import FileKey
from yichuang.legacy.queries import file_key_of

# A ticket is given again while it is good for that long, so that every attempt of a push says the same.
STILL_GOOD = timedelta(hours=1)


@unit_of_work()
def hand_out_files(
    *, system: ClientSystem, number: str, files: Iterable[UUID], now: datetime
) -> dict[str, tuple[str, str]]:
    """Return key and ticket of each file of a case; a ticket that was used or runs out soon is issued anew."""
    return {str(file): _with_ticket(key_for(system, number, file), system, now) for file in files}


def key_for(system: ClientSystem, number: str, file: UUID) -> FileKey:
    """Return a file's key for a system, made when it has none. :raises NotFound: for a file that is not the case's."""
    kept = file_of_case(number, file)
    fresh = {"number": number, "key": f"{number}_{secrets.token_hex(16)}"}
    row, _ = FileKey.objects.select_for_update(of=("self",)).get_or_create(system=system, file=kept, defaults=fresh)
    return row


@unit_of_work()
def ticket_again(*, system: ClientSystem, key: str, now: datetime) -> str:
    """Return a good ticket for a key, for a system whose download broke off. :raises NotFound: for another's key."""
    return _with_ticket(_locked(system, key), system, now)[1]


@unit_of_work()
def take_in_file(
    *, system: ClientSystem, number: str, content: Prepared, received: tuple[bytes, int], now: datetime
) -> FileKey:
    """Keep a file that a system hands in for a case and return its key. :raises NotFound: for a case that is not the system's."""
    kept = store_file(system=system, number=number, content=content, received=received, now=now)
    return key_for(system, reach(system, number).number, UUID(kept["id"]))


@unit_of_work()
def fetch_file(*, system: ClientSystem, key: str, ticket: str, now: datetime) -> StoredFile:
    """Return the file of a key for its ticket, once. :raises NotFound, Refused: for another's key, a wrong or used ticket (404, 410)."""
    row = _locked(system, key)
    file = redeem_ticket(policies.actor_of(system), token=ticket, now=now)
    if row.ticket == ticket:
        row.ticket = ""
        row.save(update_fields=["ticket"])
    return file


def _locked(system: ClientSystem, key: str) -> FileKey:
    return FileKey.objects.select_for_update(of=("self",)).get(pk=file_key_of(system, key).pk)


def _with_ticket(row: FileKey, system: ClientSystem, now: datetime) -> tuple[str, str]:
    if not row.ticket or row.expires_at is None or row.expires_at <= now + STILL_GOOD:
        actor = policies.actor_of(system)
        issued = issue_ticket(
            actor,
            file_id=row.file_id,
            purpose=f"旧接口推送（{row.number}）",
            now=now,
            holder=actor.key,
            lives=LONGEST_LIFE,
        )
        row.ticket, row.expires_at = issued.token, issued.ticket.expires_at
        row.save(update_fields=["ticket", "expires_at"])
    return row.key, row.ticket
