"""The stable key of a new matter: what its address, grants and statistics are called by, whatever it is renamed to later."""

import hashlib
import re

from pypinyin import Style, lazy_pinyin

LONGEST = 24


def key_for(name: str, seed: str) -> str:
    """Return a key made of the name's initials and six characters that tell `seed` apart, such as `pthwysjyxk-3f0a1c`."""
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))
    letters = re.sub(r"[^a-z0-9]", "", initials.lower())[:LONGEST] or "matter"
    return f"{letters}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"
