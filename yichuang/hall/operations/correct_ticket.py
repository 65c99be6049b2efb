"""Correct what a ticket says: what for, green channel, window while it waits; comment, telephone always (S2-30); its place stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.foundations.sealed import blind_index, mask_phone
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall import policies
from yichuang.hall.events import TicketChanged
from yichuang.hall.models import Ticket, TicketItem
from yichuang.hall.operations.halls import lock_ticket
from yichuang.hall.queries.needs import Wanted, wanted_items
from yichuang.hall.rules.tickets import GREEN, HELD, WAITING
from yichuang.organizations.queries import find_window

KEPT = "票没有改动。"


@dataclass(frozen=True)
class Correction:
    """What is changed; None leaves it as it is. `window` 0 takes the wish for a window away, an empty `mobile` the number."""

    wanted: Sequence[Wanted] | None = None
    green: str | None = None
    comment: str | None = None
    window: int | None = None
    mobile: str | None = None

    @property
    def moves(self) -> bool:
        """Tell whether it touches what the dispatch goes by, which stands once the ticket was called."""
        return self.wanted is not None or self.green is not None or self.window is not None


@unit_of_work()
def correct_ticket(*, actor: Actor, ticket_id: UUID | str, correction: Correction, now: datetime) -> Ticket:
    """Write a correction and return the ticket; its number and its place in the queue stay. Nothing happens without a change.

    :raises NotFound: without such a ticket; NotAllowed; Refused 409 when it does not wait any more, 422 for a window of another site or
        a telephone that is none.
    """
    hall, ticket = lock_ticket(actor, ticket_id, policies.GUIDE, "更正")
    if correction.moves and ticket.state not in (WAITING, HELD):
        said = f"{ticket.number} 现在是“{ticket.get_state_display()}”，不能更正。"
        raise Refused(
            Reason("state", said, "", "S2-31", KEPT, "只有等候中的票可以更正办理事项、绿色通道和窗口。"),
            title="没有更正",
        )
    changed: dict[str, list[Any]] = {}
    fields = _plain_fields(ticket, correction, changed)
    if correction.wanted is not None:
        items, said_of = wanted_items(hall, correction.wanted)
        _replace(ticket, items, changed)
        ticket.purpose = items[0].purpose
        ticket.comment = "；".join(filter(None, [ticket.comment, *said_of]))[:300]
        fields |= {"purpose", "comment"}
    if changed:
        event = TicketChanged(number=ticket.number, site=ticket.site_id, fields=changed)
        ledger.write(ticket, event, actor=actor, at=now, update_fields=sorted(fields))
    return ticket


def _plain_fields(ticket: Ticket, correction: Correction, changed: dict[str, list[Any]]) -> set[str]:
    fields: set[str] = set()
    if correction.green is not None and correction.green in GREEN and correction.green != ticket.green:
        changed["green"] = [ticket.green, correction.green]
        ticket.green = correction.green
        fields.add("green")
    if correction.comment is not None and correction.comment.strip() != ticket.comment:
        changed["comment"] = [ticket.comment, correction.comment.strip()[:300]]
        ticket.comment = correction.comment.strip()[:300]
        fields.add("comment")
    if correction.mobile is not None:
        fields |= _mobile(ticket, correction.mobile, changed)
    if correction.window is not None and (correction.window or None) != ticket.window_wanted_id:
        window = find_window(correction.window) if correction.window else None
        if correction.window and (window is None or window.site_id != ticket.site_id):
            reason = Reason("window", "所选窗口不在本大厅。", "window", "S2-28", KEPT, "请从本大厅的窗口中选择。")
            raise Refused(reason, status=422, title="没有更正")
        before = ticket.window_wanted.number if ticket.window_wanted else ""
        changed["window"] = [before, window.number if window else ""]
        ticket.window_wanted = window
        fields.add("window_wanted")
    return fields


def _mobile(ticket: Ticket, given: str, changed: dict[str, list[Any]]) -> set[str]:
    mobile = "".join(given.split())
    if mobile == ticket.mobile:
        return set()
    report = check_mobile(mobile)
    if mobile and not report.ok:
        wrong = "手机号有误；固定电话收不到短信。"
        raise Refused(
            Reason("mobile", wrong, "mobile", "S2-31", KEPT, "请核对，或留空。"), status=422, title="没有更正"
        )
    mobile = report.value if mobile else ""
    changed["mobile"] = [mask_phone(str(ticket.mobile)), mask_phone(mobile)]
    ticket.mobile, ticket.mobile_index = mobile, blind_index(mobile, "mobile") if mobile else None
    return {"mobile", "mobile_index"}


def _replace(ticket: Ticket, items: list[TicketItem], changed: dict[str, list[Any]]) -> None:
    """Put other items in the place of those that are not done; what was done stays first."""
    kept = [item for item in ticket.items.all() if item.done_at is not None]
    before = [item.name for item in ticket.items.all() if item.done_at is None]
    after = [item.name for item in items]
    if before == after:
        return
    ticket.items.filter(done_at=None).delete()
    for item in items:
        item.ticket, item.position = ticket, item.position + len(kept)
    TicketItem.objects.bulk_create(items)
    changed["items"] = [before, after]
