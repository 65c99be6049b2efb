"""The room's API: cases with their moves, hand-overs, and what is said of the guide."""

from ninja import Router

from yichuang.cases.api import cases, contents, handovers, intakes, questions, retention, uploads

router = Router()
for part in (cases, contents, intakes, handovers, questions, retention, uploads):
    router.add_router("", part.router)
