"""Drafts of life events over /api/life-event-drafts, and their versions (S2-21, S2-25)."""

import uuid
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound
from yichuang.life_events import policies
from yichuang.life_events import schemas_composing as s
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.operations.open_draft import open_life_event_draft, open_next_life_event_draft
from yichuang.life_events.operations.publish_draft import publish_life_event_draft
from yichuang.life_events.operations.review_draft import arrange_life_event_review, review_life_event_draft
from yichuang.life_events.operations.save_draft import (
    read_document,
    restore_life_event_draft,
    save_life_event_draft,
)
from yichuang.life_events.operations.stop_version import resume_life_event, suspend_life_event, withdraw_life_event
from yichuang.life_events.operations.submit_draft import (
    discard_life_event_draft,
    recall_life_event_draft,
    submit_life_event_draft,
)
from yichuang.life_events.queries import versions_of
from yichuang.life_events.queries.composing import (
    VIEW,
    WRITE,
    ground_of,
    life_event_draft_for,
    life_event_revisions,
    reviews_of,
    simulations_of,
    spec_of_draft,
    specs_in,
    visible_life_event_drafts,
)
from yichuang.life_events.queries.practice import candidate_of, objections_of, runs_of, standing_of
from yichuang.life_events.rules.scripts import written
from yichuang.life_events.schemas.practice import objection_out, run_line

router = Router(tags=["一件事编排"], auth=staff_auth)
ONE: dict[int, Any] = {200: s.LifeEventDraftOut, **PROBLEMS}
State = Literal["", "draft", "submitted", "in_review", "simulating", "approved", "published", "discarded"]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, VIEW, None, "查看一件事草稿")
    return actor


def _whole(draft: LifeEventDraft) -> s.LifeEventDraftOut:
    spec = spec_of_draft(draft)
    return s.draft_out(draft, spec, ground_of(spec, day_of(clock.now())))


@router.get(
    "/life-event-drafts",
    response={200: s.LifeEventDraftPage, **PROBLEMS},
    operation_id="list_life_event_drafts",
    summary="一件事草稿列表",
)
def get_drafts(request: HttpRequest, q: str = "", state: State = "", cursor: str = "", size: int = 20) -> Any:
    """Return the drafts that the actor may see, the latest first, a page at a time."""
    rows = visible_life_event_drafts(_actor(request))
    if text := q.strip():
        rows = rows.filter(Q(name__contains=text) | Q(key__startswith=text))
    page = page_of(rows.filter(state=state) if state else rows, ["-updated_at"], cursor, size)
    return {"rows": [s.draft_line(row) for row in page.rows], "next": page.next, "previous": page.previous}


@router.post(
    "/life-event-drafts",
    response={201: s.LifeEventDraftOut, **PROBLEMS},
    operation_id="open_life_event_draft",
    summary="新建一件事草稿",
)
def post_draft(request: HttpRequest, body: s.LifeEventOpenBody) -> Any:
    """Begin a draft: matters merged as far as they are the same, or the next version of a life event."""
    actor = _actor(request)
    policies.demand(actor, WRITE, None, "编排一件事")

    def act() -> s.LifeEventDraftOut:
        now = clock.now()
        if body.next_of:
            draft = open_next_life_event_draft(actor=actor, key=body.next_of, why=body.why, now=now)
        else:
            draft = open_life_event_draft(actor, body.key, body.name, body.matters, now, body.why, body.department)
        return _whole(life_event_draft_for(actor, draft.pk))

    return write(request, act, 201)


@router.get(
    "/life-event-drafts/{uuid:draft_id}", response=ONE, operation_id="get_life_event_draft", summary="取一件事草稿"
)
def get_draft(request: HttpRequest, draft_id: uuid.UUID) -> Any:
    """Return a draft with its document, findings, conflicts of meaning, and what it spares."""
    return _whole(life_event_draft_for(_actor(request), draft_id))


@router.put(
    "/life-event-drafts/{uuid:draft_id}", response=ONE, operation_id="save_life_event_draft", summary="保存一件事草稿"
)
def put_draft(request: HttpRequest, draft_id: uuid.UUID, body: s.LifeEventSaveBody) -> Any:
    """Save a document, merged on an older revision; what cannot be is answered 409: `places` to choose at, `conflicts` in words."""
    actor = _actor(request)

    def act() -> s.LifeEventDraftOut:
        save_life_event_draft(
            actor=actor,
            draft_id=draft_id,
            document=body.document,
            base_revision=body.base_revision,
            note=body.note,
            merging=body.merging(),
            now=clock.now(),
        )
        return _whole(life_event_draft_for(actor, draft_id))

    return write(request, act)


@router.post(
    "/life-event-drafts/{uuid:draft_id}/judge",
    response={200: list[s.WholeFinding], **PROBLEMS},
    operation_id="judge_life_event",
    summary="校验一件事文稿",
)
def post_judge(request: HttpRequest, draft_id: uuid.UUID, body: s.LifeEventSaveBody) -> Any:
    """Say what is wrong with a document without saving it."""
    life_event_draft_for(_actor(request), draft_id)
    spec = read_document(body.document)
    return s.findings_out(spec, ground_of(spec, day_of(clock.now())))


@router.get(
    "/life-event-drafts/{uuid:draft_id}/revisions",
    response={200: s.LifeEventRevisionPage, **PROBLEMS},
    operation_id="list_life_event_revisions",
    summary="一件事草稿修改记录",
)
def get_revisions(request: HttpRequest, draft_id: uuid.UUID, cursor: str = "") -> Any:
    """Return the saved states of a draft, newest first, a page at a time."""
    draft = life_event_draft_for(_actor(request), draft_id)
    page = page_of(life_event_revisions(draft), ["-number"], cursor, 50)
    return {"rows": [s.revision_line(row) for row in page.rows], "next": page.next, "previous": page.previous}


@router.post(
    "/life-event-drafts/{uuid:draft_id}/moves",
    response=ONE,
    operation_id="move_life_event_draft",
    summary="办理一件事草稿",
)
def post_move(request: HttpRequest, draft_id: uuid.UUID, body: s.LifeEventMoveBody) -> Any:
    """Submit, recall, discard, restore a revision, arrange the review, publish."""
    actor = _actor(request)

    def act() -> s.LifeEventDraftOut:
        given: dict[str, Any] = {"actor": actor, "draft_id": draft_id, "now": clock.now()}
        match body.verb:
            case "submit":
                submit_life_event_draft(**given, revision=body.revision)
            case "recall":
                recall_life_event_draft(**given, reason=body.reason)
            case "discard":
                discard_life_event_draft(**given, reason=body.reason)
            case "restore":
                restore_life_event_draft(**given, number=body.number)
            case "arrange":
                arrange_life_event_review(**given)
            case "publish":
                publish_life_event_draft(**given)
        return _whole(life_event_draft_for(actor, draft_id))

    return write(request, act)


@router.get(
    "/life-event-drafts/{uuid:draft_id}/examination",
    response={200: s.LifeEventExamination, **PROBLEMS},
    operation_id="get_life_event_examination",
    summary="一件事的评审和模拟验收",
)
def get_examination(request: HttpRequest, draft_id: uuid.UUID) -> Any:
    """Return the latest round: what departments and windows say, scripted applicants and their windows, what is missing to pass."""
    draft = life_event_draft_for(_actor(request), draft_id)
    spec, candidate = spec_of_draft(draft), candidate_of(draft)
    scripts = candidate.scripts if candidate else written(spec, specs_in(spec), day_of(clock.now()))
    runs = runs_of(candidate)
    return s.LifeEventExamination(
        round=draft.round,
        state=draft.state,
        reviews=[s.review_line(row) for row in reviews_of(draft)],
        scripts=[s.script_out(one) for one in scripts],
        walks=[s.walk_line(row) for row in simulations_of(draft)],
        runs=[run_line(run) for run in runs],
        objections=[objection_out(one, one.run) for one in objections_of(draft)],
        missing=list(standing_of(candidate, runs).missing) if runs else [],
    )


@router.post(
    "/life-event-drafts/{uuid:draft_id}/review",
    response=ONE,
    operation_id="review_life_event_draft",
    summary="评审一件事",
)
def post_review(request: HttpRequest, draft_id: uuid.UUID, body: s.LifeEventGradeBody) -> Any:
    """Grade a draft for one department concerned."""
    actor = _actor(request)

    def act() -> s.LifeEventDraftOut:
        given: dict[str, Any] = {"actor": actor, "draft_id": draft_id, "now": clock.now()}
        review_life_event_draft(**given, department_id=body.department, grade=body.grade, reason=body.reason)
        return _whole(life_event_draft_for(actor, draft_id))

    return write(request, act)


@router.get(
    "/life-event-versions/{key}",
    response={200: s.LifeEventVersionsOut, **PROBLEMS},
    operation_id="list_life_event_versions",
    summary="一件事的版本",
)
def get_versions(request: HttpRequest, key: str) -> Any:
    """Return the versions of a life event, the newest first, with what each changed in words."""
    _actor(request)
    rows = list(versions_of(key).select_related("life_event")[:30])
    if not rows:
        raise NotFound("这件“一件事”", "请从一件事列表中选择。")
    return s.versions_out(key, rows)


@router.post(
    "/life-event-versions/{key}/moves",
    response={200: s.LifeEventVersionsOut, **PROBLEMS},
    operation_id="stop_life_event",
    summary="暂停、恢复、取消一件事",
)
def post_stop(request: HttpRequest, key: str, body: s.LifeEventStopBody) -> Any:
    """Suspend, resume or withdraw the newest version."""
    actor = _actor(request)

    def act() -> s.LifeEventVersionsOut:
        now = clock.now()
        match body.verb:
            case "suspend":
                suspend_life_event(actor=actor, key=key, reason=body.reason, now=now)
            case "resume":
                resume_life_event(actor=actor, key=key, now=now)
            case "withdraw":
                withdraw_life_event(actor=actor, key=key, reason=body.reason, now=now)
        return s.versions_out(key, list(versions_of(key).select_related("life_event")[:30]))

    return write(request, act)
