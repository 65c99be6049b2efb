"""Export the signed evidence of one case's exchange, for the other side to check offline (issue 4, 7; docs/exchange.md, “Proof”)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.template.loader import render_to_string

from yichuang.cases.operations.reveal import reveal
from yichuang.cases.queries.access import one_case
from yichuang.exchange import policies
from yichuang.exchange.events import EvidenceExported
from yichuang.exchange.models import ClientSystem, LoggedMessage
from yichuang.exchange.operations.seal_messages import seal_messages
from yichuang.exchange.queries.evidence import (
    Evidence,
    Proven,
    evidence_of,
    has_unsealed,
    message_told,
    seal_told,
)
from yichuang.exchange.queries.systems import lock_system, system_for
from yichuang.exchange.rules.evidence import MANIFEST, SIGNATURE, container, manifest_of
from yichuang.exchange.rules.message_chain import DIRECTIONS, KINDS
from yichuang.exchange.rules.wire import INBOUND, OUTGOING
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.checkpoints import seal_key
from yichuang.foundations.paper.keys import ensure_seal_certificate
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

ORGANISATION = "一窗受理平台"
LEAST_WORDS = 4
SAID = {**OUTGOING, **INBOUND}


def export_evidence(*, actor: Actor, key: str, number: str, why: str, now: datetime) -> bytes:
    """Return the package for an officer, who and why is on record; the messages' bytes only to who may see personal data.

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 422 without a reason, 404 for a case without messages.
    """
    system = system_for(actor, key)
    policies.demand(actor, policies.VIEW, system, "导出交换证据")
    if len(why.strip()) < LEAST_WORDS:
        text = "没有写明导出的事由。"
        missing = Reason("why", text, "why", "个人信息保护法 51", "没有导出。", "请用一句话写明为什么需要导出。")
        raise Refused(missing, status=422, title="没有导出")
    _demand_messages(system, number)
    _seal(system, number, now)
    case = one_case(actor, number).first()
    contents = case is not None and actor.may("case.reveal", policies.place_of(system))
    with unit_of_work():
        if contents:
            reveal(actor=actor, number=number, reason="other", words=f"导出交换证据：{why.strip()}"[:300], now=now)
        locked = lock_system(actor, key)
        _tell(locked, actor, number, why.strip(), contents, now)
    return _package(system, number, contents=contents)


def evidence_for_system(*, system: ClientSystem, number: str, now: datetime) -> bytes:
    """Return the package for the system itself, of a case that it may reach: with all the bytes, which it sent or was sent."""
    _demand_messages(system, number)
    _seal(system, number, now)
    with unit_of_work():
        locked = ClientSystem.objects.select_for_update(of=("self",)).get(pk=system.pk)
        _tell(locked, policies.actor_of(system), number, "", True, now)
    return _package(system, number, contents=True)


def _demand_messages(system: ClientSystem, number: str) -> None:
    if not LoggedMessage.objects.filter(system=system, number=number).exists():
        text = f"“{system.name}”与平台之间没有这个办件的报文。"
        nothing = Reason(
            "no_messages", text, "number", "对接契约：举证", "没有导出。", "请核对统一申报编码和业务系统。"
        )
        raise Refused(nothing, status=404, title="没有报文")


def _seal(system: ClientSystem, number: str, now: datetime) -> None:
    """Seal what is new, so that the package reaches up to now; where others write at length it reaches up to the last seal."""
    if has_unsealed(system, number):
        try:
            seal_messages(now)
        except OperationalError:
            return


def _tell(system: ClientSystem, actor: Actor, number: str, why: str, contents: bool, now: datetime) -> None:
    event = EvidenceExported(number=number, why=why[:300], contents=contents)
    ledger.write(system, event, actor=actor, at=now, update_fields=[])


def _package(system: ClientSystem, number: str, *, contents: bool) -> bytes:
    found = evidence_of(system, number, contents=contents)
    if not found.messages:
        text = "报文还没有封存：封存每五分钟一次。"
        early = Reason("unsealed", text, "", "对接契约：举证", "没有导出。", "请过几分钟再导出。")
        raise Refused(early, status=409, title="暂不能导出")
    key = seal_key()
    files: dict[str, bytes] = {
        "README.txt": render_to_string("exchange/evidence/README.txt").encode(),
        "certificate.pem": ensure_seal_certificate(settings.SIGNING_FOLDER, ORGANISATION, key.public_key()),
    }
    messages = [_message(place, proven, files) for place, proven in enumerate(found.messages, 1)]
    seals = {proven.seal.up_to_message: seal_told(proven.seal) for proven in found.messages}
    told: dict[str, Any] = {
        "issuer": ORGANISATION,
        "system": {"key": system.key, "name": system.name, "department": system.department.name},
        "number": number,
        "messages": messages,
        "seals": [seals[up_to] for up_to in sorted(seals)],
        "unsealed": found.unsealed,
    }
    files["summary.html"] = _summary(system, number, found, contents).encode()
    manifest = manifest_of(told, files)
    return container({**files, MANIFEST: manifest, SIGNATURE: key.sign(manifest)})


def _message(place: int, proven: Proven, files: dict[str, bytes]) -> dict[str, Any]:
    """Put a message's bytes among the files and return what the manifest says of it."""
    stem = f"messages/{place:04d}-{proven.row.kind}"
    named: dict[str, Any] = {"content": "", "answer": "", "parts": {}}
    for what, content in (("content", proven.content), ("answer", proven.answer)):
        if content is not None:
            named[what] = f"{stem}.{what}"
            files[f"{stem}.{what}"] = content
    for uid, content in proven.parts:
        named["parts"][uid] = f"{stem}.{uid}.event"
        files[f"{stem}.{uid}.event"] = content
    return {**message_told(proven), **named}


def _summary(system: ClientSystem, number: str, found: Evidence, contents: bool) -> str:
    lines = [
        {
            "row": one.row,
            "direction": DIRECTIONS[one.row.direction],
            "kind": KINDS[one.row.kind],
            "type": SAID.get(one.row.type, one.row.type),
            "sha256": bytes(one.row.sha256).hex(),
            "shown": one.content is not None or bool(one.parts),
            "erased": one.row.erased_at,
        }
        for one in found.messages
    ]
    seal = found.messages[-1].seal
    context = {
        "system": system,
        "number": number,
        "lines": lines,
        "unsealed": found.unsealed,
        "contents": contents,
        "seal": seal,
        "seal_hash": bytes(seal.hash).hex(),
        "issuer": ORGANISATION,
    }
    return render_to_string("exchange/evidence/summary.html", context)


def authority_certificate() -> bytes:
    """Return the platform's root certificate as PEM."""
    pem = ensure_seal_certificate(settings.SIGNING_FOLDER, ORGANISATION, seal_key().public_key())
    return pem[pem.rindex(b"-----BEGIN") :]
