"""Cases (办件): from the receipt of an application to the result in the applicant's hand.

Nouns: case, case material, review point, correction, suspension, extension, decision, issuing, document, handover batch, delegation.
Records `case.*`, `document.*`, `handover.*` and `delegation.*` events;
hears `files.document_read` and its own events (to render documents).
Practice cases (练习件) go the same way and never count: `Case.objects` leaves them out (docs/decisions/practice-cases.md).
It never decides what a matter requires (the catalogue's spec does) and never talks to a department's system (exchange does).
"""
