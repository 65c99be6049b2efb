"""The room's API: simulated acceptance."""

from ninja import Router

from yichuang.studio.api import simulations

router = Router()
for part in (simulations,):
    router.add_router("", part.router)
