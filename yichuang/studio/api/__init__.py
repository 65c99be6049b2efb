"""The room's API, one file per noun."""

from ninja import Router

from yichuang.studio.api import drafts, exports, imports, reviews, simulations

router = Router()
for part in (drafts, reviews, simulations, imports, exports):
    router.add_router("", part.router)
