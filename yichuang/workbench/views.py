"""The doors of the shell: sign in, sign out, home."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from yichuang.accounts.middleware import COOKIE_KEY
from yichuang.accounts.operations.sign_in import Entrance, sign_in
from yichuang.accounts.operations.sign_out import sign_out
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused


class SignInForm(forms.Form):
    """Mobile number and password."""

    mobile = forms.CharField(label="手机号", max_length=20, error_messages={"required": "请填写手机号。"})
    password = forms.CharField(
        label="密码", widget=forms.PasswordInput, strip=False, error_messages={"required": "请填写密码。"}
    )


def home(request: HttpRequest) -> HttpResponse:
    """Lead officers to their cases, others to what the public can do."""
    return HttpResponseRedirect("/cases/" if request.actor else "/public/")  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in and go where the person was going."""
    form = SignInForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        entrance = Entrance("page", request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
        try:
            _, token = sign_in(
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
            request.session[COOKIE_KEY] = token
            return HttpResponseRedirect(_next(request))
    status = refused.status if refused else 200
    return render(
        request, "workbench/sign_in.html", {"form": form, "refused": refused, "demo": settings.DEMO}, status=status
    )


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else "/"


@require_http_methods(["POST"])
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """End the session."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor:
        sign_out(actor=actor, now=clock.now())
    request.session.flush()
    return HttpResponseRedirect("/sign-in/")
