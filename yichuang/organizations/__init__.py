"""Organizations: who and where.

Nouns: division, department, site, board, window. Records and hears no event yet. It knows no person and no matter.
"""
