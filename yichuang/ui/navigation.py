"""The navigation of the officers' shell, as the rooms above hand it to the tag `sidenav`."""

from typing import NamedTuple


class Entry(NamedTuple):
    """One entry: label, address, icon, whether the page belongs to it, and how many things wait there."""

    label: str
    url: str
    icon: str
    current: bool = False
    waiting: int = 0


class Group(NamedTuple):
    """Entries under a heading; an empty label has none."""

    label: str
    items: tuple[Entry, ...]
