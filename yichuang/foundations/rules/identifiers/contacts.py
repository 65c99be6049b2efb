"""Mobile and landline numbers and postcodes (rulebook 3.8): form only, nobody is called."""

import re
import unicodedata

from yichuang.foundations.rules.identifiers.report import IdentifierReport, accepted, misplaced, plain, rejected

DIGITS = "0123456789"
MOBILE_LENGTH, POSTCODE_LENGTH = 11, 6

_COUNTRY = re.compile(r"^(?:\+?86|0086)(?=1\d{10}$)")
# Two-digit codes are the great cities (010, 02x), the others have three; local numbers have seven or eight digits.
_LANDLINE = re.compile(r"^(?P<area>0(?:10|2\d|[3-9]\d{2}))(?P<local>[2-8]\d{6,7})$")
_LOCAL = re.compile(r"^[2-8]\d{6,7}$")
_SERVICE = re.compile(r"^[48]00\d{7}$")
_EXTENSION = re.compile(r"(?:转|EXT\.?|#|X|分机)[:：]?\s*(\d{1,6})$|(?<=\d{7})-(\d{1,6})$")


def check_mobile(text: str) -> IdentifierReport:
    """Check a mobile number of the mainland: eleven digits, 13 to 19 first; a leading +86 is taken off."""
    value = _COUNTRY.sub("", plain(text))
    if not value:
        return rejected(value, "没有填写手机号码，请填写 11 位手机号码。")
    strange = misplaced(value, DIGITS)
    if strange:
        return rejected(value, f"手机号码只能由数字组成，{strange}不是数字，请更正。")
    if len(value) != MOBILE_LENGTH:
        return rejected(value, f"手机号码应为 {MOBILE_LENGTH} 位，现为 {len(value)} 位，请向本人核对后更正。")
    if value[0] != "1" or value[1] not in "3456789":
        return rejected(value, f"手机号码应以 13 至 19 开头，现以“{value[:2]}”开头，请向本人核对后更正。")
    return accepted(value)


def check_landline(text: str) -> IdentifierReport:
    """Check a telephone: area code and number, a local number (warned of), 400 or 800, or a mobile; with extension.

    The value is written 0571-82600000-801. Facts: area, extension.
    """
    narrow = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    extension = _EXTENSION.search(narrow)
    body = narrow[: extension.start()] if extension else narrow
    inner = (extension.group(1) or extension.group(2)) if extension else ""
    digits = plain(body.replace("(", "").replace(")", ""))
    digits = re.sub(r"^(?:\+86|0086)0?(?=\d{9,})", "0", digits) if digits.startswith(("+86", "0086")) else digits
    if not digits:
        return rejected("", "没有填写联系电话，请填写区号和电话号码，例如 0571-82600000。")
    return _landline(digits, inner)


def _landline(digits: str, extension: str) -> IdentifierReport:
    tail = f"-{extension}" if extension else ""
    if check_mobile(digits.removeprefix("0")).ok:
        return accepted(digits.removeprefix("0") + tail, {"area": "", "extension": extension})
    match = _LANDLINE.match(digits)
    if match:
        area = match["area"]
        return accepted(f"{area}-{match['local']}{tail}", {"area": area, "extension": extension})
    if _SERVICE.match(digits):
        return accepted(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{tail}", {"area": "", "extension": extension})
    if _LOCAL.match(digits):
        said = "联系电话没有区号，外地拨打不通，请补填区号（杭州为 0571）；确是本地号码的可以继续。"
        return accepted(digits + tail, {"area": "", "extension": extension}, [said])
    return rejected(digits + tail, "联系电话格式有误，应为区号加 7 或 8 位号码，例如 0571-82600000，分机写在其后。")


def check_postcode(text: str) -> IdentifierReport:
    """Check a postcode of the mainland: six digits, the first two not 00."""
    value = plain(text)
    if not value:
        return rejected(value, "没有填写邮政编码，请填写 6 位邮政编码。")
    if len(value) != POSTCODE_LENGTH or misplaced(value, DIGITS):
        return rejected(value, f"邮政编码应为 {POSTCODE_LENGTH} 位数字，现为“{value}”，请更正，例如萧山区为 311200。")
    if value.startswith("00"):
        return rejected(value, f"邮政编码不会以 00 开头，现为“{value}”，请更正。")
    return accepted(value)
