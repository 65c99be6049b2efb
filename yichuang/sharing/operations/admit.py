"""Whether a call may go out: API, grant, quota, consent, operation, parameters, body, breaker, in this order; a refusal names its rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.sharing.models import ApiGrant, SharedApi, Upstream
from yichuang.sharing.operations import breaker, quota
from yichuang.sharing.queries.apis import api_for, reader_for
from yichuang.sharing.queries.grants import good_grant
from yichuang.sharing.queries.upstreams import upstream_of
from yichuang.sharing.rules.checking import Matched, Reader
from yichuang.sharing.rules.references import number_like

KEPT = "没有调用数据源。"
CONSENT_RULE = "个人信息保护法 13；政务数据共享条例（国务院令第809号）"


@dataclass
class Asked:
    """A call as it came: `body` None without one, `whole` when it is JSON that was read for checking."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    media_type: str = ""
    body: Iterable[bytes] | None = None
    length: int | None = None
    whole: bytes | None = None


@dataclass(frozen=True)
class Admitted:
    """What was found out about a call, and why it is refused when it is."""

    api: SharedApi
    grant: ApiGrant | None = None
    reader: Reader | None = None
    matched: Matched | None = None
    upstream: Upstream | None = None
    refused: Refused | None = None


def admit(
    *, consumer: str, key: str, asked: Asked, purpose: str, stands_on: str, now: datetime, wall: datetime
) -> Admitted:
    """Return what a call is and whether it may go out; `stands_on` says on which consent or duty somebody is asked about.

    :raises NotFound: for an API that there is not: nothing to put on record.
    """
    api = api_for(key)
    if not api.active:
        return Admitted(api, refused=_reason(410, "withdrawn", "这个接口已停止共享。", "S2-48", "请联系提供部门。"))
    grant = good_grant(api, consumer, day_of(now))
    if grant is None:
        message = "没有这个接口的有效授权：没有申请、没有批准、已收回或已到期。"
        return Admitted(api, refused=_reason(403, "no_grant", message, "S2-48 申请授权", "请申请授权后再调用。"))
    reader = reader_for(api)
    matched = reader.match(asked.method, asked.path)
    try:
        quota.take(api.pk, consumer, grant.per_minute, wall)
        _demand_consent(api, purpose, stands_on)
        if matched is None:
            raise _no_operation(reader, asked)
        _demand_parameters(reader, matched, asked)
        _demand_body(reader, matched, asked)
        upstream = upstream_of(api)
        breaker.pass_or_refuse(upstream, wall)
    except Refused as refused:
        return Admitted(api, grant, reader, matched, refused=refused)
    return Admitted(api, grant, reader, matched, upstream)


def _demand_consent(api: SharedApi, purpose: str, stands_on: str) -> None:
    """Let a call about a person go out only on a consent or a duty that was named (个人信息保护法 13; 政务数据共享条例)."""
    if api.personal and not stands_on:
        message = "这个接口涉及个人信息，调用没有写明授权依据（请求头 X-Consent-Reference）。"
        todo = "请写明申请人授权书的编号，或法定职责的文件和条款；不要写个人信息。"
        raise _reason(422, "consent", message, CONSENT_RULE, todo)
    if number_like(stands_on) or number_like(purpose):
        message = "用途或授权依据里有像证件号码、手机号的内容，调用日志不留个人信息。"
        raise _reason(422, "consent", message, CONSENT_RULE, "请改写授权书的编号或文件和条款。")


def _no_operation(reader: Reader, asked: Asked) -> Refused:
    if methods := reader.methods(asked.path):
        text = f"这个地址不接受 {asked.method[:7]} 方法，只接受 {'、'.join(methods)}。"
        return _reason(405, "method", text, "接口文档 paths", "请对照接口文档核对方法。")
    return _reason(404, "operation", "接口文档里没有这个地址。", "接口文档 paths", "请对照接口文档核对地址。")


def _demand_parameters(reader: Reader, matched: Matched, asked: Asked) -> None:
    faults = reader.faults_of_call(matched, asked.query, asked.headers)
    if faults:
        reasons = [
            Reason(
                "parameter", f"参数 {name[:40]}：{text}。", name[:40], "接口文档 parameters", KEPT, "请更正后再调用。"
            )
            for name, text in faults
        ]
        raise Refused(*reasons, status=422, title="参数与接口文档不符")


def _demand_body(reader: Reader, matched: Matched, asked: Asked) -> None:
    if asked.body is None:
        if reader.body_required(matched.operation):
            raise _reason(422, "body", "缺少请求体。", "接口文档 requestBody", "请对照接口文档补上请求体。")
        return
    declared, schema = reader.body_schema(matched.operation, asked.media_type)
    if not declared:
        text = f"这个操作不接受 {asked.media_type[:60] or '没有写明类型'} 的请求体。"
        raise _reason(415, "media_type", text, "接口文档 requestBody", "请对照接口文档核对 Content-Type。")
    if schema is None:
        return
    if asked.whole is None:
        raise _reason(413, "too_large", "JSON 请求体超过 1 MB，不能核对。", "接口文档 requestBody", "请分几次调用。")
    if faults := reader.faults_of_json(schema, asked.whole):
        reasons = [
            Reason("body", f"请求体 {text}。", "body", "接口文档 requestBody", KEPT, "请更正后再调用。")
            for text in faults
        ]
        raise Refused(*reasons, status=422, title="请求体与接口文档不符")


def _reason(status: int, code: str, message: str, rule: str, todo: str) -> Refused:
    return Refused(Reason(code, message, rule=rule, kept=KEPT, todo=todo), status=status, title="没有调用")
