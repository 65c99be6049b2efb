"""The public's pages; they work without JavaScript and keep nothing but a signed mark for half an hour."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.cases.operations.look_up_progress import look_up
from yichuang.cases.queries.progress import (
    MOST_BYTES,
    Verdict,
    document_for_applicant,
    progress_of,
    public_case,
    verdict_of_code,
    verdict_of_file,
)
from yichuang.feedback.queries.links import open_case_rating
from yichuang.files.serving import recorded_response
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.life_events.queries.joint import JointCase, case_numbers_of, joint_case
from yichuang.life_events.queries.joint_progress import joint_progress
from yichuang.online.queries import OnlineApplication
from yichuang.online.serving import open_in

# How long a progress page may be reloaded without the password, in seconds.
OPEN_FOR = 30 * 60
MARK = "progress"


class ProgressForm(forms.Form):
    """Number and query password, as on the receipt."""

    number = forms.CharField(
        label="统一申报编码",
        max_length=40,
        help_text="收件凭证上的 21 位数字，连同后面的校验位更好",
        error_messages={"required": "请填写统一申报编码。"},
    )
    password = forms.CharField(
        label="查询密码",
        max_length=10,
        help_text="收件凭证上的 6 位数字",
        error_messages={"required": "请填写查询密码。"},
    )


class CodeForm(forms.Form):
    """The code under the QR code of a document."""

    code = forms.CharField(
        label="验证码",
        max_length=40,
        help_text="文书二维码下的 16 位字母和数字",
        error_messages={"required": "请填写验证码。"},
    )


class FileForm(forms.Form):
    """A document as a file."""

    file = forms.FileField(
        label="文书的 PDF 文件",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": "请选择 PDF 文件。", "empty": "文件是空的，请重新选择。"},
    )


@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    """Say what can be done here."""
    return render(request, "portal/home.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """Ask for number and password, then show the case; a reload within half an hour shows it again."""
    if request.method == "POST":
        return _look_up(request)
    case = _open_case(request)
    wanted = request.GET.get("number", "")
    if case is not None and wanted in ("", case.number):
        return _show(request, case)
    return render(request, "portal/ask_progress.html", {"form": ProgressForm(initial={"number": wanted})})


def _look_up(request: HttpRequest) -> HttpResponse:
    form = ProgressForm(request.POST)
    refused: Refused | None = None
    if form.is_valid():
        given = form.cleaned_data
        address = request.META.get("REMOTE_ADDR", "")
        try:
            case = look_up(number=given["number"], password=given["password"], address=address, now=clock.now())
        except Refused as error:
            refused = error
        else:
            if isinstance(case, OnlineApplication):
                open_in(request, case)
                return HttpResponseRedirect("/apply/")
            request.session[MARK] = {"number": case.number, "until": clock.now().timestamp() + OPEN_FOR}
            return HttpResponseRedirect("/progress/")
    status = refused.status if refused else 422
    return render(request, "portal/ask_progress.html", {"form": form, "refused": refused}, status=status)


def _open_case(request: HttpRequest) -> Any:
    mark: dict[str, Any] = request.session.get(MARK) or {}
    if mark.get("until", 0) < clock.now().timestamp():
        return None
    return public_case(mark["number"]) or joint_case(mark["number"])


def _show(request: HttpRequest, case: Any) -> HttpResponse:
    if isinstance(case, JointCase):
        return _show_joint(request, case)
    found = progress_of(case, day_of(clock.now()))
    context = {"progress": found, "minutes": OPEN_FOR // 60, "rating": open_case_rating(case.number)}
    return render(request, "portal/progress.html", context)


def _show_joint(request: HttpRequest, joint: JointCase) -> HttpResponse:
    """Show every member of a joint case in one view (S2-25: one progress)."""
    found = joint_progress(joint, day_of(clock.now()))
    context = {"progress": found, "minutes": OPEN_FOR // 60, "rating": open_case_rating(joint.number)}
    return render(request, "portal/joint_progress.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the case on this machine (a kiosk, a neighbour's phone)."""
    request.session.pop(MARK, None)
    return HttpResponseRedirect("/progress/")


@never_cache
@require_http_methods(["GET", "HEAD"])
def document(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a document to the applicant who opened the case."""
    case = _open_case(request)
    if case is None:
        raise NotFound("这份文书", "请先用统一申报编码和查询密码查询进度，再打开文书。")
    numbers = case_numbers_of(case) if isinstance(case, JointCase) else [case.number]
    found = document_for_applicant(numbers, code)
    assert found.file is not None
    return recorded_response(request, found.file, f"申请人查询后下载《{found.title}》", f"{found.title}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a document by its code or its file."""
    typed = request.GET.get("code", "").strip()
    if typed:
        return _verdict(request, verdict_of_code(typed))
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read() if file.size <= MOST_BYTES else b""
        return _verdict(request, verdict_of_file(content))
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/verify.html", {"code_form": CodeForm(), "form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Check the document whose QR code was scanned."""
    return _verdict(request, verdict_of_code(code))


def _verdict(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    status = 404 if verdict.outcome == "unknown" else 200
    return render(request, "portal/verdict.html", {"verdict": verdict, "back_url": "/verify/"}, status=status)
