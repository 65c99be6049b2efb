"""The registry's doors for those who look after APIs (docs/sharing.md)."""

from ninja import Router

router = Router()
