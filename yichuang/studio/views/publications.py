"""What waits for publication; what would change; publish now, or plan it for an hour, or call that off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.queries.volumes import running_cases
from yichuang.catalog.queries import matter_revision
from yichuang.foundations import clock
from yichuang.foundations.http import acted
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.studio import policies
from yichuang.studio.forms import PlanForm
from yichuang.studio.models import Draft
from yichuang.studio.operations.plan_publication import schedule_publication, unschedule
from yichuang.studio.operations.publish_draft import publish_draft
from yichuang.studio.queries import VIEW, draft_for
from yichuang.studio.queries.publications import beside_the_version_in_force, drafts_to_publish, plans_of
from yichuang.studio.rules.states import STATE_NAMES, TONES, after
from yichuang.studio.views.places import draft_places


@require_safe
@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """List the drafts that wait for publication, planned ones with their hour, failed ones with the reason."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(VIEW):
        raise NotAllowed(VIEW, "您没有查看事项草稿的权限。")
    published = request.GET.get("show") == "published"
    page = page_of(drafts_to_publish(actor, published), ["-updated_at"], request.GET.get("cursor", ""), 30)
    lines = [(row, STATE_NAMES[row.state], TONES[row.state]) for row in page.rows]
    return render(request, "studio/publications.html", {"page": page, "lines": lines, "published": published})


@require_safe
@signed_in
def compare(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Say in words what a draft changes against the version in force; made to be printed."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = draft_for(actor, draft_id)
    context = {"draft": draft, "places": draft_places(actor, draft), **_beside(draft)}
    return render(request, "studio/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def publish(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Show what publication will change and how many cases stay on the old version; then publish, plan or call off."""
    actor = request.actor  # type: ignore[attr-defined]
    draft = draft_for(actor, draft_id)
    policies.demand(actor, "matter.publish", draft.department, "发布事项")
    form = PlanForm(request.POST if request.POST.get("act") == "plan" else None)
    if request.method != "POST" or (form.is_bound and not form.is_valid()):
        return _page(request, draft, form)

    def perform() -> str:
        return _act(request, draft, form)

    return acted(
        request,
        perform,
        lambda refused: _page(request, draft_for(actor, draft_id), form, refused),
        "/studio/publications/",
    )


def _act(request: HttpRequest, draft: Draft, form: PlanForm) -> str:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    act = request.POST.get("act", "")
    if act == "plan":
        plan = schedule_publication(actor=actor, draft_id=draft.pk, at=form.at, now=now)
        return f"“{draft.name}”将于 {plan.at:%Y-%m-%d %H:%M} 自动发布。"
    if act == "unschedule":
        unschedule(actor=actor, draft_id=draft.pk, now=now)
        return f"“{draft.name}”的定时发布已取消，仍待发布。"
    seen = request.POST.get("revision", "")
    publish_draft(actor=actor, draft_id=draft.pk, now=now, revision=int(seen) if seen.isdecimal() else None)
    return f"“{draft.name}”已发布，窗口、网上、自助终端和接口同时启用。"


def _beside(draft: Draft) -> dict[str, Any]:
    found = beside_the_version_in_force(draft)
    return {"before": found.before, "comparison": found.comparison, "faults": found.judgement.errors}


def _page(request: HttpRequest, draft: Draft, form: PlanForm, refused: Refused | None = None) -> HttpResponse:
    beside = _beside(draft)
    context: dict[str, Any] = {
        "draft": draft,
        "places": draft_places(request.actor, draft),  # type: ignore[attr-defined]
        "state": STATE_NAMES[draft.state],
        "tone": TONES[draft.state],
        "form": form,
        "refused": refused,
        "running": running_cases(draft.key) if beside["before"] else 0,
        "revision": matter_revision(draft.key),
        "plans": plans_of(draft),
        "may_publish": after(draft.state, "publish") is not None,
        "may_plan": after(draft.state, "schedule") is not None,
        "may_unschedule": after(draft.state, "unschedule") is not None,
        **beside,
    }
    status = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "studio/publish.html", context, status=status)
