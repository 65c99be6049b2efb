"""What every door of the API shares: problem details for refusals, and writes that can be repeated."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import RawPostDataException
from ninja import NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel, Field

from yichuang.foundations import clock, idempotency
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused, problem
from yichuang.foundations.rules.text import storable
from yichuang.foundations.speech import say
from yichuang.foundations.spreadsheets import EXCEL

PROBLEM = "application/problem+json"
JSON = "application/json; charset=utf-8"


class Shape(BaseModel):
    """What comes in or goes out. Plain pydantic: ninja's Schema asks for every value through a getter made for rows."""


class ReasonOut(Schema):
    """One reason of a refusal."""

    code: str
    message: str
    field: str = ""
    rule: str = ""
    kept: str = ""
    todo: str = ""


class ProblemOut(Schema):
    """Problem details (RFC 9457) with every reason."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    reasons: list[ReasonOut] = Field(default_factory=list)


# Every operation declares these, so that a client knows what can come (django-ninja does not by itself). Their shape is one and stands in
# the document only: named here, it would be built anew for each operation and status, half of what a web process needs to load.
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422))
# What asks for a matter may be told that it was withdrawn.
GONE: dict[int, Any] = {410: None}
# What asks another machine may be told that it is away.
AWAY: dict[int, Any] = {503: None}
SHAPES = "#/components/schemas/"


def answer_problem(refused: Refused, request: HttpRequest) -> HttpResponse:
    """Return the problem-details response of a refusal, its sentences in the reader's language; codes and fields are for programs."""
    body = problem(refused, instance=request.path)
    body |= {name: say(body[name]) for name in ("title", "detail")}
    body["reasons"] = [
        {name: value if name in ("code", "field") else say(value) for name, value in reason.items()}
        for reason in body["reasons"]
    ]
    return JsonResponse(body, status=refused.status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_STRICT = json.JSONDecoder(parse_constant=_no_constant)
_DEEP = 100


def _is_simple(body: bytes) -> bool:
    """Tell whether a body can have nothing in it that must be looked for: UTF-8 without escapes, depth, or numbers beyond all numbers."""
    return not _ODD(body) and body.count(b"[") + body.count(b"{") < _DEEP


# Also found in texts, which are then looked at once more.
_ODD = re.compile(rb"\x00|\\u|\xef\xbb\xbf|[0-9][eE]\+?[0-9]{3}|[0-9]{200}").search


class CarefulParser(Parser):
    """Reads JSON bodies; what a database cannot keep (NUL, half a surrogate pair, NaN) or is nested too deep is bad JSON for us."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body; raises ValueError."""
        body = request.body
        try:
            if _is_simple(body):
                return _STRICT.decode(body.decode())
            value = super().parse_body(request)
            text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        except RecursionError as error:
            raise ValueError("the body is nested too deep") from error
        if not storable(text):
            raise ValueError("the body has characters that cannot be kept")
        return value


KEY_PARAMETER = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": idempotency.MAX_KEY},
    "description": "每次办理一个新的键（如 UUID）；重试时沿用原键，结果只产生一次。",
}
# A session is not a business act (a repeated sign-in opens another, a repeated sign-out ends nothing more), a code is spent once;
# the others only read.
WITHOUT_KEY = frozenset(
    {
        *("sign_in", "sign_out", "advance", "public_progress", "recall_applicant", "request_reset", "reset_password"),
        *("judge_draft", "repair_draft", "preview_wording", "plan_joint_case", "public_life_event_advance"),
        "public_prefill_read",
        # A report counts once by its own id, a file once by its content; tokens and tickets are had anew.
        # One step of joint debugging further: trying again is what it is for, and a call is not made inside a transaction.
        "advance_debugging",
        *("exchange_token", "exchange_report", "exchange_upload", "exchange_ticket"),
        # A portion has its place, an upload counts once; one begun twice and left alone is swept.
        *("about_uploads", "begin_upload", "ask_upload", "send_portion", "end_upload", "attach_upload"),
        *("exchange_about_uploads", "exchange_begin_upload", "exchange_ask_upload", "exchange_send_portion"),
        *("exchange_end_upload", "exchange_keep_upload"),
    }
)


# Answers refusals as another standard has it (RFC 6749 5.2), not with problem details.
OTHER_REFUSALS = frozenset({"exchange_token"})


class API(NinjaAPI):
    """An API whose document says what the doors really do: refusals are problem details, writes carry an Idempotency-Key."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the OpenAPI document, completed."""
        schema = super().get_openapi_schema(**given)
        problem_shape = ProblemOut.model_json_schema(ref_template=f"{SHAPES}{{model}}")
        schema["components"]["schemas"] |= {**problem_shape.pop("$defs"), "ProblemOut": problem_shape}
        for path in schema["paths"].values():
            for verb, operation in path.items():
                plain = operation["operationId"] in OTHER_REFUSALS
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and not plain:
                        answer["content"] = {PROBLEM: {"schema": {"$ref": f"{SHAPES}ProblemOut"}}}
                if verb != "get" and operation["operationId"] not in WITHOUT_KEY:
                    operation.setdefault("parameters", []).append(KEY_PARAMETER)
        return schema


def install(api: NinjaAPI) -> None:
    """Make `api` answer every refusal, bad input and missing sign-in with problem details."""

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        return answer_problem(error, request)

    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        reasons = [_input_reason(item) for item in error.errors]
        return answer_problem(Refused(*reasons, status=422, title="输入有误"), request)

    def unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
        reason = Reason(
            "not_signed_in",
            "尚未登录，或登录已失效。",
            kept="没有做任何改动。",
            todo="请重新登录后再提交；已填内容仍在页面上。",
        )
        return answer_problem(Refused(reason, status=401, title="请先登录"), request)

    def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        reason = Reason(
            "unreadable",
            "请求无法读取：请求体不是合法的 JSON，或含有不能保存的字符。",
            kept="没有做任何改动。",
            todo="请按接口文档用 UTF-8 编码的 JSON 重新提交。",
        )
        return answer_problem(Refused(reason, status=error.status_code, title="请求无法读取"), request)

    def unknown(request: HttpRequest, error: Any) -> HttpResponse:
        return answer_problem(no_such_address(request), request)

    api.add_exception_handler(HttpError, unreadable)
    api.add_exception_handler(Http404, unknown)
    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(AuthenticationError, unauthenticated)


def no_such_address(request: HttpRequest, status: int = 404) -> Refused:
    """Return the refusal of an address that the API does not have (404) or not with this method (405)."""
    text = f"接口没有这个地址：{request.path}。" if status == 404 else f"这个地址不接受 {request.method} 方法。"
    reason = Reason("no_such_address", text, kept="没有做任何改动。", todo="请对照 /api/openapi.json 核对地址和方法。")
    return Refused(reason, status=status, title="接口地址有误")


# What pydantic finds wrong with an input, in our words; the beginning of its name for it is enough.
WRONG_INPUT = (
    ("missing", "缺少这一项"),
    ("string_too_long", "太长"),
    ("string", "应为文字"),
    ("int", "应为整数"),
    ("float", "应为数字"),
    ("bool", "应为是或否（true 或 false）"),
    ("datetime", "应为日期和时间"),
    ("date", "应为日期（如 2026-11-28）"),
    ("uuid", "应为 UUID"),
    ("list", "应为列表"),
    ("dict", "应为对象"),
    ("model", "应为对象"),
    ("greater", "太小"),
    ("less", "太大"),
)


def _input_reason(item: dict[str, Any]) -> Reason:
    where = ".".join(str(part) for part in item.get("loc", ()) if part not in ("body", "query", "path", "payload"))
    found = next((text for kind, text in WRONG_INPUT if item.get("type", "").startswith(kind)), "与接口文档不符")
    return Reason(
        "input",
        f"“{where or '请求'}”填写有误：{found}。",
        field=where,
        kept="没有做任何改动。",
        todo="请按接口文档更正后重新提交。",
    )


def write(request: HttpRequest, act: Callable[[], Any], status: int = 200, body: bytes | None = None) -> Any:
    """Run one write of the API once in effect for the request's Idempotency-Key; `act` returns a JSON-ready body.

    `body`: what tells this request from another one where the request's own cannot be read again (an uploaded file).
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    key = request.headers.get(idempotency.HEADER, "")
    sent = f"{request.method} {request.path}\n".encode() + (sent_body(request) if body is None else body)
    text = ""

    def answered() -> idempotency.Answer:
        nonlocal text
        value = act()
        text = _text(value) if isinstance(value, BaseModel) else ""
        return idempotency.Answer(status, json.loads(text) if text else value)

    answer = idempotency.once(actor, key, sent, clock.now(), answered)
    if not text:
        return Status(answer.status, answer.body)
    # Checked when it was made; that its shape is the declared one, the contract test sees to. What `once` gives counts, not what was made
    # just now: of two calls at one moment one is taken back.
    return HttpResponse(json.dumps(answer.body) if answer.repeated else text, status=answer.status, content_type=JSON)


def write_after(request: HttpRequest, ask: Callable[[], Any], act: Callable[[Any], Any]) -> Status[Any]:
    """Ask another machine outside any transaction, then write what it said; once in effect, and who asks again is not asked about again.

    A refusal of `ask` leaves nothing behind, so that the same key may try again.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    key = request.headers.get(idempotency.HEADER, "")
    idempotency.demand_key(key)
    sent = f"{request.method} {request.path}\n".encode() + sent_body(request)
    before = idempotency.given_before(actor, key, sent)
    if before is not None:
        return Status(before.status, before.body)
    said = ask()
    return write(request, lambda: act(said))


def sent_body(request: HttpRequest) -> bytes:
    """Return the bytes of a request's body; of one that came as a form with parts, which can be read only once, the fields."""
    try:
        return bytes(request.body or b"")
    except RawPostDataException:
        return repr(sorted(request.POST.lists())).encode()


PAGE_KEY = "page:"
NOT_TYPED = ("csrfmiddlewaretoken", idempotency.HEADER)


def sent_form(request: HttpRequest) -> tuple[str, bytes]:
    """Return under which key this rendering of a page's form is sent (empty: without), and what was typed: the same twice is one act."""
    key = request.POST.get(idempotency.HEADER, "")[: idempotency.MAX_KEY - len(PAGE_KEY)]
    typed = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in NOT_TYPED)
    return (PAGE_KEY + key if key else ""), repr([request.path, typed]).encode()


def once_from_page(request: HttpRequest, act: Callable[[], object]) -> None:
    """Do what a page's form asks for, once in effect however often it is sent; a refusal rises and leaves nothing behind."""

    def answer() -> idempotency.Answer:
        act()
        return idempotency.Answer(302, {})

    key, typed = sent_form(request)
    if key:
        idempotency.once(request.actor, key, typed, clock.now(), answer)  # type: ignore[attr-defined]
    else:
        act()


def part_status(refused: Refused | None) -> int:
    """Return the status of a part of a page: what was refused for any reason must be swapped in, and only 409 and 422 are (core.js)."""
    return 200 if refused is None else refused.status if refused.status == 409 else 422


def acted(
    request: HttpRequest, act: Callable[[], str], show: Callable[[Refused], HttpResponse], back: str
) -> HttpResponse:
    """Do what a page's form asks for and go `back` with what `act` says; a refusal is shown on the page, which keeps what was typed.

    :raises Refused: 403 and 404, which are pages of their own.
    """
    try:
        done = act()
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return show(refused)
    messages.success(request, done)
    return HttpResponseRedirect(back)


def in_problem_details(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a door that a page's script asks answer a refusal with problem details, as the API does."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return answer_problem(refused, request)

    return answered


def _text(value: BaseModel) -> str:
    """Return an answer as every answer of the API is written: an instant to the millisecond, so that asked again it is the same."""
    return json.dumps(value.model_dump(), cls=NinjaJSONEncoder)


def spreadsheet(data: bytes, name: str, now: datetime) -> HttpResponse:
    """Return a spreadsheet as a download whose name says when it was taken."""
    answer = HttpResponse(data, content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{now:%Y%m%d-%H%M}.xlsx"'
    return answer
