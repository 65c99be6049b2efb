"""May-see and reads of drafts: a draft is seen by its department, by those who examine it, and by the district."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import departments, received_in
from yichuang.studio.models import Draft, DraftRevision, Remark
from yichuang.studio.policies import place_of
from yichuang.studio.rules.states import OPEN_STATES

VIEW = "draft.view"


def visible_drafts(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts that the actor may see, without their documents."""
    return _seen(actor).select_related("department").defer("document")


def draft_for(actor: Actor, draft_id: uuid.UUID | str) -> Draft:
    """Return a draft with its document (one statement).

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    return _found(_seen(actor).select_related("department", "base_version", "candidate"), draft_id)


def lock_draft(actor: Actor, draft_id: uuid.UUID | str) -> Draft:
    """Return a draft, locked for a write and seen by the actor.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    return _found(_seen(actor).select_for_update(of=("self",)).select_related("department", "candidate"), draft_id)


def open_draft_of(actor: Actor, key: str) -> Draft | None:
    """Return the open draft of a matter, where there is one that the actor may see."""
    rows = _seen(actor).filter(key=key, state__in=OPEN_STATES)
    return rows.select_related("department").defer("document").first()


def revision_of(draft: Draft, number: int) -> DraftRevision:
    """Return one saved state of a draft.

    :raises NotFound: when there is none of that number.
    """
    found = DraftRevision.objects.filter(draft=draft, number=number).first()
    if found is None:
        raise NotFound("这一稿", "请从修改记录中选择。")
    return found


def revision_before(draft: Draft, number: int) -> DraftRevision | None:
    """Return the state that was kept before one; None for the first."""
    return DraftRevision.objects.filter(draft=draft, number__lt=number).order_by("-number").first()


def revisions_of(draft: Draft) -> QuerySet[DraftRevision]:
    """Return the saved states of a draft without their documents, newest first."""
    return DraftRevision.objects.filter(draft=draft).defer("document").order_by("-number")


def remarks_on(draft: Draft) -> QuerySet[Remark]:
    """Return the open remarks on a draft, the oldest first."""
    return Remark.objects.filter(draft=draft, settled_at=None).order_by("at", "pk")


def _seen(actor: Actor) -> QuerySet[Draft]:
    allowed = Q(pk__in=[])
    for grant in actor.scopes(VIEW):
        if grant.scope == "everywhere":
            return Draft.objects.all()
        if grant.scope == "division":
            allowed |= received_in(grant.value)
        elif grant.scope == "department":
            allowed |= Q(department_id=grant.value)
    return Draft.objects.filter(allowed)


def _found(rows: QuerySet[Draft], draft_id: Any) -> Draft:
    try:
        wanted = uuid.UUID(str(draft_id))
    except ValueError:
        wanted = None
    draft = rows.filter(pk=wanted).first() if wanted else None
    if draft is None:
        raise NotFound("这份草稿", "请从草稿列表中选择；它也可能属于其他部门。")
    return draft


def writable_departments(actor: Actor) -> list[tuple[int, str]]:
    """Return id and name of the departments whose matters the actor may write."""
    return [(one.pk, one.name) for one in departments() if actor.may("draft.write", place_of(one))]
