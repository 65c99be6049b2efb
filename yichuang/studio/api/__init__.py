"""The room's API: drafts, their submission and business review."""

from ninja import Router

from yichuang.studio.api import drafts, reviews

router = Router()
for part in (drafts, reviews):
    router.add_router("", part.router)
