"""The public's API: rate a service by its token, write to the “办不成事”反映窗口; also what old devices with three keys call."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.feedback import schemas as s
from yichuang.feedback.operations.complain import complain
from yichuang.feedback.operations.rate import rate
from yichuang.feedback.queries.links import request_of
from yichuang.foundations import clock
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import find_site

router = Router(tags=["公众"])


def _as_public(request: HttpRequest) -> None:
    """Write under the public's name, whoever is signed in at the machine: a rating must not be tied to an officer's session."""
    request.actor = PUBLIC  # type: ignore[attr-defined]


@router.get(
    "/public/ratings/{token}",
    response={200: s.RatingToGive, **PROBLEMS},
    operation_id="rating_to_give",
    summary="取待评价的服务",
)
def get_rating(request: HttpRequest, token: str) -> s.RatingToGive:
    """Return what is rated under a token, with the words of the five grades and their reasons."""
    return s.to_give(request_of(token))


@router.post(
    "/public/ratings/{token}",
    response={201: s.RatingReceived, **PROBLEMS},
    operation_id="give_rating",
    summary="评价",
)
def post_rating(request: HttpRequest, token: str, body: s.RatingBody) -> Any:
    """Keep a rating; once for a service."""
    _as_public(request)

    def act() -> s.RatingReceived:
        rate(token=token, said=body.said(), now=clock.now())
        return s.RatingReceived()

    return write(request, act, 201)


@router.post(
    "/public/complaints",
    response={201: s.ComplaintReceipt, **PROBLEMS},
    operation_id="complain",
    summary="反映问题",
)
def post_complaint(request: HttpRequest, body: s.ComplaintBody) -> Any:
    """Take what somebody writes and return number and query password."""
    _as_public(request)

    def act() -> s.ComplaintReceipt:
        site = find_site(body.site)
        if site is None:
            raise NotFound("这个服务点")
        row = complain(site=site, saying=body.saying("online"), now=clock.now())
        return s.ComplaintReceipt(number=row.number, password=row.query_password, due=row.due)

    return write(request, act, 201)
