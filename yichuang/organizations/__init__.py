"""Organizations: who and where.

Nouns: division, department, site, board, window, and the workbook they come in. Records that one was added, changed, closed or reopened;
hears no event. It knows no person and no matter: who still needs a place is asked through `ports.py`.
"""
