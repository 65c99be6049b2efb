"""The room's API: drafts, publication, requests for adjustment, the sorting queue."""

from ninja import Router

from yichuang.studio.api import adjustments, drafts, publications, queue

router = Router()
for part in (drafts, publications, adjustments, queue):
    router.add_router("", part.router)
