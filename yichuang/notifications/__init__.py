"""Notifications: messages to people.

Nouns: message, template, wording, channel, status report, opt-out. It records `wording.changed`, `messages.stopped`, `messages.wanted`
and `message.sent_again`, and hears nothing; other rooms call `send` in their own transaction. It knows a number and a text, never who a
person is or what a case is about. Its officers' pages stand in `accounts`, which knows who may; the public's and the gateway's doors are
its own.
"""
