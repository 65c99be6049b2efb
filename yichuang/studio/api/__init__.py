"""The room's API: publication of drafts, requests for adjustment, the sorting queue."""

from ninja import Router

from yichuang.studio.api import adjustments, publications, queue

router = Router()
for part in (publications, adjustments, queue):
    router.add_router("", part.router)
