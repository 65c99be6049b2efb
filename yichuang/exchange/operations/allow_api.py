"""Give a system the scope of a shared API, or take it away; the grant itself is decided and recorded in `sharing` (S2-48)."""

from yichuang.exchange.models import ClientSystem

PREFIX = "api:"


def allow_api(*, system_id: int, key: str, on: bool) -> None:
    """Put `api:<key>` among a system's scopes, or take it out; tokens issued from now on have it or have it not."""
    system = ClientSystem.objects.select_for_update().get(pk=system_id)
    scope = f"{PREFIX}{key}"
    if on == (scope in system.scopes):
        return
    system.scopes = [*system.scopes, scope] if on else [one for one in system.scopes if one != scope]
    system.save(update_fields=["scopes"])
