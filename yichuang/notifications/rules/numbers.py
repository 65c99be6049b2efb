"""Where a message may go: a mobile number or an e-mail address; a landline receives no text."""

import re
from typing import Literal

from yichuang.foundations.rules.identifiers import check_landline, check_mobile

Reach = Literal["mobile", "landline", "bad"]
# Form only, as a mail server will judge anyway: one @, a dot behind it, nothing that could begin another header.
_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$")

SAID = {
    "landline": "“{to}”是固定电话，收不到短信。",
    "bad": "“{to}”不是手机号码，发不了短信。",
}


def reachable(number: str) -> Reach:
    """Tell whether a text reaches a number: `mobile` it does, `landline` it rings but shows nothing, `bad` it is no number."""
    if check_mobile(number).ok:
        return "mobile"
    return "landline" if check_landline(number).ok else "bad"


def is_email(to: str) -> bool:
    """Tell whether a message goes by e-mail."""
    return len(to) <= 120 and bool(_EMAIL.match(to.strip()))


def plain_address(to: str) -> str:
    """Return a mobile number as eleven digits, an e-mail address in lower case; whoever calls knows that it is one of the two."""
    return to.strip().lower() if is_email(to) else check_mobile(to).value


def purpose_of(to: str) -> str:
    """Return the purpose under which the address has its blind index."""
    return "email" if is_email(to) else "mobile"
