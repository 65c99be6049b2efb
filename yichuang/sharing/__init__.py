"""Sharing (公共数据共享平台): registered APIs, grants, the gateway, the call log and its figures (S2-48, S2-14; 716号令 7).

Nouns: shared API, version of its document, grant, quota, upstream, call, hour of calls.
Records `api.*` and `grant.*` events; gives the counter its shared data through a port of `cases`. It never keeps the body of a call.
"""
