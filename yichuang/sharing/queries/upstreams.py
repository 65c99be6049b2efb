"""How upstreams fare (熔断)."""

from yichuang.sharing.models import SharedApi, Upstream
from yichuang.sharing.rules.upstreams import origin_of


def upstream_of(api: SharedApi) -> Upstream | None:
    """Return how an API's upstream fares, None while nothing went wrong with it."""
    return Upstream.objects.filter(pk=origin_of(api.upstream)).first()
