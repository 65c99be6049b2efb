"""The same five operations of tus 1.0 under the address of whatever room takes files: described once, guarded by the room."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yichuang.files import tus

Begin = Callable[[HttpRequest, str], HttpResponse]
GoOn = Callable[[HttpRequest, str, UUID], HttpResponse]


def offer(router: Router, path: str, prefix: str, begin: Begin, go_on: GoOn) -> None:
    """Add the operations at `path` (which has a `{number}`) to a room's router; `prefix` tells their ids from another room's.

    `begin` and `go_on` check the right and call `tus.begin`, `tus.go_on`.
    """
    _offer_begin(router, path, prefix, begin)
    _offer_go_on(router, f"{path}/{{uuid:upload}}", prefix, go_on)


def _offer_begin(router: Router, path: str, prefix: str, begin: Begin) -> None:
    @router.api_operation(
        ["OPTIONS"],
        path,
        auth=None,
        operation_id=f"{prefix}about_uploads",
        summary="分段上传说明",
        response={204: None},
    )
    @tus.speaks_tus
    def options_uploads(request: HttpRequest, number: str) -> HttpResponse:
        """Say what is spoken here: tus 1.0, its extensions and the largest size."""
        return tus.about()

    @router.post(
        path,
        operation_id=f"{prefix}begin_upload",
        summary="开始分段上传",
        response={201: None, **tus.PROBLEMS},
        openapi_extra=tus.described("POST"),
    )
    @tus.speaks_tus
    def post_upload(request: HttpRequest, number: str) -> HttpResponse:
        """Begin an upload; what is too large or would never be taken is refused before a byte is sent."""
        return begin(request, number)


def _offer_go_on(router: Router, one: str, prefix: str, go_on: GoOn) -> None:
    @router.api_operation(
        ["HEAD"], one, operation_id=f"{prefix}ask_upload", summary="查询传到哪里", response={200: None, **tus.PROBLEMS}
    )
    @tus.speaks_tus
    def head_upload(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
        """Say in `Upload-Offset` from where to go on."""
        return go_on(request, number, upload)

    @router.patch(
        one,
        operation_id=f"{prefix}send_portion",
        summary="上传一段",
        response={204: None, **tus.PROBLEMS},
        openapi_extra=tus.described("PATCH"),
    )
    @tus.speaks_tus
    def patch_upload(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
        """Take the next portion; 409 says from where to go on."""
        return go_on(request, number, upload)

    @router.delete(
        one, operation_id=f"{prefix}end_upload", summary="取消分段上传", response={204: None, **tus.PROBLEMS}
    )
    @tus.speaks_tus
    def delete_upload(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
        """Give an upload up; its portions are swept."""
        return go_on(request, number, upload)
