"""May-see and reads of drafts of life events: seen by every department concerned, by the district, and by windows once they simulate."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.cases.rules.base_form import BY_NAME
from yichuang.catalog.queries import PublishedMatter, latest_version, numbered_version, published
from yichuang.catalog.rules.notices import NotInForce
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.calendars import calendar
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.life_events.models import (
    LifeEventDraft,
    LifeEventReview,
    LifeEventRevision,
    LifeEventSimulation,
    LifeEventVersion,
)
from yichuang.life_events.policies import place_of
from yichuang.life_events.queries import announced_of
from yichuang.life_events.rules.changes import changes
from yichuang.life_events.rules.drafting import APPROVED, OPEN_STATES, PUBLISHED, SIMULATING
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.steps import MOST, State
from yichuang.life_events.rules.whole import Ground
from yichuang.organizations.queries import (
    Department,
    Window,
    accepting_windows,
    departments,
    departments_by_id,
    received_in,
    sites_by_id,
)

VIEW, WRITE, REVIEW = "life_event.view", "life_event.write", "life_event.review"
ARRANGE, SIMULATE, PUBLISH = "life_event.arrange", "life_event.simulate", "life_event.publish"
# A window needs to see what it receives, and not what is still being written.
AT_WINDOWS = (SIMULATING, APPROVED, PUBLISHED)
DISTRICT = 6


def visible_life_event_drafts(actor: Actor) -> QuerySet[LifeEventDraft]:
    """Return the drafts that the actor may see, without their documents."""
    return _seen(actor).select_related("department").defer("document")


def life_event_draft_for(actor: Actor, draft_id: uuid.UUID | str) -> LifeEventDraft:
    """Return a draft with its document.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    return _found(_seen(actor).select_related("department", "base_version"), draft_id)


def lock_life_event_draft(actor: Actor, draft_id: uuid.UUID | str) -> LifeEventDraft:
    """Return a draft, locked for a write and seen by the actor.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    return _found(_seen(actor).select_for_update(of=("self",)).select_related("department"), draft_id)


def _seen(actor: Actor) -> QuerySet[LifeEventDraft]:
    allowed = Q(pk__in=[])
    sites = [int(grant.value) for grant in actor.scopes(VIEW) if grant.scope == "site"]
    for grant in actor.scopes(VIEW):
        if grant.scope == "everywhere":
            return LifeEventDraft.objects.all()
        if grant.scope == "division":
            allowed |= received_in(grant.value)
        elif grant.scope == "department":
            allowed |= Q(department_id=grant.value) | Q(concerned__contains=[int(grant.value)])
    for district in {one.division_id[:DISTRICT] for one in sites_by_id(sites).values()}:
        allowed |= received_in(district) & Q(state__in=AT_WINDOWS)
    return LifeEventDraft.objects.filter(allowed)


def _found(rows: QuerySet[LifeEventDraft], draft_id: Any) -> LifeEventDraft:
    try:
        wanted = uuid.UUID(str(draft_id))
    except ValueError:
        wanted = None
    draft = rows.filter(pk=wanted).first() if wanted else None
    if draft is None:
        raise NotFound("这份一件事草稿", "请从一件事草稿列表中选择；它也可能属于其他部门。")
    return draft


def open_life_event_draft_of(key: str) -> LifeEventDraft | None:
    """Return the open draft of a life event, where there is one."""
    return LifeEventDraft.objects.filter(key=key, state__in=OPEN_STATES).defer("document").first()


def spec_of_draft(draft: LifeEventDraft) -> LifeEventSpec:
    """Return a draft's document, read: what is saved is always readable."""
    return LifeEventSpec.model_validate(draft.document)


def matters_in(spec: LifeEventSpec) -> dict[str, PublishedMatter]:
    """Return by member the matter in the version it was composed with; a version that is not there is left out."""
    found = {}
    for member in spec.members:
        try:
            found[member.id] = numbered_version(member.matter, member.version)
        except NotFound:
            continue
    return found


def specs_in(spec: LifeEventSpec) -> dict[str, MatterSpec]:
    """Return by member the spec it was composed with."""
    return {member: found.spec for member, found in matters_in(spec).items()}


def told_versions(rows: Sequence[LifeEventVersion]) -> list[tuple[LifeEventVersion, list[str]]]:
    """Return versions, the newest first, each with what it changed in the one before it, in words."""
    specs = [LifeEventSpec.model_validate(row.spec) for row in rows]
    told: list[tuple[LifeEventVersion, list[str]]] = []
    for place, row in enumerate(rows):
        said: list[str] = []
        if place + 1 < len(rows):
            before, after = specs[place + 1], specs[place]
            names = {one: spec.name for one, spec in (specs_in(before) | specs_in(after)).items()}
            said = changes(before, after, names)
        told.append((row, said))
    return told


def ground_of(spec: LifeEventSpec, on: date) -> Ground:
    """Return what the prover of the whole stands on: the members as composed and as they stand now, departments, calendar, base form."""
    composed = specs_in(spec)
    closed, newer = dict[str, str](), dict[str, int]()
    for member in spec.members:
        try:
            now = published(member.matter)
        except NotInForce as stopped:
            closed[member.id] = "".join(reason.message for reason in stopped.reasons)
        except NotFound:
            closed[member.id] = "没有现行版本。"
        else:
            if now.number != member.version:
                newer[member.id] = now.number
    names = {one.key: one.name for one in departments()}
    ahead = {member: notice.ahead for member, notice in announced_of(spec).items()}
    return Ground(composed, on, closed, newer, names, calendar(), frozenset(BY_NAME), ahead)


def matters_to_compose(keys: Iterable[str]) -> dict[str, PublishedMatter]:
    """Return matters in force by key, in the order asked for.

    :raises Refused: 422 naming every one that is not in force.
    """
    found, reasons = dict[str, PublishedMatter](), list[Reason]()
    for key in dict.fromkeys(keys):
        try:
            found[key] = published(key)
        except Refused as refused:
            why = "".join(reason.message for reason in refused.reasons)
            todo = "请去掉这个事项，或等它恢复、发布后再编。"
            reasons.append(Reason("matter", f"“{key}”不能编入：{why}", "matters", "S2-25", "没有改动。", todo))
    if reasons:
        raise Refused(*reasons, status=422, title="不能编入")
    return found


def newest_matter(key: str) -> PublishedMatter:
    """Return the newest version of a matter, in force or not.

    :raises NotFound: without such a matter.
    """
    return latest_version(key)


def life_event_revisions(draft: LifeEventDraft) -> QuerySet[LifeEventRevision]:
    """Return the saved states of a draft without their documents, the newest first."""
    return LifeEventRevision.objects.filter(draft=draft).defer("document").order_by("-number")


def kept_states(draft: LifeEventDraft) -> list[State]:
    """Return the last states of a draft with their documents, in order (one statement)."""
    rows = LifeEventRevision.objects.filter(draft=draft).order_by("-number")[: MOST + 1]
    return [State(row.number, row.author_id, row.document) for row in reversed(rows)]


def life_event_revision(draft: LifeEventDraft, number: int) -> LifeEventRevision:
    """Return one saved state.

    :raises NotFound: when there is none of that number.
    """
    found = LifeEventRevision.objects.filter(draft=draft, number=number).first()
    if found is None:
        raise NotFound("这一稿", "请从修改记录中选择。")
    return found


def reviews_of(draft: LifeEventDraft) -> list[LifeEventReview]:
    """Return the reviews of a draft's latest round, by department."""
    rows = LifeEventReview.objects.filter(draft=draft, round=draft.round).select_related("department")
    return list(rows.order_by("department__name"))


def earlier_reviews(draft: LifeEventDraft) -> list[LifeEventReview]:
    """Return the graded reviews of the rounds before the latest, the latest first."""
    rows = LifeEventReview.objects.filter(draft=draft, round__lt=draft.round).exclude(grade="")
    return list(rows.select_related("department").order_by("-round", "department__name"))


def simulations_of(draft: LifeEventDraft) -> list[LifeEventSimulation]:
    """Return the simulations of a draft's latest round."""
    rows = LifeEventSimulation.objects.filter(draft=draft, round=draft.round).select_related("window__site")
    return list(rows.order_by("pk"))


def windows_for(actor: Actor, draft: LifeEventDraft) -> list[Window]:
    """Return the integrated acceptance windows at which the actor may simulate a draft: of his site, in its district (S2-27)."""
    rows = accepting_windows(draft.department.receiving_id)
    return [row for row in rows if actor.may(SIMULATE, Place(division=row.site.division_id, site_id=row.site_id))]


def reviewable(actor: Actor, draft: LifeEventDraft) -> list[LifeEventReview]:
    """Return the reviews of the latest round that the actor may give: of his department, or of any as an expert of the division."""
    return [row for row in reviews_of(draft) if not row.grade and actor.may(REVIEW, place_of(row.department))]


def concerned_departments(draft: LifeEventDraft) -> list[Department]:
    """Return the departments concerned: the lead and those of the members."""
    return departments_by_id(draft.concerned)


def composing_departments(actor: Actor) -> list[Department]:
    """Return the departments in whose name the actor may compose."""
    return [one for one in departments() if actor.may(WRITE, place_of(one))]


def newest_life_events() -> list[LifeEventVersion]:
    """Return the newest version of every life event, by name (one statement)."""
    rows = LifeEventVersion.objects.order_by("life_event_id", "-number").distinct("life_event_id")
    return sorted(rows.select_related("life_event__department"), key=lambda row: row.life_event.name)
