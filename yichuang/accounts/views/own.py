"""One's own account: posts, sessions, sign-in history, password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms import PasswordForm, SignInFilter
from yichuang.accounts.models import Staff
from yichuang.accounts.operations.change_password import change_password
from yichuang.accounts.operations.end_sessions import end_own_session
from yichuang.accounts.permissions import ROLES, TABLE
from yichuang.accounts.queries import staff as reads
from yichuang.accounts.rules.devices import device_name
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused
from yichuang.foundations.sealed import mask_phone
from yichuang.organizations.queries import division_names


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    return _show(request)


def _show(request: HttpRequest, form: PasswordForm | None = None, refused: Refused | None = None) -> HttpResponse:
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    person, divisions = Staff.objects.get(pk=actor.id), division_names()
    rows = reads.filtered_sign_ins(reads.sign_ins_of(actor.id), {**request.GET.dict(), "q": ""})
    page = page_of(rows, ["-at"], request.GET.get("cursor", ""), 10)
    context = {
        "person": person,
        "mobile": mask_phone(person.mobile),
        "postings": [
            (row, ROLES.get(row.role, row.role), reads.place_name(row, divisions)) for row in reads.postings_of(person)
        ],
        "today": day_of(now),
        "acts": [name for act, name, _ in TABLE if act in actor.acts],
        "sessions": [
            (row, device_name(row.device), str(row.pk) == actor.session_id)
            for row in reads.open_sessions(actor.id, now)
        ],
        "page": page,
        "filter": SignInFilter(request.GET),
        "sign_ins": [(row, device_name(row.device)) for row in page.rows],
        "form": form or PasswordForm(),
        "refused": refused,
    }
    status = refused.status if refused else 422 if form is not None and form.errors else 200
    return render(request, "accounts/own.html", context, status=status)


@signed_in
@require_POST
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; all other sessions end."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    given = form.cleaned_data
    try:
        change_password(actor=request.actor, old=given["old"], new=given["password"], now=clock.now())  # type: ignore[attr-defined]
    except Refused as refused:
        return _show(request, form, refused)
    messages.success(request, "密码已修改，其他地方的登录都已退出。")
    return HttpResponseRedirect("/account/")


@signed_in
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the own sessions; ending the present one leads to the sign-in page."""
    row = end_own_session(actor=request.actor, session=pk, now=clock.now())  # type: ignore[attr-defined]
    if str(row.pk) == request.actor.session_id:  # type: ignore[attr-defined]
        request.session.flush()
        return HttpResponseRedirect("/sign-in/")
    messages.success(request, f"已结束在“{device_name(row.device)}”上的登录。")
    return HttpResponseRedirect("/account/")
