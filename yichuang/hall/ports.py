"""What rooms above plug into the hall: the page that a kind of device opens, and what follows a visit."""

from yichuang.hall.rules.devices import GUIDE, KIOSK, SCREENS

_homes: dict[str, str] = {KIOSK: "/kiosk/", **dict.fromkeys((*SCREENS, GUIDE), "/screen/")}


def set_home(kind: str, url: str) -> None:
    """Let a kind of device open another page (feedback's rating page for the tablets)."""
    _homes[kind] = url


def home_of(kind: str) -> str:
    """Return the page that a kind of device opens."""
    return _homes[kind]


_after: list[str] = []


def set_after(path: str) -> None:
    """Let the page behind a slip lead on once the visit is over; the ticket's token is added to the path (feedback's rating page)."""
    _after[:] = [path]


def after_visit(token: str) -> str:
    """Return where the holder of a slip goes on after the visit, or nothing."""
    return f"{_after[0]}{token}/" if _after else ""
