"""Keep an access token that the authorization server issued; use up a client assertion."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yichuang.exchange.models import SystemToken, UsedAssertion
from yichuang.exchange.queries.systems import hashed

ASSERTIONS_KEPT = timedelta(days=2)


def keep_token(*, system_id: int, token: str, scope: str, lasts: timedelta, now: datetime) -> SystemToken:
    """Keep the hash of a token and return its row; what ran out is cleared away on this occasion."""
    SystemToken.objects.filter(system_id=system_id, expires_at__lte=now).delete()
    return SystemToken.objects.create(
        system_id=system_id, token_hash=hashed(token), scope=scope, issued_at=now, expires_at=now + lasts
    )


def use_assertion(*, system_id: int, jti: str, now: datetime) -> bool:
    """Use up the id of a client assertion; return False when it was used before (RFC 7523 3, item 7)."""
    UsedAssertion.objects.filter(used_at__lt=now - ASSERTIONS_KEPT).delete()
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(system_id=system_id, jti=jti[:128], used_at=now)
    except IntegrityError:
        return False
    return True
