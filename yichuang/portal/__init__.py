"""The public's face: home, progress of a case, verification of a document.

It composes the rooms below and owns no business rule, no table and no event.
"""
