"""What a token lets a system do (docs/exchange.md): one scope a kind of call, one for each type of report."""

from collections.abc import Iterable

from yichuang.exchange.rules.wire import INCOMING

CASE_READ, FILE_READ, FILE_WRITE, FEED_READ = "case.read", "file.read", "file.write", "feed.read"
APPOINTMENTS = "appointments"
# Before the key of a shared API: one such scope for each that was granted (docs/sharing.md).
API = "api:"
CALLS = {CASE_READ: "读取办件", FILE_READ: "下载文件", FILE_WRITE: "上传文件", FEED_READ: "拉取事件"}
# What a department's system needs for its matters, and gets with its registration.
USUAL: dict[str, str] = {**CALLS, **{f"report:{type_}": f"回传：{name}" for type_, name in INCOMING.items()}}
# The others are given one by one, to whom they are meant for: the city's hotline 12345 books appointments (S2-35).
SCOPES: dict[str, str] = {**USUAL, APPOINTMENTS: "预约代办（12345 等热线）"}


def report_scope(type_: str) -> str:
    """Return the scope that a type of report needs."""
    return f"report:{type_}"


def narrowed(asked: str, held: Iterable[str]) -> str:
    """Return the scopes asked for that are held, all held when none is asked for; space-separated, in order."""
    has = set(held)
    wanted = asked.split() or sorted(has)
    return " ".join(dict.fromkeys(scope for scope in wanted if scope in has))


def held_of(token: str, held: Iterable[str]) -> str:
    """Return the scopes of a token that its system still holds, space-separated; of shared APIs the grant itself tells more (sharing)."""
    has = set(held)
    return " ".join(scope for scope in token.split() if scope in has or scope.startswith(API))
