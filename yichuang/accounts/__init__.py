"""Accounts: people who act, and those for whom they act.

Nouns: staff, posting, session, sign-in, applicant. Records `staff.*` events. It knows no matter and no case.
"""
