"""The room's API: cases with their moves, hand-overs, and what is said of the guide."""

from ninja import Router

from yichuang.cases.api import cases, contents, handovers, intakes, questions, retention, shared, uploads

router = Router()
for part in (cases, contents, intakes, handovers, questions, retention, shared, uploads):
    router.add_router("", part.router)
