"""Foundations: what every room stands on and that knows no business.

Nouns: actor, event, ledger, sealed column, problem, page, idempotency key, working-day calendar, identifier.
Records and hears no event of its own. It never imports a room and never names a matter, a case or a department.
"""
