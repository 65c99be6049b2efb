"""Reading a certificate at the desk, before there is a case: what was read is offered field by field, a person takes it over."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.serving.desk_files import OWNER
from yichuang.cases.serving.reading_card import card_part
from yichuang.files.operations.record_access import record_access
from yichuang.files.operations.store import store
from yichuang.files.queries import file_for, reading_of
from yichuang.files.serving import file_response, thumbnail_response
from yichuang.foundations import clock
from yichuang.foundations.http import part_status
from yichuang.foundations.problems import Reason, Refused

PURPOSE = "desk_reading"


@signed_in
@require_POST
def read_card(request: HttpRequest) -> HttpResponse:
    """Put a scan or photograph of an ID card or business licence before the reader; the page goes on meanwhile."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.counter_of(actor)
    upload: Any = request.FILES.get("card") or request.FILES.get("photo")
    kind = request.POST.get("kind", "")
    try:
        if upload is None:
            raise Refused(
                Reason("no_file", "没有选择图片。", kept="已填内容都在。", todo="请选择图片或拍照。"), status=422
            )
        file = store(
            actor,
            data=upload,
            name=upload.name,
            declared_type=upload.content_type or "",
            purpose=PURPOSE,
            owner_kind=OWNER,
            owner_key=actor.id,
            now=clock.now(),
            read=True,
        )
    except Refused as refused:
        return render(request, "cases/parts/card.html", {"refused": refused}, status=part_status(refused))
    return render(request, "cases/parts/card.html", card_part(None, str(file.pk), kind))


@signed_in
@require_http_methods(["GET", "HEAD"])
def card_read(request: HttpRequest, file_id: str) -> HttpResponse:
    """Answer the page that waits for the reader, to the clerk who asked only."""
    actor = request.actor  # type: ignore[attr-defined]
    kind = request.GET.get("kind", "")
    file = file_for(file_id, owner_kind=OWNER, owner_key=actor.id)
    return render(request, "cases/parts/card.html", card_part(reading_of(file.pk), file_id, kind))


@signed_in
@require_http_methods(["GET", "HEAD"])
def desk_file(request: HttpRequest, file_id: str) -> HttpResponseBase:
    """Show what lies on the clerk's own desk before anything is received; the look is on record (个人信息保护法 51, 54)."""
    actor = request.actor  # type: ignore[attr-defined]
    file = file_for(file_id, owner_kind=OWNER, owner_key=actor.id)
    record_access(actor, file=file, act="view", why="收件前核对扫描件", now=clock.now())
    return file_response(request, file)


@signed_in
@require_http_methods(["GET", "HEAD"])
def desk_file_small(request: HttpRequest, file_id: str) -> HttpResponse:
    """Show its small picture, to the clerk on whose desk it lies only."""
    actor = request.actor  # type: ignore[attr-defined]
    return thumbnail_response(file_for(file_id, owner_kind=OWNER, owner_key=actor.id))
