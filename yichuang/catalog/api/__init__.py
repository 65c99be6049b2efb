"""The catalogue's doors: matters with navigator and synonyms, and the material dictionary."""

from ninja import Router

from yichuang.catalog.api import material_types, matters, type_proposals

router = Router()
router.add_router("", matters.router)
router.add_router("", material_types.router)
router.add_router("", type_proposals.router)
