"""Give somebody a short-lived ticket to one file."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.files.events import TicketIssued
from yichuang.files.models import AccessTicket, StoredFile
from yichuang.files.queries import demand_kept
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

USUAL_LIFE = timedelta(minutes=10)
LONGEST_LIFE = timedelta(hours=24)


@dataclass(frozen=True)
class IssuedTicket:
    """A ticket and its token; the token is told once and kept nowhere."""

    ticket: AccessTicket
    token: str

    @property
    def path(self) -> str:
        """Return the address under which the file can be fetched."""
        return f"/files/t/{self.token}"


@unit_of_work()
def issue_ticket(
    actor: Actor,
    *,
    file_id: UUID,
    purpose: str,
    now: datetime,
    holder: str = "",
    lives: timedelta = USUAL_LIFE,
    once: bool = True,
) -> IssuedTicket:
    """Issue a ticket; the caller's room has decided that `actor` may. `holder` (an actor's key) binds it to one person
    or system.

    :raises NotFound: when there is no such file. :raises Refused: 422 without a purpose or with a life outside 0…24
    hours, 410 for a file that was destroyed.
    """
    file = StoredFile.objects.select_for_update(of=("self",)).select_related("blob").filter(pk=file_id).first()
    if file is None:
        raise NotFound("文件")
    demand_kept(file)
    reasons = _against(purpose, lives)
    if reasons:
        raise Refused(*reasons, status=422, title="不能签发取件凭证")
    token = secrets.token_urlsafe(32)
    ticket = AccessTicket.objects.create(
        token_hash=token_hash(token), file=file, purpose=purpose.strip()[:200], holder=holder, once=once,
        issued_by=actor.key,
        issued_at=now, expires_at=now + lives,
    )  # fmt: skip
    event = TicketIssued(str(file.id), ticket.pk, ticket.purpose, holder, once, ticket.expires_at)
    ledger.write(file, event, actor=actor, at=now, update_fields=[])
    return IssuedTicket(ticket, token)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _against(purpose: str, lives: timedelta) -> list[Reason]:
    reasons = []
    if not purpose.strip():
        reasons.append(
            Reason("ticket_purpose", "没有写明取用文件的事由。", field="purpose", rule="个人信息保护法 6",
                   kept="没有签发凭证。",
                   todo="请写明办理哪一件事需要这份文件。")
        )  # fmt: skip
    if not timedelta() < lives <= LONGEST_LIFE:
        reasons.append(
            Reason("ticket_life", "凭证有效期应在 24 小时以内。", field="lives", rule="统一文件存储中心：取件凭证",
                   kept="没有签发凭证。",
                   todo="请缩短有效期，到期后可重新签发。")
        )  # fmt: skip
    return reasons
