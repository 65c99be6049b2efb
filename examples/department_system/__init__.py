"""A department's own business system (业务系统), written only against docs/exchange.md: copy it, change it, throw it away.

Python's standard library only. One settings file makes it one department's system; nothing here knows the platform's code.
"""
