"""The joint intake as an exercise of a simulated acceptance: what is received, and an end without a joint case (S2-21②)."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect

from yichuang.foundations import clock
from yichuang.life_events.models import LifeEventRun
from yichuang.life_events.operations.practice import note_refused
from yichuang.life_events.queries import PublishedLifeEvent, life_event
from yichuang.life_events.queries.joint_plan import Plan
from yichuang.life_events.queries.practice import key_of, life_event_asked, run_under
from yichuang.life_events.rules.practice import refusals_in


def subject_of(request: HttpRequest, key: str) -> tuple[LifeEventRun | None, PublishedLifeEvent]:
    """Return the life event in force; for an exercise its run and the content that it is about, which nobody can apply for.

    :raises NotFound: without such a life event, or for a run that is not the actor's or not begun.
    """
    practice = (request.POST if request.method == "POST" else request.GET).get("practice", "")
    if not practice:
        return None, life_event(key)
    actor = request.actor  # type: ignore[attr-defined]
    return run_under(actor, practice), life_event_asked(actor, key, practice)


def stopped(plan: Plan) -> bool:
    """Tell whether the answers lead to no joint case: an end that an exercise notes."""
    return plan.reached.asked is None and bool(refusals_in(plan.reached, plan.names))


def note_end(request: HttpRequest, run: LifeEventRun, answers: Mapping[str, Any], kind: str) -> HttpResponseRedirect:
    """Note that nothing can be received, and go back to the task."""
    actor, event = request.actor, run.candidate.draft.key  # type: ignore[attr-defined]
    note_refused(actor=actor, key=key_of(run.pk), life_event=event, answers=answers, kind=kind, now=clock.now())
    messages.success(request, "已记下结果。请核对与预期是否一致。")
    return HttpResponseRedirect(f"/life-events/compose/simulations/{run.pk}/")
