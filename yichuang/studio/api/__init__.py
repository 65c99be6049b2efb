"""The room's API: drafts."""

from ninja import Router

from yichuang.studio.api import drafts

router = Router()
for part in (drafts,):
    router.add_router("", part.router)
