"""The room's API: drafts, submission and business review, publication, requests for adjustment, the sorting queue."""

from ninja import Router

from yichuang.studio.api import adjustments, drafts, publications, queue, reviews

router = Router()
for part in (drafts, reviews, publications, adjustments, queue):
    router.add_router("", part.router)
