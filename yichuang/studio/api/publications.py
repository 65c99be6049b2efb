"""Publication of approved drafts, over /api/studio/… (S2-22)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.cases.queries.volumes import running_cases
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.studio.operations.plan_publication import schedule_publication, unschedule
from yichuang.studio.operations.publish_draft import publish_draft
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.publications import beside_the_version_in_force, drafts_to_publish
from yichuang.studio.schemas import publications as s

router = Router(tags=["事项发布"], auth=staff_auth)
ANSWERS: dict[int, Any] = {200: s.PublicationOut, **PROBLEMS}


@router.get(
    "/studio/publications",
    response={200: s.PublicationPage, **PROBLEMS},
    operation_id="list_publications",
    summary="待发布的送审稿",
)
def list_publications(request: HttpRequest, cursor: str = "", size: int = 20) -> s.PublicationPage:
    """Return the drafts that wait for publication, the latest first."""
    page = page_of(drafts_to_publish(request.actor), ["-updated_at"], cursor, size)  # type: ignore[attr-defined]
    return s.PublicationPage(rows=[s.publication_out(row) for row in page.rows], next=page.next, previous=page.previous)


@router.get(
    "/studio/drafts/{uuid:draft_id}/comparison",
    response={200: s.DraftComparison, **PROBLEMS},
    operation_id="compare_draft",
    summary="草稿与现行版本对照",
)
def get_comparison(request: HttpRequest, draft_id: UUID) -> s.DraftComparison:
    """Say in words what a draft changes, and how many cases would stay on the old version."""
    draft = draft_for(request.actor, draft_id)  # type: ignore[attr-defined]
    found = beside_the_version_in_force(draft)
    groups = found.comparison.groups if found.comparison else ()
    return s.DraftComparison(
        before=found.before.number if found.before else 0,
        running_cases=running_cases(draft.key) if found.before else 0,
        burden=list(found.comparison.burden) if found.comparison else [],
        changes=[change.text for group in groups for change in group.changes],
        faults=[fault.message for fault in found.judgement.errors],
    )


@router.post("/studio/drafts/{uuid:draft_id}/publish", response=ANSWERS, operation_id="publish_draft", summary="发布")
def post_publish(request: HttpRequest, draft_id: UUID, body: s.PublishBody) -> Any:
    """Publish an approved draft on every channel at once."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(
        request,
        lambda: s.publication_out(publish_draft(actor=actor, draft_id=draft_id, now=now, revision=body.revision)),
    )


@router.post(
    "/studio/drafts/{uuid:draft_id}/schedule",
    response=ANSWERS,
    operation_id="schedule_publication",
    summary="定时发布",
)
def post_schedule(request: HttpRequest, draft_id: UUID, body: s.PlanBody) -> Any:
    """Plan the publication for a later hour."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.PublicationOut:
        plan = schedule_publication(actor=actor, draft_id=draft_id, at=body.at, now=now)
        return s.publication_out(plan.draft, plan)

    return write(request, act)


@router.post(
    "/studio/drafts/{uuid:draft_id}/unschedule",
    response=ANSWERS,
    operation_id="unschedule_publication",
    summary="取消定时发布",
)
def post_unschedule(request: HttpRequest, draft_id: UUID) -> Any:
    """Call a planned publication off; the draft stays approved."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.publication_out(unschedule(actor=actor, draft_id=draft_id, now=now)))
