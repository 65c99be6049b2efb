"""A large scan in portions, for the page's script: tus 1.0 with the page's session (docs/decisions/uploads-in-portions.md)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yichuang.cases.operations.scan_material import PURPOSE
from yichuang.cases.operations.take_upload import OWNER, case_for_upload
from yichuang.cases.queries.access import clean_number
from yichuang.files import tus
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused


def _actor(request: HttpRequest) -> Actor:
    """Return who is signed in; the script cannot sign in, so it is told, with what has come and stays."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]
    if not actor:
        kept = "已传的部分保留 24 小时。"
        todo = "请重新登录，再选同一个文件，会接着传。"
        raise Refused(Reason("not_signed_in", "登录已失效。", kept=kept, todo=todo), status=401, title="请先登录")
    return actor


@tus.speaks_tus
@require_http_methods(["POST"])
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin an upload for a case."""
    actor = _actor(request)
    case = case_for_upload(actor, clean_number(number))
    return tus.begin(request, actor, purpose=PURPOSE, owner_kind=OWNER, owner_key=case.number, now=clock.now())


@tus.speaks_tus
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def go_on(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
    """Say where an upload stands, take its next portion, or give it up."""
    actor = _actor(request)
    case = case_for_upload(actor, clean_number(number))
    return tus.go_on(request, actor, upload, owner_kind=OWNER, owner_key=case.number, now=clock.now())
