"""What text a database can keep."""


def storable(text: str) -> bool:
    """Tell whether a database can keep a text: no NUL (also written as an escape), no half of a surrogate pair."""
    return not any(sign in text for sign in ("\x00", "\\u0000")) and not any("\ud800" <= c <= "\udfff" for c in text)
