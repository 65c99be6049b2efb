"""Register an API, change what is known of it, replace its document, withdraw it, offer it again (S2-48)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from yichuang.exchange.policies import place_of
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.systems import system_for
from yichuang.exchange.rules.addresses import faults_of_address
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.sharing import policies
from yichuang.sharing.events import ApiChanged, ApiDocumentReplaced, ApiOfferedAgain, ApiRegistered, ApiWithdrawn
from yichuang.sharing.models import ApiVersion, SharedApi
from yichuang.sharing.models.apis import ABOUT_PEOPLE, BEYONDS, CLASSES, REFUSE, USES
from yichuang.sharing.queries.apis import lock_api, version_of
from yichuang.sharing.rules.checking import NEVER_PASSED, Reader
from yichuang.sharing.rules.documents import Document, Unreadable, faults_of, read
from yichuang.sharing.rules.profiles import faults_of_use
from yichuang.sharing.rules.upstreams import allowed

KEPT = "没有做任何改动；填写的内容都在。"
TITLE = "共享接口没有保存"
MOST_A_MINUTE, LONGEST_SECONDS, MOST_MB = 60_000, 120, 16


@dataclass(frozen=True)
class Terms:
    """What may be changed of an API at any time: where it is, how much and how long, what is promised, when to cry out."""

    name: str
    upstream: str
    data_class: str
    per_minute: int = 60
    total_seconds: int = 10
    read_seconds: int = 5
    service_level: str = ""
    use: str = ""
    credential_header: str = ""
    # None leaves the secret as it is.
    credential: str | None = None
    alarm_errors: int = 5
    alarm_p95: int = 3000
    personal: bool = False
    answer_mb: int = 1
    beyond: str = REFUSE


@unit_of_work()
def register_api(*, actor: Actor, key: str, provider: str, terms: Terms, document: bytes, now: datetime) -> SharedApi:
    """Register an API of a department's system with its document and return it.

    :raises NotAllowed, NotFound: outside the actor's reach. :raises Refused: 422 with every fault, 409 for a key that is taken.
    """
    system = system_for(actor, provider)
    policies.demand(actor, policies.REGISTER, place_of(system), f"为“{system.name}”登记共享接口")
    parsed, faults = _read(document)
    reasons = [*_faults_of_key(key), *faults_of_terms(terms, system), *faults, *_faults_of_use(terms.use, parsed)]
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)
    if SharedApi.objects.filter(key=key).exists():
        raise _one("key_taken", f"接口标识“{key}”已被使用。", "key", "请换一个接口标识。")
    _refuse_second_use(terms.use, key)
    assert parsed is not None
    api = SharedApi(
        key=key, provider=system, department=system.department, registered_at=now, **_columns(terms, credential="")
    )
    digest = digest_of(parsed)
    event = ApiRegistered(key=key, name=api.name, department=system.department.name, provider=system.key, sha256=digest)
    ledger.write(api, event, actor=actor, at=now)
    _keep(api, parsed, digest, actor, now)
    return api


@unit_of_work()
def change_api(*, actor: Actor, key: str, terms: Terms, now: datetime) -> SharedApi:
    """Change an API's terms and return it; nothing is recorded where nothing changed.

    :raises NotAllowed: to others than its owner. :raises Refused: 422 with every fault.
    """
    api = _mine(actor, key, "维护这个共享接口")
    reasons = faults_of_terms(terms, api.provider)
    if terms.use != api.use:
        reasons += _faults_of_use(terms.use, version_of(api).document)
        _refuse_second_use(terms.use, key)
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)
    columns = _columns(terms, credential=api.credential)
    before = {name: getattr(api, name) for name in columns}
    changed = [name for name, value in columns.items() if before[name] != value]
    if not changed:
        return api
    for name in changed:
        setattr(api, name, columns[name])
    told = {name: ["（不记入台账）"] * 2 if name == "credential" else [before[name], columns[name]] for name in changed}
    ledger.write(api, ApiChanged(changes=told), actor=actor, at=now, update_fields=changed)
    return api


@unit_of_work()
def replace_document(*, actor: Actor, key: str, document: bytes, now: datetime) -> SharedApi:
    """Put a new version of an API's document in force and return the API; the same document again is no version.

    :raises NotAllowed: to others than its owner. :raises Refused: 422 with every fault and its place.
    """
    api = _mine(actor, key, "更新这个接口的文档")
    parsed, faults = _read(document)
    reasons = [*faults, *_faults_of_use(api.use, parsed)]
    if reasons:
        raise Refused(*reasons, status=422, title="接口文档没有更新")
    assert parsed is not None
    digest = digest_of(parsed)
    if ApiVersion.objects.filter(api=api, number=api.version, sha256=digest).exists():
        return api
    api.version += 1
    ledger.write(
        api, ApiDocumentReplaced(version=api.version, sha256=digest), actor=actor, at=now, update_fields=["version"]
    )
    _keep(api, parsed, digest, actor, now)
    return api


@unit_of_work()
def withdraw_api(*, actor: Actor, key: str, why: str, now: datetime) -> SharedApi:
    """Offer an API no more and return it; calls end at once, grants wait.

    :raises Refused: 409 when it is withdrawn already, 422 without a reason.
    """
    api = _mine(actor, key, "停止这个接口的共享")
    if not why.strip():
        raise _one("why", "没有写明停止共享的原因。", "why", "请写明原因，使用部门会看到。", status=422)
    if not api.active:
        raise _one("withdrawn", "这个接口已停止共享。", "", "不用再停。")
    api.active = False
    ledger.write(api, ApiWithdrawn(why=why.strip()[:200]), actor=actor, at=now, update_fields=["active"])
    return api


@unit_of_work()
def offer_again(*, actor: Actor, key: str, now: datetime) -> SharedApi:
    """Offer a withdrawn API again and return it; its grants count again. :raises Refused: 409 when it is not withdrawn."""
    api = _mine(actor, key, "恢复这个接口的共享")
    if api.active:
        raise _one("active", "这个接口没有停止共享。", "", "不用恢复。")
    _refuse_second_use(api.use, key)
    api.active = True
    ledger.write(api, ApiOfferedAgain(), actor=actor, at=now, update_fields=["active"])
    return api


def _mine(actor: Actor, key: str, doing: str) -> SharedApi:
    policies.demand(actor, policies.VIEW, None, "查看数据共享")
    api = lock_api(key)
    policies.demand(actor, policies.REGISTER, policies.place_of_api(api), doing)
    return api


def faults_of_terms(terms: Terms, system: ClientSystem) -> list[Reason]:
    """Return every fault of an API's terms."""
    faults: list[tuple[str, str]] = []
    if not 2 <= len(terms.name.strip()) <= 80:
        faults.append(("name", "接口名称应为 2 至 80 个字"))
    plain = settings.EXCHANGE_PLAIN_HTTP
    wrong = faults_of_address(terms.upstream, plain_allowed=plain)
    faults += [("upstream", f"上游地址：{text}") for text in wrong]
    if not wrong and "?" in terms.upstream:
        faults.append(("upstream", "上游地址里不能带 ? 参数"))
    if not wrong and not allowed(terms.upstream, (system.receiver, system.form_base)):
        faults.append(("upstream", f"上游地址不在“{system.name}”登记的地址（主机和端口）之内"))
    for name, offered in (("data_class", CLASSES), ("use", USES), ("beyond", BEYONDS)):
        if getattr(terms, name) not in offered:
            faults.append((name, "不在可选范围内"))
    header = terms.credential_header
    if header and (len(header) > 60 or not header.isascii() or not header.replace("-", "").isalnum()):
        faults.append(("credential_header", "请求头名称只能用字母、数字和短横线"))
    if header.lower() in NEVER_PASSED - {"authorization"}:
        faults.append(("credential_header", "这个请求头由平台自己使用"))
    if terms.credential and (not terms.credential.isascii() or not terms.credential.isprintable()):
        faults.append(("credential", "上游密钥只能用可见的英文字符"))
    limits = (
        ("per_minute", 1, MOST_A_MINUTE), ("total_seconds", 1, LONGEST_SECONDS), ("read_seconds", 1, LONGEST_SECONDS),
        ("alarm_errors", 0, 100), ("alarm_p95", 0, 120_000), ("answer_mb", 1, MOST_MB),
    )  # fmt: skip
    faults += [(name, f"应为 {low} 至 {high}") for name, low, high in limits if not low <= getattr(terms, name) <= high]
    if terms.read_seconds > terms.total_seconds:
        faults.append(("read_seconds", "单次等待不能长于总时限"))
    return [Reason(name, f"{text}。", name, "S2-48", KEPT, "请更正后再保存。") for name, text in faults]


def _read(data: bytes) -> tuple[Document | None, list[Reason]]:
    try:
        document = read(data)
    except Unreadable as error:
        return None, [_document(str(error))]
    return document, [_document(text) for text in faults_of(document)]


def _faults_of_use(use: str, document: Document | None) -> list[Reason]:
    if document is None or use not in USES or faults_of(document):
        return []
    return [_document(text) for text in faults_of_use(use, Reader(document))]


def _document(text: str) -> Reason:
    return Reason("document", f"接口文档 {text}。", "document", "OpenAPI 3", KEPT, "请更正文档后重新上传。")


def _faults_of_key(key: str) -> list[Reason]:
    if 2 <= len(key) <= 40 and key.isascii() and key.replace("-", "").isalnum() and key == key.lower():
        return []
    text = "接口标识应为 2 至 40 个小写字母、数字或短横线。"
    return [Reason("key", text, "key", "S2-48", KEPT, "请更正后再保存。")]


def _refuse_second_use(use: str, key: str) -> None:
    other = SharedApi.objects.filter(use=use, active=True).exclude(key=key).first() if use else None
    if other is not None:
        text = f"柜台用途“{USES[use]}”已由“{other.name}”承担。"
        raise _one("use_taken", text, "use", "请先停止那个接口的共享，或改选用途。")


def _one(code: str, message: str, field: str, todo: str, status: int = 409) -> Refused:
    return Refused(Reason(code, message, field, "S2-48", KEPT, todo), status=status, title=TITLE)


def digest_of(document: Document) -> str:
    """Return what tells one document from another, whatever the order and spaces of its file."""
    return hashlib.sha256(json.dumps(document, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _keep(api: SharedApi, document: Document, digest: str, actor: Actor, now: datetime) -> None:
    ApiVersion.objects.create(api=api, number=api.version, document=document, sha256=digest, at=now, by_name=actor.name)


def _columns(terms: Terms, credential: str) -> dict[str, Any]:
    columns = asdict(terms)
    columns["name"], columns["upstream"] = terms.name.strip(), terms.upstream.strip().rstrip("/")
    columns["service_level"] = terms.service_level.strip()[:120]
    columns["personal"] = terms.personal or terms.use in ABOUT_PEOPLE
    columns["credential"] = credential if terms.credential is None else terms.credential
    return columns
