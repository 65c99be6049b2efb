"""The guard of the systems' doors: a bearer token of the exchange, from a network that the system may call from."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from yichuang.exchange.models import ClientSystem, SystemToken
from yichuang.exchange.policies import actor_of, demand_scope
from yichuang.exchange.queries.systems import token_of
from yichuang.exchange.rules.addresses import within
from yichuang.exchange.rules.scopes import held_of
from yichuang.foundations import clock
from yichuang.foundations.problems import Reason, Refused


class ExchangeToken(HttpBearer):
    """A bearer token from `POST /api/exchange/token`."""

    def authenticate(self, request: HttpRequest, token: str) -> SystemToken | None:
        """Return the token's row, or None; the system then stands on `request.system`.

        :raises Refused: 403 from a network that was not registered.
        """
        row = token_of(token, clock.now())
        if row is None:
            return None
        address = request.META.get("REMOTE_ADDR", "")
        if not within(address, row.system.networks):
            reason = Reason(
                "network", f"来源地址 {address} 不在登记的网段内。", rule="对接契约", todo="请登记来源网段。"
            )
            raise Refused(reason, status=403, title="来源不允许")
        # A scope that was taken back is gone at once, not with the token.
        request.system, request.scope = row.system, held_of(row.scope, row.system.scopes)  # type: ignore[attr-defined]
        request.actor = actor_of(row.system)  # type: ignore[attr-defined]
        return row


exchange_auth = ExchangeToken()


def caller(request: HttpRequest, scope: str) -> ClientSystem:
    """Return the system that calls. :raises Refused: 403 without the scope."""
    system: ClientSystem = request.system  # type: ignore[attr-defined]
    demand_scope(request.scope, scope)  # type: ignore[attr-defined]
    return system
