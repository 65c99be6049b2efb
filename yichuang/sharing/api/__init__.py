"""The registry's and the grants' doors for officers (docs/sharing.md), systems call the gateway itself; and where the hotline books."""

from ninja import Router

from yichuang.sharing.api import appointments, figures, registry

router = Router()
for part in (registry, figures, appointments):
    router.add_router("", part.router)
