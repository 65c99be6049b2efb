"""Set a password by a code to one's telephone: ask, then code and new password. Neither page says whether a number is registered."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yichuang.accounts.forms import AskResetForm, ResetForm
from yichuang.accounts.operations.change_password import reset_password
from yichuang.accounts.operations.request_reset import request_reset
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused

REMEMBERED = "reset_mobile"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the mobile number and send the code; the answer is the same for every number."""
    form = AskResetForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        mobile = form.cleaned_data["mobile"]
        try:
            request_reset(mobile=mobile, now=clock.now())
        except Refused as error:
            refused = error
        else:
            request.session[REMEMBERED] = mobile
            return HttpResponseRedirect("/account/reset/code/")
    context = {"form": form, "refused": refused, "demo": settings.DEMO}
    return render(request, "accounts/reset_ask.html", context, status=refused.status if refused else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Take the code and the new password."""
    form = ResetForm(request.POST or None)
    form.initial["mobile"] = request.session.get(REMEMBERED, "")
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reset_password(mobile=given["mobile"], code=given["code"], password=given["password"], now=clock.now())
        except Refused as error:
            refused = error
        else:
            request.session.flush()
            messages.success(request, "新密码已设置，原有登录都已退出。请用新密码登录。")
            return HttpResponseRedirect("/sign-in/")
    failed = refused.status if refused else 422 if form.is_bound and form.errors else 200
    context = {"form": form, "refused": refused, "demo": settings.DEMO}
    return render(request, "accounts/reset_code.html", context, status=failed)
