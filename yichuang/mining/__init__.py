"""Association mining (关联分析, S2-25, S3-9): what the ledger shows people do together, and what could become a life event.

Nouns: run (一次分析), item set (事项组合), association (关联规则), proposal (一件事建议).
Reads received cases by the blind index of the applicant, never a number or a name, and keeps only counts that stand for enough persons.
Records `mining.*` events; hears nothing. It composes nothing itself: an accepted proposal becomes a draft of the life events' room, and
it never changes a case.
"""
