"""Write a list of people or of sign-ins into a spreadsheet, and put on the taker's own record what was taken (个人信息保护法 51, 54)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from yichuang.accounts.events import AccountsExported
from yichuang.accounts.models import Staff
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.spreadsheets import write_sheet
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def export_accounts(
    *,
    actor: Actor,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    title: str,
    asked: Mapping[str, str],
    out: BinaryIO,
    now: datetime,
) -> int:
    """Write the rows and return how many; whoever calls has asked whether the actor may see them, and masked what is to be masked.

    :raises Refused: 422 for more rows than a sheet may have here.
    """
    count = write_sheet(out, title, heads, rows)
    taker = Staff.objects.select_for_update().get(pk=actor.id)
    event = AccountsExported(title=title, asked=dict(asked), rows=count)
    ledger.write(taker, event, actor=actor, at=now, update_fields=[])
    return count
