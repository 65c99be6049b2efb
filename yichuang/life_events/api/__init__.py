"""Doors of the API of life events, one file per noun."""

from ninja import Router

from yichuang.life_events.api import composing, joint, joint_plan, public, results

router = Router()
for part in (public, results, composing, joint_plan, joint):
    router.add_router("", part.router)
