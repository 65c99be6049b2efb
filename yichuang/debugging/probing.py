"""Push what a step asks for and judge the answers: the call itself happens outside of any transaction."""

import base64
import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.rules.probes import PROBES, WRONG_SECRET, Probe, event_of, judged
from yichuang.debugging.rules.steps import RED, Found
from yichuang.exchange import ports
from yichuang.exchange.http import Called, call
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.systems import signing_secrets
from yichuang.exchange.rules.attempts import Outcome
from yichuang.exchange.rules.signing import webhook_headers

CONTENT = "application/cloudevents+json; charset=utf-8"
SHOWN = 2000
SIGNED = "webhook-"


def probe(run: DebuggingRun, name: str, *, now: datetime, wall: datetime) -> tuple[Found, dict[str, Any]]:
    """Return how a step came out, and the evidence: each request as it was sent, each answer as it came, hashes and times."""
    secrets = signing_secrets(run.system_id, now)
    if not secrets:
        return Found(RED, "系统还没有签名密钥，请先签发。"), {"calls": []}
    ids = {one.event: str(uuid.uuid4()) for one in PROBES[name]}
    outcomes, calls = [], []
    for one in PROBES[name]:
        event = event_of(one, uid=ids[one.event], division=run.system.department.receiving_id, at=wall)
        said = _dressed(run.system, one, event, secrets, now, wall)
        called = call(said.address, said.body, said.headers)
        dialect = ports.dialect_of(run.system.dialect)
        outcomes.append(dialect.judge(called.outcome, called.answer) if dialect else called.outcome)
        calls.append(_evidence(said, called, outcomes[-1], wall))
    return judged(name, outcomes), {"step": name, "calls": calls}


def _dressed(
    system: ClientSystem, one: Probe, event: Mapping[str, Any], secrets: list[str], now: datetime, wall: datetime
) -> ports.Dressed:
    """Return a push of a step as its system's dialect has it, with what is bad about it."""
    keys, at = ([WRONG_SECRET] if one.wrong_secret else secrets), wall + timedelta(minutes=one.minutes)
    dialect = ports.dialect_of(system.dialect)
    if dialect is None:
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        headers = {"Content-Type": CONTENT, **webhook_headers(event["id"], at, body, keys)}
        said = ports.Dressed(system.receiver, body.encode(), headers)
    else:
        number = str(event["data"]["number"])
        said = dialect.dress(ports.Push(0, system.pk, system.key, system.receiver, number, event, keys, now, at))
    if not one.unsigned:
        return said
    kept = {name: value for name, value in said.headers.items() if not name.startswith(SIGNED)}
    return ports.Dressed(said.address, said.body, kept)


def _evidence(said: ports.Dressed, called: Called, outcome: Outcome, wall: datetime) -> dict[str, Any]:
    return {
        "at": wall.isoformat(),
        "address": said.address,
        "headers": dict(said.headers),
        "request": said.body.decode()[:SHOWN],
        "request_sha256": hashlib.sha256(said.body).hexdigest(),
        "status": outcome.status,
        "fault": outcome.fault,
        "milliseconds": called.milliseconds,
        "answer": _text(called.answer),
        "answer_sha256": hashlib.sha256(called.answer).hexdigest(),
    }


def _text(answer: bytes) -> str:
    """Return an answer as text that can be kept, in base64 where it is none."""
    try:
        text = answer[:SHOWN].decode()
    except UnicodeDecodeError:
        return f"base64:{base64.b64encode(answer[:SHOWN]).decode()}"
    return text.replace("\x00", "␀")
