"""Every write can be repeated safely: the first answer is stored in the write's own transaction and given again.

The happy path costs one INSERT. A repeat runs into the unique key (or into the lifecycle) at the end, is rolled back whole, and gets
the stored answer; two at the same instant wait for each other on the unique index, so there is never a second effect.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from yichuang.foundations.actors import Actor
from yichuang.foundations.models import IdempotencyKey
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rows import made, new, write_together
from yichuang.foundations.transactions import unit_of_work

HEADER = "Idempotency-Key"
MAX_KEY = 80


@dataclass(frozen=True)
class Answer:
    """What a write answers: HTTP status and a JSON body; `repeated` when it was given before."""

    status: int
    body: Any
    repeated: bool = False


def once(actor: Actor, key: str, request_body: bytes, now: datetime, act: Callable[[], Answer]) -> Answer:
    """Run `act` at most once in effect for (actor, key) and return its answer, the stored one for a repeat.

    :raises Refused: 422 without a usable key, or when the key was used for another request; otherwise what `act` raises.
    """
    demand_key(key)
    fingerprint = request_body_print(request_body)
    try:
        with unit_of_work():
            answer = act()
            with transaction.atomic(savepoint=False):
                given = made(
                    IdempotencyKey,
                    actor_key=actor.key,
                    key=key,
                    fingerprint=fingerprint,
                    status=answer.status,
                    answer=answer.body,
                    at=now,
                )
                write_together(new(given))
            return answer
    except (Refused, IntegrityError):
        stored = IdempotencyKey.objects.filter(actor_key=actor.key, key=key).first()
        if stored is None:
            raise
        return _repeat(stored, fingerprint)


def demand_key(key: str) -> None:
    """:raises Refused: 422 without a usable key."""
    if not key or len(key) > MAX_KEY:
        raise Refused(
            Reason(
                "idempotency_key_missing",
                f"写操作须带 Idempotency-Key 请求头（1～{MAX_KEY} 个字符）。",
                field="Idempotency-Key",
                kept="没有做任何改动。",
                todo="请为每次办理生成一个新的键（如 UUID），重试时沿用原键。",
            ),
            status=422,
            title="缺少幂等键",
        )


def given_before(actor: Actor, key: str, request_body: bytes) -> Answer | None:
    """Return the stored answer to an earlier request under this key, None when there is none (one statement).

    :raises Refused: 422 when the key was used for another request.
    """
    stored = IdempotencyKey.objects.filter(actor_key=actor.key, key=key).first() if key else None
    return _repeat(stored, request_body_print(request_body)) if stored else None


def request_body_print(request_body: bytes) -> bytes:
    """Return the fingerprint by which a repeated request is told from another one."""
    return hashlib.sha256(request_body).digest()


def _repeat(stored: IdempotencyKey, fingerprint: bytes) -> Answer:
    if bytes(stored.fingerprint) != fingerprint:
        raise Refused(
            Reason(
                "idempotency_key_reused",
                "这个 Idempotency-Key 已用于另一次不同的请求。",
                field="Idempotency-Key",
                kept="先前那次办理的结果不变。",
                todo="请换一个新的键再提交。",
            ),
            status=422,
            title="幂等键被重复使用",
        )
    return Answer(stored.status, stored.answer, repeated=True)
