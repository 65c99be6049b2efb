"""By what the lists of the data-sharing platform may be sorted: the name in the address and the column behind it."""

from collections.abc import Mapping

APIS = {"name": "name", "department": "department__name", "per_minute": "per_minute", "registered": "registered_at"}
GRANTS = {"asked": "asked_at", "until": "expires_on", "api": "api__name"}
CALLS = {"at": "at", "took": "milliseconds", "bytes": "bytes_out"}
# A log of years is in the order of time; by anything else it is sorted for so many days back, unless a day or a case narrows it.
SORTED_DAYS = 7


def order_of(asked: str, columns: Mapping[str, str], default: str) -> str:
    """Return the column to sort by, with its sign; the default for a name that is not one of them."""
    name = asked.removeprefix("-")
    if name not in columns:
        return order_of(default, columns, default)
    return f"-{columns[name]}" if asked.startswith("-") else columns[name]
