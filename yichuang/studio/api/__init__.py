"""The room's API: submission and business review."""

from ninja import Router

from yichuang.studio.api import reviews

router = Router()
for part in (reviews,):
    router.add_router("", part.router)
