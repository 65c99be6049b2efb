"""Codes of what was filled in online beforehand (网上预填): ten characters that nobody mistakes for another, in groups of four."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10


def read_code(text: str) -> str:
    """Return a code as it is kept, whatever blanks and lines were typed with it; empty for what is none."""
    clean = "".join(text.upper().replace("-", "").split())
    return clean if len(clean) == LENGTH and set(clean) <= set(ALPHABET) else ""


def shown_code(code: str) -> str:
    """Return a code as it is printed: `7K4M-2QDX-9P`."""
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))
