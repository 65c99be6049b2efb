"""Feedback (好差评、“办不成事”反映窗口): ratings, work orders after bad ones, complaints and agency (S2-27③, S2-33; rulebook 4.3).

Nouns: rating request, rating, work order (差评工单), complaint, settings, monthly figures.
Records `rating.*`, `rating_order.*`, `complaint.*` and `feedback.*` events; hears `ticket.finished` and how a case ended; feeds the
studio. It never shows a rating to an officer before it is sealed, nor its author but to who was named to call him; it never decides about
a case.
"""
