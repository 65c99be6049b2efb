"""A telephone as typed at the kiosk: a mobile gets messages, a landline or wrong number is said so, none is no trouble (S2-31)."""

from dataclasses import dataclass

from yichuang.foundations.rules.identifiers import check_landline, check_mobile

NONE, MOBILE, LANDLINE, WRONG = "none", "mobile", "landline", "wrong"


@dataclass(frozen=True)
class Contact:
    """What was typed: its kind, the number to be kept (a mobile only), and what to say."""

    kind: str
    mobile: str = ""
    said: str = ""


def contact_of(text: str) -> Contact:
    """Return what a typed number is; only a mobile is kept, for a landline gets no message."""
    if not text.strip():
        return Contact(NONE)
    report = check_mobile(text)
    if report.ok:
        return Contact(MOBILE, str(report.value))
    if check_landline(text).ok:
        return Contact(LANDLINE, said="这是固定电话，收不到短信。请填写手机号，或选择“不留手机号”。")
    return Contact(WRONG, said=f"{report.errors[0]}也可以选择“不留手机号”。")
