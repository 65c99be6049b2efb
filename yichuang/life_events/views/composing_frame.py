"""What every page of a draft shares: where it stands, its places, what the actor may do, what the prover finds and where."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from pydantic import ValidationError

from yichuang.catalog.rules.conditions import describe
from yichuang.catalog.rules.findings import SEVERITY_NAMES, Finding
from yichuang.foundations.clock import day_of
from yichuang.life_events.models import LifeEventDraft
from yichuang.life_events.policies import place_of
from yichuang.life_events.queries.composing import (
    ARRANGE,
    PUBLISH,
    WRITE,
    ground_of,
    reviewable,
    spec_of_draft,
    windows_for,
)
from yichuang.life_events.rules.conflicts import conflicts
from yichuang.life_events.rules.drafting import DRAFT, EXAMINED, STATE_NAMES, STEP_OF, STEPS, SUBMITTED, TONES
from yichuang.life_events.rules.expected import expected_savings
from yichuang.life_events.rules.spec import FAILURE_NAMES, LifeEventSpec
from yichuang.life_events.rules.together import stages
from yichuang.life_events.rules.whole import Ground, prove_whole, section_of

SECTIONS: dict[str, tuple[str, str]] = {
    "members": ("联办事项", "sitemap"),
    "questions": ("问题", "help-circle"),
    "fields": ("合并表单", "table"),
    "materials": ("材料", "files"),
    "terms": ("名称和期限", "clock"),
}
PLACES: tuple[tuple[str, str, str], ...] = (
    ("preview", "预览", "life-event-draft-preview"),
    ("history", "修改记录", "life-event-draft-history"),
    ("review", "部门评审", "life-event-draft-review"),
    ("simulation", "模拟验收", "life-event-draft-simulation"),
)
TONE_OF = {"error": "red", "undecided": "yellow", "advice": "blue"}


def frame(request: HttpRequest, draft: LifeEventDraft, here: str) -> dict[str, Any]:
    """Return what the head of every page of a draft needs."""
    actor = request.actor  # type: ignore[attr-defined]
    place = place_of(draft.department)
    writes = actor.may(WRITE, place)
    links = [("overview", "总览", reverse("life-event-draft", args=[draft.pk]))]
    links += [
        (name, title, reverse("life-event-draft-section", args=[draft.pk, name]))
        for name, (title, _) in SECTIONS.items()
    ]
    links += [(name, title, reverse(route, args=[draft.pk])) for name, title, route in PLACES]
    return {
        "draft": draft,
        "state": STATE_NAMES[draft.state],
        "tone": TONES[draft.state],
        "links": links,
        "here": here,
        "steps": STEPS,
        "current": STEP_OF[draft.state],
        "writable": writes and draft.state == DRAFT,
        "recalls": writes and draft.state in EXAMINED,
        "arranges": draft.state == SUBMITTED and actor.may(ARRANGE, place),
        "publishes": draft.state == "approved" and actor.may(PUBLISH, place),
        "grades": draft.state == "in_review" and bool(reviewable(actor, draft)),
        "walks": draft.state == "simulating" and bool(windows_for(actor, draft)),
        "deals": draft.state == "simulating" and actor.may(ARRANGE, place),
    }


def overview_of(draft: LifeEventDraft, now: datetime) -> dict[str, Any]:
    """Return what the overview shows."""
    spec = spec_of_draft(draft)
    ground = ground_of(spec, day_of(now))
    found = prove_whole(spec, ground)
    return {
        "spec": spec,
        "findings": shown(found, draft),
        "errors": sum(one.severity != "advice" for one in found),
        "savings": expected_savings(spec, ground.specs),
        "stages": stage_lines(spec, ground),
        "settled": [one for one in conflicts(spec, ground.specs) if one.settled],
        "returned": draft.returned_for.splitlines(),
    }


def stage_lines(spec: LifeEventSpec, ground: Ground) -> list[list[dict[str, Any]]]:
    """Return the members stage by stage: what starts together stands together."""
    members = {one.id: one for one in spec.members}
    return [
        [
            {
                "name": ground.name(name),
                "version": members[name].version,
                "limit": ground.specs[name].promised_limit.words() if name in ground.specs else "",
                "needed": "" if members[name].needed_if is None else describe(members[name].needed_if, spec),
                "failure": FAILURE_NAMES[members[name].on_failure],
                "told": members[name].told,
            }
            for name in stage
        ]
        for stage in stages(spec, frozenset(members))
    ]


def shown(found: Sequence[Finding], draft: LifeEventDraft) -> list[dict[str, Any]]:
    """Return findings for the page, each with a link to the part where it is put right."""
    return [
        {
            "finding": one,
            "severity": SEVERITY_NAMES[one.severity],
            "tone": TONE_OF[one.severity],
            "section": section_of(one.place),
            "title": SECTIONS[section_of(one.place)][0],
            "url": reverse("life-event-draft-section", args=[draft.pk, section_of(one.place)]) + f"#{anchor(one)}",
        }
        for one in found
    ]


def anchor(finding: Finding) -> str:
    """Return the id of the row on the page that a finding is about."""
    place = finding.place
    if place.kind == "option":
        return f"row-{place.parent}"
    if place.id:
        return f"row-{place.id}"
    return f"row-{place.field.partition('.')[2] or place.field}"


def beside(document: Mapping[str, Any], draft: LifeEventDraft, section: str, now: datetime) -> dict[str, Any]:
    """Return the findings of one part by row, and those of no row; nothing for a document that cannot be read."""
    try:
        spec = LifeEventSpec.model_validate(document)
    except ValidationError:
        return {"by_row": {}, "others": []}
    here = [one for one in shown(prove_whole(spec, ground_of(spec, day_of(now))), draft) if one["section"] == section]
    by_row: dict[str, list[Any]] = {}
    for one in here:
        by_row.setdefault(anchor(one["finding"]), []).append(one)
    rows = {f"row-{row['id']}" for row in document.get(section, ())} if section != "terms" else set()
    return {"by_row": by_row, "others": [one for name, ones in by_row.items() if name not in rows for one in ones]}
