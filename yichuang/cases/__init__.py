"""Cases (办件): from the receipt of an application to the result in the applicant's hand.

Nouns: case, case material, review point, correction, suspension, extension, decision, issuing, document, handover batch, delegation.
Records `case.*`, `document.*`, `handover.*` and `delegation.*` events;
hears `files.document_read` and its own events (to render documents).
It never decides what a matter requires (the catalogue's spec does) and never talks to a department's system (exchange does).
"""
