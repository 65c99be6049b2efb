"""What somebody wants, as it stands in an address: `m:<matter>`, `b:<board>`, `u` (don't know), `i` (pick-up), `c` (complaint)."""

from collections.abc import Iterable

from yichuang.hall.rules.tickets import COMPLAINT, ISSUE, RECEIVE

MATTER, BOARD = "m:", "b:"
PLAIN = {"u": RECEIVE, "i": ISSUE, "c": COMPLAINT}
# A person with more than this wants a guide, not a slip as long as an arm.
MOST = 6


def readable(asked: Iterable[str]) -> list[str]:
    """Return the things asked for that can be read, each once, in order, at most six."""
    found: list[str] = []
    for one in asked:
        named = one[:2] in (MATTER, BOARD) and 0 < len(one[2:]) <= 60
        if (named or one in PLAIN) and one not in found:
            found.append(one)
    return found[:MOST]


def parts_of(one: str) -> tuple[str, str, str]:
    """Return purpose, matter and board of one thing asked for."""
    if one in PLAIN:
        return PLAIN[one], "", ""
    return (RECEIVE, one[2:], "") if one.startswith(MATTER) else (RECEIVE, "", one[2:])
