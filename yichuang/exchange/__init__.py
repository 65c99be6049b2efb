"""Exchange (公共数据共享平台): the departments' own business systems, what goes to them and what they report back (S2-47…S2-53).

Nouns: client system, secret, access token, routing of a matter, delivery, attempt, inbound message.
Hears case events inside their own transaction (`ledger.accompany`) and writes one delivery for each system concerned; records `system.*`
events. A report of a system goes through the ordinary operations of `cases`: this room decides nothing about a case.
"""
