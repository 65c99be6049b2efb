"""The authorization server: OAuth 2.0 client credentials by Authlib, with secrets that overlap and signed assertions (RFC 6749, 7523).

Authlib decides the protocol; who a client is, what it may and how a token is kept are ours.
"""

import hmac
import secrets
from datetime import timedelta
from typing import Any, cast

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.integrations.django_oauth2.requests import DjangoOAuth2Payload, DjangoOAuth2Request
from authlib.oauth2.rfc6749 import OAuth2Request, grants
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from joserfc.jwk import KeySet

from yichuang.exchange.models import ClientSystem, SystemSecret
from yichuang.exchange.models.systems import CLIENT
from yichuang.exchange.operations.keep_token import keep_token, use_assertion
from yichuang.exchange.queries.systems import hashed
from yichuang.exchange.rules.scopes import narrowed
from yichuang.foundations import clock

TOKEN_LASTS = timedelta(minutes=15)
TOKEN_PATH = "/api/exchange/token"
BASIC, FORM, SIGNED = "client_secret_basic", "client_secret_post", JWTBearerClientAssertion.CLIENT_AUTH_METHOD


class Client:
    """A system as Authlib looks at it."""

    def __init__(self, system: ClientSystem) -> None:
        self.system = system
        self.client_id, self.user_id = system.client_id, None

    def get_client_id(self) -> str:
        """Return its client id."""
        return self.client_id

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return what of the scopes asked for it has."""
        return narrowed(scope or "", self.system.scopes)

    def check_client_secret(self, given: str) -> bool:
        """Tell whether a secret is one of those good now."""
        now = clock.now()
        rows = SystemSecret.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), system=self.system, kind=CLIENT)
        found = hashed(given)
        # All are compared, so that the time says nothing about which one it was.
        return max((hmac.compare_digest(row.value_hash, found) for row in rows), default=False)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Tell whether it may prove itself so: by secret, or by a signed assertion where it left its public keys."""
        return method in (BASIC, FORM) or (method == SIGNED and bool(self.system.public_jwks))

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether it may have this grant."""
        return grant_type == "client_credentials"


class _Assertion(JWTBearerClientAssertion):
    """private_key_jwt: a short-lived statement signed with the system's own key, each id good once."""

    def get_audiences(self) -> list[str]:
        """Return what the assertion must be addressed to."""
        return [f"{settings.PUBLIC_URL}{TOKEN_PATH}", settings.PUBLIC_URL]

    def validate_jti(self, claims: Any, jti: str) -> bool:
        """Use the assertion up."""
        system = ClientSystem.objects.get(client_id=claims["sub"])
        return use_assertion(system_id=system.pk, jti=str(jti), now=clock.now())

    def resolve_client_public_key(self, client: Client) -> KeySet:
        """Return the keys that the system registered."""
        return KeySet.import_key_set(cast(Any, client.system.public_jwks or {"keys": []}))


class _Request(DjangoOAuth2Request):
    """A request under the address by which the world calls us: TLS ends at the proxy in front, which PUBLIC_URL speaks for."""

    def __init__(self, request: HttpRequest) -> None:
        OAuth2Request.__init__(self, request.method, f"{settings.PUBLIC_URL}{request.path}", headers=request.headers)
        self.payload = DjangoOAuth2Payload(request)
        self._request = request


class _Grant(grants.ClientCredentialsGrant):
    """Client credentials, by any of the three ways."""

    TOKEN_ENDPOINT_AUTH_METHODS = [BASIC, FORM, SIGNED]


class Server(AuthorizationServer):
    """Issues the tokens of the exchange."""

    def create_oauth2_request(self, request: HttpRequest) -> _Request:
        """Return the request as Authlib reads it."""
        return _Request(request)

    def query_client(self, client_id: str) -> Client | None:
        """Return a system that is not shut out."""
        row = ClientSystem.objects.filter(client_id=client_id, active=True).first()
        return Client(row) if row else None

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Keep the hash."""
        system = request.client.system
        keep_token(
            system_id=system.pk,
            token=token["access_token"],
            scope=token.get("scope") or "",
            lasts=TOKEN_LASTS,
            now=clock.now(),
        )

    def generate_token(
        self, grant_type: str, client: Client, user: Any = None, scope: str | None = None, **given: Any
    ) -> dict[str, Any]:
        """Return a token of full entropy with the scopes that the system has."""
        return {
            "access_token": secrets.token_urlsafe(32),
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LASTS.total_seconds()),
            "scope": client.get_allowed_scope(scope),
        }


server = Server(ClientSystem, None)
server.register_grant(_Grant)
server.register_client_auth_method(SIGNED, _Assertion())
