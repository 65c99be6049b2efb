"""What every door of the API shares: problem details for refusals, and writes that can be repeated."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

from yichuang.foundations import clock, idempotency
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused, problem

PROBLEM = "application/problem+json"


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


# Every operation declares these, so that a client knows what can come (django-ninja does not by itself).
PROBLEMS: dict[int, Any] = {
    400: ProblemOut,
    401: ProblemOut,
    403: ProblemOut,
    404: ProblemOut,
    409: ProblemOut,
    422: ProblemOut,
}


def answer_problem(refused: Refused, request: HttpRequest) -> HttpResponse:
    """Return the problem-details response of a refusal."""
    body = problem(refused, instance=request.path)
    return JsonResponse(body, status=refused.status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})


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

    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(AuthenticationError, unauthenticated)


def _input_reason(item: dict[str, Any]) -> Reason:
    where = ".".join(str(part) for part in item.get("loc", ()) if part not in ("body", "query", "path", "payload"))
    return Reason(
        "input",
        f"“{where or '请求'}”填写有误：{item.get('msg', '')}",
        field=where,
        kept="没有做任何改动。",
        todo="请按接口文档更正后重新提交。",
    )


def write(request: HttpRequest, act: Callable[[], Any], status: int = 200) -> Status[Any]:
    """Run one write of the API once in effect for the request's Idempotency-Key; `act` returns a JSON-ready body."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    key = request.headers.get("Idempotency-Key", "")
    body = f"{request.method} {request.path}\n".encode() + (request.body or b"")
    answer = idempotency.once(actor, key, body, clock.now(), lambda: idempotency.Answer(status, _json(act())))
    return Status(answer.status, answer.body)


def _json(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, Schema) else value
