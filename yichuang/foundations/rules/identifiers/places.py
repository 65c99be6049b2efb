"""What the address part of an ID number tells: the place, the years in which its code was in use, the kind of document.

County names and years come from the table that python-stdnum carries (GB/T 2260); a code that is not there only warns.
"""

import re
from functools import lru_cache

from stdnum import numdb

RESIDENT, PERMIT, FOREIGNER = "居民身份证", "港澳台居民居住证", "外国人永久居留身份证"
# 港澳台居民居住证申领发放办法（国办发〔2018〕81号）.
PERMITS = {"810000": "香港特别行政区", "820000": "澳门特别行政区", "830000": "台湾地区"}

_PERIOD = re.compile(r"\[(\d*)-(\d*)\](.+)")


def document_of(division: str) -> str:
    """Tell which document carries a number with this address part."""
    if division in PERMITS:
        return PERMIT
    return FOREIGNER if division.startswith("9") else RESIDENT


def name_of(division: str, year: int) -> str:
    """Return the name the place had in a year, province first; empty when the code is unknown."""
    if division in PERMITS:
        return PERMITS[division]
    province, periods = _known(division)
    if not periods:
        return province
    names = [name for first, last, name in periods if first <= year <= last]
    county = names[0] if names else periods[-1][2]
    city = _known(division[:4] + "00")[1]
    middle = city[0][2] if city and not division.endswith("00") else ""
    return "".join(dict.fromkeys(part for part in (province, middle, county) if part))


def doubt_about(division: str, year: int) -> str:
    """Say why an address part does not go with a year of birth; empty when it does. The sentence has no full stop."""
    if document_of(division) != RESIDENT:
        return ""
    _, periods = _known(division)
    if not periods:
        return f"地址码 {division} 不在行政区划代码表中"
    if any(first <= year <= last for first, last, _ in periods):
        return ""
    used = "，".join(f"{name}{_years(first, last)}" for first, last, name in periods)
    return f"地址码 {division}（{used}）与出生年份 {year} 年不符"


def _years(first: int, last: int) -> str:
    since = f"自 {first} 年" if first else ""
    until = f"至 {last} 年" if last < _ALWAYS else ""
    return since + until + "使用"


_ALWAYS = 9999


@lru_cache(maxsize=4096)
def _known(division: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Give the province's name and the periods (first year, last year, name) of a code."""
    found: dict[str, str] = {}
    for _, properties in numdb.get("cn/loc").info(division):
        found.update(properties)
    return found.get("province", ""), tuple(_period(text) for text in found.get("county", "").split(",") if text)


def _period(text: str) -> tuple[int, int, str]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return 0, _ALWAYS, text
    first, last, name = match.groups()
    return int(first or 0), int(last or _ALWAYS), name
