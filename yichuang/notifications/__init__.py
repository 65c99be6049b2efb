"""Notifications: messages to people.

Nouns: message, template, channel. Records no event of its own: what a message is about lies in the sender's ledger. It knows no person,
only a telephone number, kept sealed; it never writes a number or a text into a log.
"""
