"""Notifications: messages to people.

Nouns: message, template, channel. It hears and records no event of its own; other rooms call `send` in their own transaction. It knows
a number and a text, never who a person is or what a case is about.
"""
