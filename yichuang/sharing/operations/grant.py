"""Apply for the use of an API, decide on it, take it back (申请授权, S2-48): purpose and legal basis are said, the owner decides."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.exchange.operations.allow_api import allow_api
from yichuang.exchange.queries.systems import system_for
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.sharing import policies
from yichuang.sharing.events import GrantAsked, GrantDecided
from yichuang.sharing.models import ApiGrant
from yichuang.sharing.models.apis import OPEN
from yichuang.sharing.models.grants import ASKED, GRANTED, REFUSED, REVOKED, STATES, TAKEN_BACK
from yichuang.sharing.queries.apis import lock_api
from yichuang.sharing.queries.grants import COUNTER_PREFIX, counter_of, grant_for

KEPT = "没有做任何改动；填写的内容都在。"
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Application:
    """What is asked for: the API, who will call it, for what, on what legal basis, how often, until when."""

    api: str
    consumer: str
    purpose: str
    legal_basis: str
    per_minute: int
    expires_on: date


@unit_of_work()
def ask_for_grant(*, actor: Actor, application: Application, now: datetime) -> ApiGrant:
    """Apply for a grant and return it; unconditionally shared data is granted with the application (国发〔2016〕51号 10).

    :raises NotAllowed, NotFound: outside the actor's reach. :raises Refused: 422 with every fault, 409 when there is one already.
    """
    policies.demand(actor, policies.APPLY, None, "申请共享接口授权")
    api = lock_api(application.api)
    grant = ApiGrant(
        api=api, asked_at=now, asked_by=actor.id, asked_by_name=actor.name, **_consumer(actor, application)
    )
    policies.demand(actor, policies.APPLY, policies.place_of_consumer(grant), "为这个系统申请授权")
    if reasons := _faults(application, api.per_minute, now):
        raise Refused(*reasons, status=422, title="没有提交申请")
    if not api.active:
        raise _one("withdrawn", "这个接口已停止共享。", "请联系提供部门。")
    held = ApiGrant.objects.filter(api=api, consumer=grant.consumer, state__in=[ASKED, GRANTED]).first()
    if held is not None and (held.state == ASKED or held.expires_on >= day_of(now)):
        raise _one(
            "held", f"这个系统对这个接口已有一份“{STATES[held.state]}”的授权。", "请等待审批，或先撤回、收回它。"
        )
    if held is not None:
        _settle(held, REVOKED, "到期后重新申请", actor, now)
    grant.purpose, grant.legal_basis = application.purpose.strip(), application.legal_basis.strip()
    grant.per_minute, grant.expires_on = application.per_minute, application.expires_on
    asked = GrantAsked(
        api=api.key,
        consumer=grant.consumer,
        purpose=grant.purpose,
        legal_basis=grant.legal_basis,
        expires_on=grant.expires_on.isoformat(),
    )
    ledger.write(grant, asked, actor=actor, at=now)
    if api.data_class == OPEN:
        _settle(grant, GRANTED, "无条件共享，申请即授权", actor, now)
    return grant


@unit_of_work()
def approve_grant(*, actor: Actor, pk: int, reason: str, now: datetime) -> ApiGrant:
    """Let the consumer call, from now on, and return the grant. :raises Refused: 409 when there is nothing to decide."""
    grant = _to_decide(actor, pk)
    return _settle(grant, GRANTED, reason, actor, now)


@unit_of_work()
def refuse_grant(*, actor: Actor, pk: int, reason: str, now: datetime) -> ApiGrant:
    """Refuse an application, for a reason, and return it. :raises Refused: 422 without a reason, 409 when it is decided."""
    grant = _to_decide(actor, pk)
    return _settle(grant, REFUSED, _reason(reason), actor, now)


@unit_of_work()
def revoke_grant(*, actor: Actor, pk: int, reason: str, now: datetime) -> ApiGrant:
    """Take a grant back, for a reason; the next call is refused. :raises Refused: 422 without a reason, 409 without a grant."""
    grant = _owned(actor, pk, "收回授权")
    if grant.state != GRANTED:
        raise _one("not_granted", f"这份授权是“{STATES[grant.state]}”，没有可收回的。", "请刷新页面。")
    return _settle(grant, REVOKED, _reason(reason), actor, now)


@unit_of_work()
def take_back(*, actor: Actor, pk: int, now: datetime) -> ApiGrant:
    """Take an application back before it is decided, and return it. :raises Refused: 409 when it is decided."""
    grant = grant_for(actor, pk, lock=True)
    policies.demand(actor, policies.APPLY, policies.place_of_consumer(grant), "撤回这份申请")
    if grant.state != ASKED:
        raise _one("decided", f"这份申请已是“{STATES[grant.state]}”。", "请刷新页面。")
    return _settle(grant, TAKEN_BACK, "", actor, now)


def _to_decide(actor: Actor, pk: int) -> ApiGrant:
    grant = _owned(actor, pk, "审批这份申请")
    if grant.state != ASKED:
        raise _one("decided", f"这份申请已是“{STATES[grant.state]}”。", "请刷新页面。")
    return grant


def _owned(actor: Actor, pk: int, doing: str) -> ApiGrant:
    grant = grant_for(actor, pk, lock=True)
    policies.demand(actor, policies.APPROVE, policies.place_of_api(grant.api), doing)
    return grant


def _settle(grant: ApiGrant, state: str, reason: str, actor: Actor, now: datetime) -> ApiGrant:
    grant.state, grant.reason = state, reason.strip()[:200]
    grant.decided_at, grant.decided_by_name = now, actor.name
    fields = ["state", "reason", "decided_at", "decided_by_name"]
    ledger.write(grant, GrantDecided(state=state, reason=grant.reason), actor=actor, at=now, update_fields=fields)
    if grant.system is not None:
        allow_api(system_id=grant.system.pk, key=grant.api.key, on=state == GRANTED)
    return grant


def _consumer(actor: Actor, application: Application) -> dict[str, object]:
    if application.consumer.startswith(COUNTER_PREFIX):
        division = application.consumer.removeprefix(COUNTER_PREFIX)
        policies.demand(actor, policies.APPLY, Place(division=division), "为综合窗口申请授权")
        return {"system": None, "division": division, "consumer": counter_of(division)}
    system = system_for(actor, application.consumer)
    return {"system": system, "division": "", "consumer": system.key}


def _faults(application: Application, most: int, now: datetime) -> list[Reason]:
    faults = []
    if len(application.purpose.strip()) < 4 or len(application.purpose) > 200:
        faults.append(("purpose", "用途应为 4 至 200 个字，写明办什么事"))
    if len(application.legal_basis.strip()) < 4 or len(application.legal_basis) > 200:
        faults.append(("legal_basis", "法律依据应为 4 至 200 个字，写明文件和条款"))
    if not 1 <= application.per_minute <= most:
        faults.append(("per_minute", f"每分钟次数应为 1 至 {most}（接口的上限）"))
    if not day_of(now) <= application.expires_on <= day_of(now + LONGEST):
        faults.append(("expires_on", "有效期应在今天之后、三年之内"))
    return [Reason(name, f"{text}。", name, "S2-48", KEPT, "请更正后再提交。") for name, text in faults]


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused(
            Reason("reason", "没有写明理由。", "reason", "S2-48", KEPT, "请写明理由，申请方会看到。"),
            status=422,
            title="没有办理",
        )
    return text


def _one(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, rule="S2-48", kept=KEPT, todo=todo), title="没有办理")
