"""Doors of the API of feedback (docs/feedback.md)."""

from ninja import Router

from yichuang.feedback.api import complaints, public, ratings

router = Router()
for part in (public, ratings, complaints):
    router.add_router("", part.router)
