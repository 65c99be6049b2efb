"""The applicant's side, without an account: upload, submit, see the result, mend, print; also without JavaScript (S2-46)."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.cases.rules.states import State
from yichuang.catalog.serving import query_of
from yichuang.files.operations.prepare import prepare
from yichuang.files.serving import file_response, recorded_response
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.begin import add_file, begin, remove_file
from yichuang.online.operations.submit import submit, take_back
from yichuang.online.queries import answers_given, file_of, needed_of, posted, shown_lines, today_of
from yichuang.online.rules.ledger_words import STEPS, in_words
from yichuang.online.rules.standing import DEPTHS, FULL, OPEN, told
from yichuang.online.serving import OPEN_FOR, close_in, open_in, opened_in

SAID = {
    "added": "已上传，请接着传其他材料。",
    "removed": "已移除。",
    "filled": "申请表已修改。",
    "submitted": "已提交。请记下统一申报编码和查询密码。",
    "taken_back": "已撤回，填写的内容已经删除。",
}


@never_cache
@require_POST
def begin_application(request: HttpRequest) -> HttpResponse:
    """Begin, or open again, the application that follows a prefill code."""
    try:
        row = begin(code=request.POST.get("code", ""), address=request.META.get("REMOTE_ADDR", ""), now=clock.now())
    except Refused as refused:
        return render(request, "online/open.html", {"refused": refused}, status=refused.status)
    open_in(request, row)
    return HttpResponseRedirect("/apply/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_page(request: HttpRequest) -> HttpResponse:
    """Show the application that the browser has open and take what is done to it; else ask for the code."""
    row = opened_in(request)
    if row is None:
        return render(request, "online/open.html", {"expired": request.method == "POST"})
    refused: Refused | None = None
    if request.method == "POST":
        try:
            said = _act(request, row)
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect(f"/apply/?said={said}")
        row = opened_in(request) or row
    return render(
        request, "online/apply.html", _context(request, row, refused), status=refused.status if refused else 200
    )


def _act(request: HttpRequest, row: OnlineApplication) -> str:
    """Do what the pressed button says and return what is said of it."""
    act, now = request.POST.get("act", ""), clock.now()
    if act.startswith("add."):
        return _add(request, row, act.removeprefix("add."))
    if act.startswith("remove."):
        remove_file(pk=row.pk, file=_number(act.removeprefix("remove.")), now=now)
        return "removed"
    if act == "submit":
        submit(pk=row.pk, agreed=request.POST.get("agreed") == "1", now=now)
        return "submitted"
    if act == "take_back":
        take_back(pk=row.pk, now=now)
        return "taken_back"
    raise Refused(Reason("act", "没有选择要做什么。", "act", "S2-46", "已填的都在。", "请按页面上的按钮。"), status=422)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _add(request: HttpRequest, row: OnlineApplication, material: str) -> str:
    """Take in every chosen file; what cannot be taken is told together, what was taken stays."""
    files: list[Any] = request.FILES.getlist(f"file.{material}")
    reasons: list[Reason] = []
    if not files:
        reasons.append(
            Reason("no_file", "没有选择文件。", "file", "S2-46", "已传的都在。", "请拍照或选择文件后再上传。")
        )
    for file in files:
        try:
            content = prepare(file, name=file.name or "", declared_type=file.content_type or "")
            add_file(pk=row.pk, material=material, content=content, now=clock.now())
        except Refused as refused:
            reasons += [_naming(file.name or "", reason) for reason in refused.reasons]
    if reasons:
        raise Refused(*reasons, status=422, title="有文件没有上传")
    return "added"


def _naming(name: str, reason: Reason) -> Reason:
    """Return a reason that says which of several chosen files it is about."""
    return reason if name in reason.message else replace(reason, message=f"“{name}”：{reason.message}")


def _context(request: HttpRequest, row: OnlineApplication, refused: Refused | None) -> dict[str, Any]:
    state = State(row.state)
    needed = needed_of(row, today_of(row))
    given, answers = posted(row), answers_given(row)
    kind = given.get("kind", "")
    return {
        "row": row,
        "state": state,
        "told": told(state, row.depth, row.ended_why),
        "depth": DEPTHS.get(row.depth, ""),
        "full": row.depth == FULL,
        "open": state in OPEN,
        "may_take_back": state in (State.SUBMITTED, State.RETURNED, State.PREAPPROVED),
        "needed": needed,
        "missing": sum(not one.files and not one.optional for one in needed),
        "lines": shown_lines(row),
        "number_shown": format_case_number(row.number) if row.number else "",
        "form_url": f"/prefill/{row.matter_key}/?{query_of(answers)}&kind={kind}&apply=1",
        "said": SAID.get(request.GET.get("said", ""), "") if not refused else "",
        "refused": refused,
        "agreed": request.POST.get("agreed") == "1",
        "minutes": OPEN_FOR // 60,
        "steps": [
            (event.at, in_words(event.type, event.payload))
            for event in ledger.history(row.stream)
            if event.type in STEPS
        ],
    }


@never_cache
@require_http_methods(["GET", "HEAD"])
def own_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a file to the applicant who has the application open."""
    row = _opened(request)
    return file_response(request, file_of(row, pk).file)


@never_cache
@require_http_methods(["GET", "HEAD"])
def own_print(request: HttpRequest) -> HttpResponseBase:
    """Give the tamper-proof print of a preapproved application (防改动打印件)."""
    row = _opened(request)
    sheet = row.sheet
    if sheet is None or row.state != State.PREAPPROVED:
        raise NotFound("申请材料打印件", "预审通过后才有；请刷新页面查看状态。")
    if sheet.file is None:
        raise NotFound("申请材料打印件的文件", "正在生成，请几秒后再打开。")
    return recorded_response(request, sheet.file, "申请人下载网上申请材料", f"{sheet.title}.pdf")


def _opened(request: HttpRequest) -> OnlineApplication:
    row = opened_in(request)
    if row is None:
        raise NotFound("打开着的网上申请", "请凭预填码，或统一申报编码和查询密码重新打开。")
    return row


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the application on this machine (a kiosk, a neighbour's phone)."""
    close_in(request)
    return HttpResponseRedirect("/apply/")
