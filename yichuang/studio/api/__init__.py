"""The room's API, one file per noun."""

from ninja import Router

from yichuang.studio.api import adjustments, drafts, exports, imports, publications, queue, reviews, simulations

router = Router()
for part in (drafts, reviews, simulations, publications, adjustments, queue, imports, exports):
    router.add_router("", part.router)
