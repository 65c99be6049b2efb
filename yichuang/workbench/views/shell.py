"""The doors of the shell: sign in, sign out, home."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.accounts.middleware import COOKIE_KEY
from yichuang.accounts.operations.sign_in import Entered, Entrance, sign_in
from yichuang.accounts.operations.sign_out import sign_out
from yichuang.accounts.queries import why_ended
from yichuang.accounts.queries.administrators import has_administrator
from yichuang.accounts.rules.devices import device_name
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import Refused
from yichuang.workbench.context import home_of


class SignInForm(forms.Form):
    """Mobile number and password."""

    mobile = forms.CharField(label="手机号", max_length=20, error_messages={"required": "请填写手机号。"})
    password = forms.CharField(
        label="密码", widget=forms.PasswordInput, strip=False, error_messages={"required": "请填写密码。"}
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead officers to their cases, administrators to their people, others to what the public can do."""
    actor = request.actor  # type: ignore[attr-defined]
    return HttpResponseRedirect(home_of(actor) if actor else "/public/")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in and go where the person was going."""
    form = SignInForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        entrance = Entrance("page", request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
        try:
            entered = sign_in(
                request=request,
                mobile=form.cleaned_data["mobile"],
                password=form.cleaned_data["password"],
                entrance=entrance,
                now=clock.now(),
            )
        except Refused as error:
            refused = error
        else:
            request.session.cycle_key()
            request.session[COOKIE_KEY] = entered.token
            _tell_ended(request, entered)
            return HttpResponseRedirect(_next(request))
    context = {
        "form": form,
        "refused": refused,
        "ended": "" if request.method == "POST" else _why_ended(request),
        "demo": settings.DEMO,
        "nobody_yet": not has_administrator(day_of(clock.now())),
    }
    return render(request, "workbench/sign_in.html", context, status=refused.status if refused else 200)


def _tell_ended(request: HttpRequest, entered: Entered) -> None:
    for row in entered.ended:
        since = row.started_at.astimezone(CHINA)
        said = f"同时最多在两处登录：较早的一处（{device_name(row.device)}，{since:%-m月%-d日 %H:%M} 登录）已退出。"
        messages.warning(request, f"{said}不是您本人的，请到“我的账号”修改密码。")


def _why_ended(request: HttpRequest) -> str:
    """Return why the session that this browser still remembers is over, so that nobody is thrown out without a word."""
    token = request.session.get(COOKIE_KEY, "")
    return why_ended(token, clock.now()) if token else ""


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else "/"


@require_http_methods(["POST"])
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """End the session and leave the window; who still has somebody there is asked first (S2-28)."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    if actor:
        try:
            sign_out(actor=actor, now=now, anyway="anyway" in request.POST)
        except Refused as refused:
            return render(request, "workbench/sign_out.html", {"refused": refused}, status=refused.status)
    request.session.flush()
    return HttpResponseRedirect("/sign-in/")
