"""The room's API: drafts, submission and business review, import and export."""

from ninja import Router

from yichuang.studio.api import drafts, exports, imports, reviews

router = Router()
for part in (drafts, reviews, imports, exports):
    router.add_router("", part.router)
