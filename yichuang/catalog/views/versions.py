"""One matter for officers: its versions, what the public is told, suspension, resumption, withdrawal, and two versions compared."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.catalog.forms import CompareForm, ResumeForm, SuspendForm, WithdrawForm
from yichuang.catalog.models import PUBLISHED, STATE_NAMES, SUSPENDED, Matter
from yichuang.catalog.operations.resume import resume
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.operations.withdraw import withdraw_matter
from yichuang.catalog.queries import matter_for, notices_of, numbered_version, open_notice, versions_of
from yichuang.catalog.rules.comparison import compare_versions
from yichuang.foundations import clock
from yichuang.foundations.actors import Place
from yichuang.foundations.http import acted
from yichuang.foundations.problems import Refused

SUSPENDED_SAID = "已登记暂停公告，各渠道同时生效；正在办理的件不受影响。"
RESUMED_SAID = "已恢复办理，各渠道同时生效。"
WITHDRAWN_SAID = "已取消，各渠道同时公告；正在办理的件按受理时的版本办完。"


@require_http_methods(["GET", "POST"])
@signed_in
def show_versions(request: HttpRequest, key: str) -> HttpResponse:
    """Show the versions of a matter; who may publish it may suspend it here."""
    matter = matter_for(key)
    if request.method == "GET":
        return _page(request, matter)
    return _act(request, matter, SuspendForm(request.POST, auto_id="SuspendForm_%s"), suspend, SUSPENDED_SAID)


@require_POST
@signed_in
def bring_back(request: HttpRequest, key: str) -> HttpResponse:
    """Receive a suspended matter again, or call an announced suspension off."""
    return _act(request, matter_for(key), ResumeForm(request.POST, auto_id="ResumeForm_%s"), resume, RESUMED_SAID)


@require_POST
@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw a matter on a legal ground."""
    return _act(
        request, matter_for(key), WithdrawForm(request.POST, auto_id="WithdrawForm_%s"), withdraw_matter, WITHDRAWN_SAID
    )


def _act(request: HttpRequest, matter: Matter, form: Form, operation: Callable[..., Any], said: str) -> HttpResponse:
    """Do one act with what the form gave; after a refusal show the page with the reasons and with what was typed."""
    if not form.is_valid():
        return _page(request, matter, form)

    def perform() -> str:
        operation(actor=request.actor, matter_key=matter.key, now=clock.now(), **form.cleaned_data)  # type: ignore[attr-defined]
        return said

    return acted(
        request,
        perform,
        lambda refused: _page(request, matter, form, refused),
        reverse("catalog:versions", args=[matter.key]),
    )


def _page(request: HttpRequest, matter: Any, form: Form | None = None, refused: Refused | None = None) -> HttpResponse:
    versions = list(versions_of(matter.key))
    states = {version.state for version in versions}
    notice = open_notice(matter.pk)
    place = Place(division=matter.department.receiving_id, department_id=matter.department_id)
    may = request.actor.may("matter.publish", place)  # type: ignore[attr-defined]
    seen = {"revision": matter.chain_seq}
    context: dict[str, Any] = {
        "matter": matter,
        "versions": versions,
        "state_names": STATE_NAMES,
        "notice": notice,
        "notices": list(notices_of(matter.key)),
        "refused": refused,
        "failed": form,
        "suspend_form": _chosen(form, SuspendForm, seen) if may and PUBLISHED in states and notice is None else None,
        "resume_form": _chosen(form, ResumeForm, seen) if may and (SUSPENDED in states or _announced(notice)) else None,
        "withdraw_form": _chosen(form, WithdrawForm, seen) if may and states & {PUBLISHED, SUSPENDED} else None,
        "compare_form": _compare_form(None, [version.number or 0 for version in versions]),
        # Pages of the room above, for requests and for files; addresses, not imports.
        "request_url": f"/studio/adjustments/new/{matter.key}/",
        "may_export": request.actor.may("draft.view"),  # type: ignore[attr-defined]
        "export_full": f"/studio/matters/{matter.key}/export/full/",
        "export_nine": f"/studio/matters/{matter.key}/export/nine/",
        "may_request": request.actor.may("adjustment.request"),  # type: ignore[attr-defined]
        "next_url": f"/studio/begin/{matter.key}/" if request.actor.may("draft.write", place) else "",  # type: ignore[attr-defined]
    }
    status = refused.status if refused else 422 if form is not None and form.errors else 200
    return render(request, "catalog/desk_versions.html", context, status=status)


def _announced(notice: Any) -> bool:
    return notice is not None and notice.kind == SUSPENDED


def _chosen(form: Form | None, kind: type[Form], seen: dict[str, Any]) -> Form:
    """Return the form that came back with errors, or a fresh one that remembers what was seen."""
    return form if isinstance(form, kind) else kind(initial=seen, auto_id=f"{kind.__name__}_%s")


def _compare_form(data: Any, numbers: list[int]) -> CompareForm | None:
    if len(numbers) < 2:
        return None
    return CompareForm(data or {"from": numbers[1], "to": numbers[0]}, numbers)


@require_GET
@signed_in
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Say in words what changed between two versions; made to be printed."""
    matter = matter_for(key)
    numbers = [version.number or 0 for version in versions_of(key)]
    form = _compare_form(request.GET or None, numbers)
    context: dict[str, Any] = {"matter": matter, "form": form}
    if form is not None and form.is_valid():
        before, after = (numbered_version(key, form.cleaned_data[name]) for name in ("from", "to"))
        names = (f"第 {before.number} 版", f"第 {after.number} 版")
        context |= {"comparison": compare_versions(before.spec, after.spec), "names": names}
    status = 422 if form is not None and form.errors else 200
    return render(request, "catalog/compare.html", context, status=status)
