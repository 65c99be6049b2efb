"""Register a department's system, change what is known of it, shut it out and let it in again (S2-48; S0-16)."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from yichuang.exchange import policies, ports
from yichuang.exchange.events import SystemChanged, SystemRegistered, SystemResumed, SystemStopped
from yichuang.exchange.models import ClientSystem, SystemToken
from yichuang.exchange.models.systems import LIVE, TEST
from yichuang.exchange.queries.systems import lock_system
from yichuang.exchange.rules.addresses import faults_of_address, faults_of_networks
from yichuang.exchange.rules.keys import faults_of_keys
from yichuang.exchange.rules.scopes import SCOPES, USUAL
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import Department

KEPT = "没有做任何改动；填写的内容都在。"
TITLE = "业务系统没有保存"
MOST_NETWORKS = 40


@dataclass(frozen=True)
class Profile:
    """What may be changed of a system at any time."""

    name: str
    receiver: str = ""
    form_base: str = ""
    pulls: bool = False
    dialect: str = ports.CONTRACT
    scopes: Sequence[str] = field(default_factory=lambda: sorted(USUAL))
    networks: Sequence[str] = ()
    public_jwks: dict[str, Any] | None = None
    contact: str = ""
    contact_phone: str = ""


@unit_of_work()
def register_system(
    *, actor: Actor, key: str, department: Department, environment: str, profile: Profile, now: datetime
) -> ClientSystem:
    """Register a system and return it; it has no secret yet (`renew_secret`).

    :raises NotAllowed: outside the actor's division. :raises Refused: 422 with every fault, 409 for a code that is taken.
    """
    place = Place(division=department.receiving_id, department_id=department.pk)
    if not actor.may(policies.MANAGE, place):
        raise NotAllowed(policies.MANAGE, f"您的岗位不能为{department.name}登记业务系统。")
    reasons = [*_faults_of_key(key, environment), *faults_of(profile)]
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)
    if ClientSystem.objects.filter(key=key).exists():
        taken = Reason("key_taken", f"系统码“{key}”已被使用。", "key", "S2-52", KEPT, "请换一个系统码。")
        raise Refused(taken, title=TITLE)
    system = ClientSystem(
        key=key,
        department=department,
        environment=environment,
        client_id=f"yc_{secrets.token_hex(12)}",
        registered_at=now,
        **_columns(profile),
    )
    event = SystemRegistered(key=key, name=profile.name, department=department.name, environment=environment)
    ledger.write(system, event, actor=actor, at=now)
    return system


@unit_of_work()
def change_system(*, actor: Actor, key: str, profile: Profile, now: datetime) -> ClientSystem:
    """Change a system's profile and return it; nothing is recorded where nothing changed.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 422 with every fault.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "维护业务系统")
    if reasons := faults_of(profile):
        raise Refused(*reasons, status=422, title=TITLE)
    columns = _columns(profile)
    before = {name: getattr(system, name) for name in columns}
    changed = [name for name, value in columns.items() if before[name] != value]
    if not changed:
        return system
    for name in changed:
        setattr(system, name, columns[name])
    # Telephone numbers and keys are not for the ledger: that they changed is.
    told = {name: [_shown(name, before[name]), _shown(name, columns[name])] for name in changed}
    ledger.write(system, SystemChanged(changes=told), actor=actor, at=now, update_fields=changed)
    return system


@unit_of_work()
def stop_system(*, actor: Actor, key: str, why: str, now: datetime) -> ClientSystem:
    """Shut a system out at once and return it: its tokens end, what is on its way waits.

    :raises Refused: 409 when it is stopped already, 422 without a reason.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "停用业务系统")
    if not why.strip():
        missing = Reason("why", "没有写明停用原因。", "why", "S2-48", KEPT, "请写明原因，对方会在对账时看到。")
        raise Refused(missing, status=422, title="没有停用")
    if not system.active:
        stopped = Reason("stopped", "这个系统已经停用。", rule="S2-48", kept=KEPT, todo="不用再停。")
        raise Refused(stopped, title="没有停用")
    system.active = False
    SystemToken.objects.filter(system=system).delete()
    ledger.write(system, SystemStopped(why=why.strip()[:300]), actor=actor, at=now, update_fields=["active"])
    return system


@unit_of_work()
def resume_system(*, actor: Actor, key: str, now: datetime) -> ClientSystem:
    """Let a stopped system in again and return it; what waited is sent. :raises Refused: 409 when it is not stopped."""
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "恢复业务系统")
    if system.active:
        running = Reason("running", "这个系统没有停用。", rule="S2-48", kept=KEPT, todo="不用恢复。")
        raise Refused(running, title="没有恢复")
    system.active, system.failures, system.away_until = True, 0, None
    ledger.write(system, SystemResumed(), actor=actor, at=now, update_fields=["active", "failures", "away_until"])
    return system


def note_failure(system_id: int, failures: int, fault: str, away_until: datetime | None) -> None:
    """Note that a receiver did not take an event, the `failures`-th in a row; the sender's own book-keeping, no business act.

    One statement; what another sender noted of the same failure meanwhile is not noted twice.
    """
    before = ClientSystem.objects.filter(pk=system_id, failures=failures - 1)
    before.update(failures=failures, away_until=away_until, last_failure=fault[:300])


def note_success(system_id: int, now: datetime) -> None:
    """Note that a system's receiver took an event (one statement)."""
    ClientSystem.objects.filter(pk=system_id).update(failures=0, away_until=None, last_success_at=now)


def faults_of(profile: Profile) -> list[Reason]:
    """Return every fault of a profile."""
    faults: list[tuple[str, str]] = []
    if not 2 <= len(profile.name.strip()) <= 80:
        faults.append(("name", "系统名称应为 2 至 80 个字"))
    plain = settings.EXCHANGE_PLAIN_HTTP
    for name, label in (("receiver", "信息接收地址"), ("form_base", "申报表服务地址")):
        if address := getattr(profile, name):
            faults += [(name, f"{label}：{text}") for text in faults_of_address(address, plain_allowed=plain)]
    if not profile.pulls and not profile.receiver:
        faults.append(("receiver", "没有填写信息接收地址；由对方自行拉取的，请勾选“自行拉取”"))
    if profile.dialect not in ports.dialects():
        faults.append(("dialect", f"没有“{profile.dialect}”这种报文格式"))
    if unknown := [scope for scope in profile.scopes if scope not in SCOPES and not scope.startswith("api:")]:
        faults.append(("scopes", f"没有这样的授权范围：{'、'.join(unknown)}"))
    if profile.public_jwks is not None:
        faults += [("public_jwks", text) for text in faults_of_keys(profile.public_jwks)]
    faults += [("networks", text) for text in faults_of_networks(profile.networks)]
    if len(profile.networks) > MOST_NETWORKS:
        faults.append(("networks", f"来源网段最多 {MOST_NETWORKS} 个"))
    return [Reason(name, f"{text}。", name, "S2-48", KEPT, "请更正后再保存。") for name, text in faults]


def _faults_of_key(key: str, environment: str) -> list[Reason]:
    faults = []
    if not (2 <= len(key) <= 40 and key.isascii() and key.replace("-", "").isalnum() and key == key.lower()):
        text = "系统码应为 2 至 40 个小写字母、数字或短横线。"
        faults.append(Reason("key", text, "key", "S2-52", KEPT, "请更正后再保存。"))
    if environment not in (TEST, LIVE):
        text = "环境应为联调（test）或正式（live）。"
        faults.append(Reason("environment", text, "environment", "S0-18", KEPT, "请选择环境。"))
    return faults


def _columns(profile: Profile) -> dict[str, Any]:
    columns = asdict(profile)
    columns["name"] = profile.name.strip()
    columns["scopes"], columns["networks"] = list(profile.scopes), list(profile.networks)
    columns["contact"] = profile.contact.strip()[:80]
    return columns


def _shown(name: str, value: Any) -> Any:
    return "（不记入台账）" if name in ("contact_phone", "public_jwks") else value
