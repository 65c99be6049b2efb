"""Doors without a signed-in person: what the gateway reports, and the page on which a receiver stops messages."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.foundations import clock
from yichuang.foundations.problems import NotFound, Refused
from yichuang.notifications.http import body_of, demand_secret, taken, unreadable
from yichuang.notifications.operations.stop import answer_text, choose_by_code
from yichuang.notifications.operations.take_report import take_report
from yichuang.notifications.queries.opt_outs import message_with_code, stopped_kinds
from yichuang.notifications.rules.aliyun import read_answered, read_reports
from yichuang.notifications.rules.opt_outs import STOPPABLE
from yichuang.notifications.rules.templates import KINDS


@csrf_exempt  # a machine that knows the secret part of the address, without cookies
@require_POST
def sms_report(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the gateway's status reports (SmsReport); what is not ours is taken without a word, or it would come for ever."""
    demand_secret(secret)
    try:
        reports = read_reports(body_of(request))
    except ValueError:
        return unreadable()
    for one in reports:
        take_report(receipt=one.receipt, uid=one.uid, success=one.success, at=one.at, said=one.said)
    return taken()


@csrf_exempt  # as above
@require_POST
def sms_answered(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the texts that people answered with (SmsUp): TD stops what may be stopped."""
    demand_secret(secret)
    try:
        texts = read_answered(body_of(request))
    except ValueError:
        return unreadable()
    for one in texts:
        answer_text(number=one.number, content=one.content, at=one.at, now=clock.now())
    return taken()


class StopForm(forms.Form):
    """The code at the end of a message."""

    code = forms.CharField(
        label="退订码",
        max_length=12,
        help_text="短信末尾网址里的 10 位字母和数字",
        error_messages={"required": "请填写退订码。"},
    )


@require_http_methods(["GET", "HEAD"])
def ask_stop(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a message, for who does not have its link."""
    form = StopForm(request.GET if "code" in request.GET else None)
    refused: Refused | None = None
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"].strip().upper()
        try:
            return HttpResponseRedirect(f"/stop/{message_with_code(code).stop_code}/")
        except NotFound as error:
            refused = error
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "notifications/ask_stop.html", {"form": form, "refused": refused}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the receiver of a message gets, and let him stop it or take it up again."""
    message = message_with_code(code)
    if request.method == "POST":
        stopped = set(stopped_kinds(message.to))
        stopped.add(request.POST.get("stop", ""))
        stopped.discard(request.POST.get("back", ""))
        choose_by_code(code=code, stopped=stopped, now=clock.now())
        return HttpResponseRedirect(f"/stop/{message.stop_code}/?done=1")
    return render(request, "notifications/stop.html", _choices(request, message))


def _choices(request: HttpRequest, message: Any) -> dict[str, Any]:
    stopped = stopped_kinds(message.to)
    return {
        "number": message.masked_to,
        "kinds": [(kind, KINDS[kind].name, kind in stopped) for kind in STOPPABLE],
        "always": "、".join(kind.name for kind in KINDS.values() if not kind.may_stop and kind.name != "工作任务"),
        "done": "done" in request.GET,
        "back_url": "/public/",
    }
