"""Doors of the API of life events, one file per noun."""

from ninja import Router

from yichuang.life_events.api import (
    composing,
    joint,
    joint_plan,
    joint_shared,
    joint_signing,
    practice,
    public,
    results,
)

router = Router()
for part in (public, results, composing, practice, joint_plan, joint_shared, joint, joint_signing):
    router.add_router("", part.router)
