"""What a system names as the ground of a call about a person: a consent's number or a statute, read from a header (个人信息保护法 13)."""

import re
from urllib.parse import unquote

LONGEST = 120
_NUMBER = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")


def read_header(text: str) -> str:
    """Return what a header says, percent-encoded UTF-8 read (headers are ASCII), on one line and no longer than is kept."""
    return " ".join(unquote(text).split())[:LONGEST]


def number_like(text: str) -> bool:
    """Tell whether there is what looks like an identity or mobile number: the call log keeps no personal data."""
    return _NUMBER.search(text) is not None
