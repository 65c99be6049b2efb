"""The registry's and the grants' doors for officers (docs/sharing.md); systems call the gateway itself."""

from ninja import Router

from yichuang.sharing.api import figures, registry

router = Router()
for part in (registry, figures):
    router.add_router("", part.router)
