"""Fetch a file by ticket."""

from datetime import datetime

from yichuang.files.events import TicketRedeemed
from yichuang.files.models import AccessTicket, StoredFile
from yichuang.files.operations.issue_ticket import token_hash
from yichuang.files.operations.record_access import record_access
from yichuang.files.queries import demand_kept
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def redeem_ticket(actor: Actor, *, token: str, now: datetime) -> StoredFile:
    """Return the file a ticket is for, mark the ticket used and log the access.

    :raises Refused: 404 for an unknown ticket or one bound to somebody else (a stranger cannot tell the two apart),
    410 for one that has
        run out or was used, or whose file was destroyed meanwhile.
    """
    ticket = AccessTicket.objects.select_for_update(of=("self",)).filter(token_hash=token_hash(token)).first()
    if ticket is None or (ticket.holder and ticket.holder != actor.key):
        raise _refusal("ticket_unknown", "没有这张取件凭证，或它不是签发给您的。", 404)
    if ticket.expires_at <= now:
        raise _refusal("ticket_expired", "取件凭证已过有效期。", 410)
    if ticket.once and ticket.used_at is not None:
        raise _refusal("ticket_used", "取件凭证只能使用一次，已经用过。", 410)
    file = StoredFile.objects.select_for_update(of=("self",)).select_related("blob").get(pk=ticket.file_id)
    demand_kept(file)
    if ticket.used_at is None:
        ticket.used_at = now
        ticket.save(update_fields=["used_at"])
        event = TicketRedeemed(str(file.id), ticket.pk, ticket.holder)
        ledger.write(file, event, actor=actor, at=now, update_fields=[])
    record_access(actor, file=file, act="ticket", why=ticket.purpose, now=now)
    return file


def _refusal(code: str, message: str, status: int) -> Refused:
    reason = Reason(
        code, message, rule="统一文件存储中心：取件凭证", kept="文件原样保留，没有被取走。",
        todo="请回到办件页面重新打开材料，系统会签发新的凭证。",
    )  # fmt: skip
    return Refused(reason, status=status, title="取件凭证不能使用")
