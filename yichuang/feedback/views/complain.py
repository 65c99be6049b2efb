"""The public's side of the “办不成事”反映窗口: write online, look up by number and query password, ask again (S2-27③)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.catalog.queries import matter_names
from yichuang.feedback.forms import ComplainForm, ComplaintProof
from yichuang.feedback.models import Complaint
from yichuang.feedback.operations.complain import complain
from yichuang.feedback.operations.look_up_complaint import look_up_complaint
from yichuang.feedback.operations.move_complaint import ask_again
from yichuang.feedback.queries.told import told_of, told_one
from yichuang.feedback.rules.complaints import MOST_ROUNDS
from yichuang.foundations import clock
from yichuang.foundations.problems import NotFound, Refused
from yichuang.organizations.queries import find_site, sites_in

# The number and password just given are shown once more on a reload; an opened complaint for half an hour.
MARK, FRESH, OPEN_FOR = "complaint", "complaint_fresh", 30 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Take what somebody writes, and show number and query password."""
    sites = [(str(one.pk), one.name) for one in sites_in("", False)]
    form, refused = ComplainForm(request.POST or None, sites, matter_names()), None
    if request.method == "POST" and form.is_valid():
        site = find_site(int(form.cleaned_data["site_id"]))
        try:
            if site is None:
                raise NotFound("这个服务点")
            row = complain(site=site, saying=form.saying("online"), now=clock.now())
        except Refused as error:
            refused = error
        else:
            request.session[FRESH] = {"number": row.number, "password": row.query_password}
            return HttpResponseRedirect("/complain/done/")
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/complain.html", {"form": form, "refused": refused}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest) -> HttpResponse:
    """Show number and query password of what was just written."""
    fresh = request.session.get(FRESH)
    if not fresh:
        return HttpResponseRedirect("/complain/")
    return render(request, "feedback/complain_done.html", fresh)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """Ask for number and query password, then show how far it is; a reload within half an hour shows it again."""
    if request.method == "POST":
        return _look_up(request)
    row, wanted = _open(request), request.GET.get("number", "")
    if row is not None and wanted in ("", row.number):
        return _show(request, row)
    return render(request, "feedback/complaint_query.html", {"form": ComplaintProof(initial={"number": wanted[:16]})})


def _look_up(request: HttpRequest) -> HttpResponse:
    form, refused = ComplaintProof(request.POST), None
    if form.is_valid():
        address = request.META.get("REMOTE_ADDR", "")
        try:
            row = look_up_complaint(**form.cleaned_data, address=address, now=clock.now())
        except Refused as error:
            refused = error
        else:
            request.session.pop(FRESH, None)
            request.session[MARK] = {"number": row.number, "until": clock.now().timestamp() + OPEN_FOR}
            return HttpResponseRedirect("/complain/query/")
    status = refused.status if refused else 422
    return render(request, "feedback/complaint_query.html", {"form": form, "refused": refused}, status=status)


@require_POST
@never_cache
def again(request: HttpRequest) -> HttpResponse:
    """Ask once more after an answer that does not satisfy."""
    row = _open(request)
    if row is None:
        raise NotFound("您反映的事", "请先用编号和查询密码打开。")
    text = request.POST.get("text", "")[:2001]
    try:
        ask_again(row=row, text=text, now=clock.now())
    except Refused as refused:
        return _show(request, row, refused, text)
    return HttpResponseRedirect("/complain/query/")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the complaint on this machine."""
    for mark in (MARK, FRESH):
        request.session.pop(mark, None)
    return HttpResponseRedirect("/complain/query/")


def _open(request: HttpRequest) -> Complaint | None:
    mark: dict[str, Any] = request.session.get(MARK) or {}
    if mark.get("until", 0) < clock.now().timestamp():
        return None
    return told_one(mark["number"])


def _show(request: HttpRequest, row: Complaint, refused: Refused | None = None, text: str = "") -> HttpResponse:
    context = {
        "row": row,
        "steps": told_of(row),
        "may_ask_again": row.state == "answered" and row.rounds < MOST_ROUNDS,
        "may_rate": row.satisfaction is not None and row.satisfaction.state == "open",
        "refused": refused,
        "text": text,
        "minutes": OPEN_FOR // 60,
    }
    return render(request, "feedback/complaint_told.html", context, status=refused.status if refused else 200)
