"""Drafts over the API: list, open, read, save with merging, judge, repair, go back, give up, settle remarks."""

import uuid
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed
from yichuang.studio.models import Draft
from yichuang.studio.operations.discard_draft import discard_draft
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.operations.restore_revision import restore_revision
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.operations.settle_remark import settle_remark
from yichuang.studio.queries import VIEW, draft_for, remarks_on, revisions_of, visible_drafts
from yichuang.studio.queries.judging import judge, judged_unsaved, repaired
from yichuang.studio.queries.listing import SIZE, demand_spec, exercised, listed
from yichuang.studio.schemas import drafts as shapes

router = Router(tags=["事项梳理"], auth=staff_auth)


@router.get(
    "/studio/drafts", response={200: shapes.DraftPage, **PROBLEMS}, operation_id="list_drafts", summary="草稿列表"
)
def get_drafts(request: HttpRequest, state: str = "", cursor: str = "") -> Any:
    """Return the drafts that the actor may see, the latest first, a page at a time."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "您没有查看事项草稿的权限。")
    rows = visible_drafts(actor)
    page = page_of(rows.filter(state=state) if state else rows, ["-updated_at"], cursor, 50)
    return {"rows": [shapes.draft_line(row) for row in page.rows], "next": page.next, "previous": page.previous}


@router.post(
    "/studio/drafts", response={200: shapes.DraftOut, **PROBLEMS}, operation_id="open_draft", summary="新建草稿"
)
def post_draft(request: HttpRequest, body: shapes.OpenBody) -> Any:
    """Begin a draft: blank, or the next version of a published matter."""
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> shapes.DraftOut:
        if body.next_of:
            draft = open_next_version(actor=actor, matter_key=body.next_of, now=clock.now())
        else:
            draft = open_draft(actor=actor, department_id=body.department_id, name=body.name, now=clock.now())
        return _whole(draft_for(actor, draft.pk))

    return write(request, act)


@router.get(
    "/studio/drafts/{uuid:draft_id}",
    response={200: shapes.DraftOut, **PROBLEMS},
    operation_id="get_draft",
    summary="取草稿",
)
def get_draft(request: HttpRequest, draft_id: uuid.UUID) -> Any:
    """Return a draft with its document, its findings and the open remarks."""
    return _whole(draft_for(request.actor, draft_id))  # type: ignore[attr-defined]


@router.put(
    "/studio/drafts/{uuid:draft_id}",
    response={200: shapes.SavedOut, **PROBLEMS},
    operation_id="save_draft",
    summary="保存草稿",
)
def put_draft(request: HttpRequest, draft_id: uuid.UUID, body: shapes.SaveBody) -> Any:
    """Save a document; on an older revision it is merged, and what cannot be merged is answered 409 with `conflicts`."""

    def act() -> shapes.SavedOut:
        saved = save_draft(
            actor=request.actor,  # type: ignore[attr-defined]
            draft_id=draft_id,
            document=body.document,
            base_revision=body.base_revision,
            explicit=body.explicit,
            note=body.note,
            merging=body.merging(),
            now=clock.now(),
        )
        return shapes.saved_out(saved)

    return write(request, act)


@router.post(
    "/studio/drafts/{uuid:draft_id}/judge",
    response={200: shapes.JudgedOut, **PROBLEMS},
    operation_id="judge_draft",
    summary="校验文稿",
)
def post_judge(request: HttpRequest, draft_id: uuid.UUID, body: shapes.DocumentBody) -> Any:
    """Say what is wrong with a document without saving it."""
    draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    return {"findings": shapes.findings_out(judged_unsaved(body.document).findings)}


@router.post(
    "/studio/drafts/{uuid:draft_id}/repair",
    response={200: shapes.RepairedOut, **PROBLEMS},
    operation_id="repair_draft",
    summary="一键修复",
)
def post_repair(request: HttpRequest, draft_id: uuid.UUID, body: shapes.RepairBody) -> Any:
    """Return a document put right by a finding's repair; it is not saved."""
    draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    document = repaired(body.document, body.code, body.arguments)
    return {"document": document, "findings": shapes.findings_out(judge(document).findings)}


@router.get(
    "/studio/drafts/{uuid:draft_id}/situations",
    response={200: shapes.SituationsOut, **PROBLEMS},
    operation_id="list_situations",
    summary="情形清单",
)
def get_situations(request: HttpRequest, draft_id: uuid.UUID, cursor: str = "", size: int = SIZE) -> Any:
    """Return a page of a draft's situations, counted exactly, each with a shortest way to answer that leads to it (S2-11)."""
    spec = demand_spec(draft_for(request.actor, draft_id))  # type: ignore[attr-defined]
    return shapes.situations_out(listed(spec, cursor, size, day_of(clock.now())))


@router.get(
    "/studio/drafts/{uuid:draft_id}/applicants",
    response={200: shapes.ApplicantsOut, **PROBLEMS},
    operation_id="list_applicants",
    summary="最少的申请人",
)
def get_applicants(request: HttpRequest, draft_id: uuid.UUID) -> Any:
    """Return the fewest applicants found that exercise every option, material and outcome of a draft today (S2-21②)."""
    spec = demand_spec(draft_for(request.actor, draft_id))  # type: ignore[attr-defined]
    return shapes.applicants_out(exercised(spec, day_of(clock.now())))


@router.get(
    "/studio/drafts/{uuid:draft_id}/revisions",
    response={200: shapes.RevisionPage, **PROBLEMS},
    operation_id="list_revisions",
    summary="草稿修改记录",
)
def get_revisions(request: HttpRequest, draft_id: uuid.UUID, cursor: str = "") -> Any:
    """Return the saved states of a draft, newest first, a page at a time."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    page = page_of(revisions_of(draft), ["-number"], cursor, 50)
    return {"rows": [shapes.revision_line(row) for row in page.rows], "next": page.next, "previous": page.previous}


@router.post(
    "/studio/drafts/{uuid:draft_id}/restore",
    response={200: shapes.DraftOut, **PROBLEMS},
    operation_id="restore_draft",
    summary="恢复草稿",
)
def post_restore(request: HttpRequest, draft_id: uuid.UUID, body: shapes.RestoreBody) -> Any:
    """Go back to an earlier state; it becomes a new revision."""
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> shapes.DraftOut:
        restore_revision(actor=actor, draft_id=draft_id, number=body.number, now=clock.now())
        return _whole(draft_for(actor, draft_id))

    return write(request, act)


@router.post(
    "/studio/drafts/{uuid:draft_id}/discard",
    response={200: shapes.DraftLine, **PROBLEMS},
    operation_id="discard_draft",
    summary="作废草稿",
)
def post_discard(request: HttpRequest, draft_id: uuid.UUID, body: shapes.DiscardBody) -> Any:
    """Give a draft up; its saved states stay on record."""
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> shapes.DraftLine:
        draft = discard_draft(actor=actor, draft_id=draft_id, reason=body.reason, now=clock.now())
        return shapes.DraftLine(**shapes.draft_line(draft))

    return write(request, act)


@router.post(
    "/studio/drafts/{uuid:draft_id}/remarks/{int:remark_id}/settle",
    response={200: shapes.RemarkOut, **PROBLEMS},
    operation_id="settle_remark",
    summary="处理意见",
)
def post_settle(request: HttpRequest, draft_id: uuid.UUID, remark_id: int, body: shapes.SettleBody) -> Any:
    """Say how a remark was dealt with."""
    actor = request.actor  # type: ignore[attr-defined]

    def act() -> shapes.RemarkOut:
        remark = settle_remark(actor=actor, draft_id=draft_id, remark_id=remark_id, note=body.note, now=clock.now())
        return shapes.remark_out(remark)

    return write(request, act)


def _whole(draft: Draft) -> shapes.DraftOut:
    findings = shapes.findings_out(judge(draft.document).findings)
    remarks = [shapes.remark_out(remark) for remark in remarks_on(draft)]
    return shapes.DraftOut(**shapes.draft_line(draft), document=draft.document, findings=findings, remarks=remarks)
