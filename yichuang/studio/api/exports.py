"""Export over the API: the same files as on the page, in Base64."""

import base64
from typing import Literal

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.catalog.queries import latest_version
from yichuang.foundations.http import PROBLEMS
from yichuang.foundations.problems import NotAllowed
from yichuang.studio.papers.exports import Paper, export
from yichuang.studio.queries import VIEW, draft_for
from yichuang.studio.schemas.imports import PaperOut

router = Router(tags=["事项梳理"])
Kind = Literal["full", "nine", "guide"]


@router.get(
    "/studio/drafts/{draft_id}/export",
    auth=staff_auth,
    response={200: PaperOut, **PROBLEMS},
    operation_id="export_draft",
    summary="导出草稿",
)
def get_draft_export(request: HttpRequest, draft_id: str, kind: Kind = "full") -> PaperOut:
    """Answer a draft as a file: full workbook, nine columns, or guide."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    return _paper(export(kind, draft.document, department=draft.department.name, version=0))


@router.get(
    "/studio/matters/{key}/export",
    auth=staff_auth,
    response={200: PaperOut, **PROBLEMS},
    operation_id="export_matter",
    summary="导出已发布事项",
)
def get_matter_export(request: HttpRequest, key: str, kind: Kind = "full") -> PaperOut:
    """Answer the newest published version of a matter as a file."""
    if not request.actor.may(VIEW):  # type: ignore[attr-defined]
        raise NotAllowed(VIEW, "您没有导出事项的权限。")
    matter = latest_version(key)
    document = matter.spec.model_dump(mode="json", by_alias=True)
    return _paper(export(kind, document, department=matter.department_name, version=matter.number))


def _paper(paper: Paper) -> PaperOut:
    return PaperOut(name=paper.name, media_type=paper.media_type, content=base64.b64encode(paper.data).decode())
