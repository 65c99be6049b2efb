"""Tables of the data-sharing platform."""

from yichuang.sharing.models.apis import ApiVersion, SharedApi, Upstream
from yichuang.sharing.models.calls import CallHour, SharedCall, SharedCopy, UsedQuota
from yichuang.sharing.models.grants import ApiGrant

__all__ = ["ApiGrant", "ApiVersion", "CallHour", "SharedApi", "SharedCall", "SharedCopy", "Upstream", "UsedQuota"]
