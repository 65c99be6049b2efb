"""The room's API: cases with their moves, and hand-overs."""

from ninja import Router

from yichuang.cases.api import cases, contents, handovers, intakes

router = Router()
for part in (cases, contents, intakes, handovers):
    router.add_router("", part.router)
