"""Files of a draft: sample pictures (blurred as they are taken in, S2-18), blank forms, and showing them to those who see the draft."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST, require_safe
from pydantic import TypeAdapter, ValidationError

from yichuang.accounts.auth import signed_in
from yichuang.catalog.rules.samples import Area
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.files.serving import file_response
from yichuang.foundations import clock
from yichuang.foundations.http import in_problem_details
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.operations.keep_file import blur_again, keep_blank_form, keep_sample
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.kept_files import file_of_matter
from yichuang.studio.views.editor import read_json

_AREAS: TypeAdapter[list[Area]] = TypeAdapter(list[Area])


@require_POST
@signed_in
@in_problem_details
def add_sample(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Take in a picture with the areas to blur, or blur more of one that is kept (`again`: its id)."""
    actor = request.actor  # type: ignore[attr-defined]
    draft_for(actor, draft_id)
    areas = _areas(request.POST.get("areas") or "[]")
    if again := request.POST.get("again", ""):
        kept = blur_again(actor=actor, draft_id=draft_id, file_id=again, areas=areas, now=clock.now())
    else:
        kept = keep_sample(actor=actor, draft_id=draft_id, content=_uploaded(request), areas=areas, now=clock.now())
    return JsonResponse(asdict(kept))


@require_POST
@signed_in
@in_problem_details
def add_form(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Take in a blank form."""
    actor = request.actor  # type: ignore[attr-defined]
    draft_for(actor, draft_id)
    kept = keep_blank_form(actor=actor, draft_id=draft_id, content=_uploaded(request), now=clock.now())
    return JsonResponse(asdict(kept))


@require_safe
@signed_in
def show_file(request: HttpRequest, draft_id: str, file_id: str) -> HttpResponseBase:
    """Show a sample or hand out a blank form to whoever sees the draft."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    return file_response(request, file_of_matter(draft, file_id), download=request.GET.get("download") == "1")


def _uploaded(request: HttpRequest) -> Prepared:
    file: Any = request.FILES.get("file")
    if file is None:
        reason = Reason("no_file", "没有选择文件。", "file", kept="已有的都在。", todo="请选择文件。")
        raise Refused(reason, status=422, title="没有上传")
    return prepare(file, name=file.name or "", declared_type=file.content_type or "")


def _areas(text: str) -> list[Area]:
    try:
        return _AREAS.validate_python(read_json(text))
    except ValidationError as error:
        reason = Reason("areas", "模糊处理的区域不在图片之内。", "areas", "S2-18", "没有保存图片。", "请重新框选。")
        raise Refused(reason, status=422, title="示例没有保存") from error
