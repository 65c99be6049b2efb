"""The address under which a service is rated: derived, so that a slip or receipt can carry it before the service has ended."""

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac

from yichuang.feedback.models import RatingRequest
from yichuang.feedback.models.ratings import CASE, OPEN, TICKET
from yichuang.foundations.problems import NotFound
from yichuang.hall.queries.served import ticket_of_token

SALT = "yichuang.feedback.rate"


def token_of(kind: str, subject: str) -> str:
    """Return the unguessable token of a service: 120 bits that only this house can make."""
    digest = salted_hmac(SALT, f"{kind}:{subject}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:15]).decode()


def rating_address(kind: str, subject: str) -> str:
    """Return the whole address of a service's rating page, for receipts and messages."""
    return f"{settings.PUBLIC_URL}/rate/{token_of(kind, subject)}/"


def open_case_rating(number: str) -> str:
    """Return the page on which a closed case may be rated now, or nothing: for the page that the receipt's code leads to."""
    row = RatingRequest.objects.filter(kind=CASE, subject=number, state=OPEN).only("token").first()
    return f"/rate/{row.token}/?at=online" if row else ""


def request_of_case(number: str) -> RatingRequest:
    """Return what may be, or was, rated of a closed case. :raises NotFound: while it is not closed, or when its visit was rated."""
    row = RatingRequest.objects.filter(kind=CASE, subject=number).first()
    if row is None:
        todo = "办件还没有办结，办结后可以评价；现场服务请扫描取号凭条上的评价码。"
        raise NotFound("可以评价的办结件", todo)
    return row


def request_of(token: str) -> RatingRequest:
    """Return what a token leads to: a rating's own, or that of a ticket's slip.

    :raises NotFound: for an unknown token, or a ticket that has not been served yet.
    """
    rows = RatingRequest.objects.select_related("site")
    found = rows.filter(token=token).first()
    if found is None and (ticket := ticket_of_token(token)) is not None:
        found = rows.filter(kind=TICKET, subject=str(ticket.pk)).first()
        if found is None:
            raise NotFound("可以评价的服务", f"{ticket.number} 号还没有办完；办完后再打开这个页面就可以评价。")
    if found is None:
        raise NotFound("这次服务", "请重新扫描凭条或短信里的评价码；也可以在评价页面凭收件凭证评价。")
    return found
