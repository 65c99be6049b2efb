"""A department's system sends a large file in portions: tus 1.0 with its token, then kept for the case (docs/exchange.md)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from yichuang.exchange import schemas as s
from yichuang.exchange.auth import caller, exchange_auth
from yichuang.exchange.operations.store_file import PURPOSE, store_upload
from yichuang.exchange.policies import actor_of
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.rules.message_chain import FILE_TAKEN
from yichuang.exchange.rules.scopes import FILE_WRITE
from yichuang.exchange.serving import exact, in_the_log, logs_what_is_refused
from yichuang.files import tus
from yichuang.files.tus_routes import offer
from yichuang.foundations import clock

router = Router(tags=["数据交换"], auth=exchange_auth)
UPLOADS = "/exchange/cases/{number}/uploads"


def _begin(request: HttpRequest, number: str) -> HttpResponse:
    system = caller(request, FILE_WRITE)
    owner, actor = reach(system, number).number, actor_of(system)
    return tus.begin(request, actor, purpose=PURPOSE, owner_kind="case", owner_key=owner, now=clock.now())


def _go_on(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
    system = caller(request, FILE_WRITE)
    owner, actor = reach(system, number).number, actor_of(system)
    return tus.go_on(request, actor, upload, owner_kind="case", owner_key=owner, now=clock.now())


offer(router, UPLOADS, "exchange_", _begin, _go_on)


@router.post(
    f"{UPLOADS}/{{uuid:upload}}/file",
    operation_id="exchange_keep_upload",
    summary="保存传完的文件",
    response={201: s.StoredFileOut, **tus.PROBLEMS},
)
@decorate_view(logs_what_is_refused(FILE_TAKEN))
def post_file_of_upload(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
    """Keep a whole upload for the case, as a plain upload is; asked again, the same answer."""
    system = caller(request, FILE_WRITE)
    answer, fresh = store_upload(system=system, number=number, upload_id=upload, now=clock.now())
    if fresh:
        in_the_log(request)
    return exact(answer, 201)
