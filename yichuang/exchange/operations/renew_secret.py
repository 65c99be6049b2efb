"""Issue a system's secret, or a new one beside the old (rotation with overlap); the value is told once and kept hashed or sealed."""

import base64
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.exchange import policies
from yichuang.exchange.events import SecretRenewed
from yichuang.exchange.models import SystemSecret, SystemToken
from yichuang.exchange.models.systems import CLIENT, SIGNING
from yichuang.exchange.queries.systems import hashed, lock_system
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

USUAL_OVERLAP = timedelta(days=7)
LONGEST_OVERLAP = timedelta(days=30)


@unit_of_work()
def renew_secret(*, actor: Actor, key: str, kind: str, now: datetime, overlap: timedelta = USUAL_OVERLAP) -> str:
    """Issue a new `client` or `signing` secret and return it; those before it run out after `overlap` (0: at once, tokens too).

    :raises NotFound, NotAllowed: as elsewhere. :raises Refused: 422 for another kind or an overlap outside 0…30 days.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "签发密钥")
    if kind not in (CLIENT, SIGNING) or not timedelta() <= overlap <= LONGEST_OVERLAP:
        wrong = Reason(
            "secret", "密钥种类应为 client 或 signing，重叠期应为 0 至 30 天。", "kind", "S2-48",
            "原有密钥不变。", "请更正后重试。",
        )  # fmt: skip
        raise Refused(wrong, status=422, title="没有签发")
    until = now + overlap
    standing = SystemSecret.objects.filter(Q(expires_at=None) | Q(expires_at__gt=until), system=system, kind=kind)
    standing.update(expires_at=until)
    value = (
        secrets.token_urlsafe(32) if kind == CLIENT else f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    )
    SystemSecret.objects.create(
        system=system,
        kind=kind,
        value_hash=hashed(value) if kind == CLIENT else "",
        value="" if kind == CLIENT else value,
        created_at=now,
    )
    if kind == CLIENT and not overlap:
        SystemToken.objects.filter(system=system).delete()
    event = SecretRenewed(kind=kind, overlap_until=until.isoformat())
    ledger.write(system, event, actor=actor, at=now, update_fields=[])
    return value
