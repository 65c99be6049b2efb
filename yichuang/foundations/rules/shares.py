"""Shares as people read them: cut off and never rounded up, so that 99.96 % is not told as 100 %."""

NOTHING = "—"


def hundredths(part: int, whole: int) -> int:
    """Return a share in hundredths of a per cent, cut off; 0 of nothing."""
    return 10_000 * part // whole if whole else 0


def percent(part: int, whole: int) -> str:
    """Return a share in per cent with one decimal, cut off; a dash of nothing."""
    return f"{1000 * part // whole / 10:.1f}%" if whole else NOTHING
