"""Statutes as documents cite them: 《道路货物运输及站场管理规定》第六条、第八条, made from the short notes that a matter's spec holds."""

import re
from collections.abc import Iterable

DIGITS = "零一二三四五六七八九"
_REMARK = re.compile(r"[（(][^（）()]*[)）]")
_STATUTE = re.compile(
    r"^(?P<name>[^《》第/，。；：、\s]+?(?:法|条例|规定|办法|规则|细则|决定|规程|通则|章程))\s*(?P<rest>第.*)?$"
)
_ARTICLES = re.compile(r"第(?P<list>\d+(?:[、,，\-–—至~]\d+)*)(?P<unit>[条款项])")
_FILE_NUMBER = re.compile(r"^\S+〔\d{4}〕\d+号$")
_REPEALED = "废止"


def cite(text: str) -> str:
    """Write one note of a legal basis as a citation; empty where the note names no statute that can be cited.

    Remarks in brackets go, article numbers become Chinese numerals, a repealed statute and a note of two names are
    not cited. Text that already has 《》 is kept as it was written.
    """
    text = text.strip()
    if _REPEALED in text:
        return ""
    if "《" in text:
        return text.rstrip("。")
    bare = _REMARK.sub("", text.removeprefix("现行：")).strip()
    if _FILE_NUMBER.match(bare):
        return bare
    found = _STATUTE.match(bare)
    if not found:
        return ""
    return f"《{found['name']}》{_ARTICLES.sub(_in_chinese, found['rest'] or '').strip()}"


def cite_all(texts: Iterable[str]) -> str:
    """Join the citations of several notes; empty when none can be cited."""
    return "、".join(dict.fromkeys(cited for text in texts if (cited := cite(text))))


def cite_or_keep(text: str) -> str:
    """Cite what an officer typed as a legal basis, or keep it as typed where it is not the short form of a statute."""
    return cite(text) or text.strip().rstrip("。")


def chinese_number(value: int) -> str:
    """Write 1 to 999 as article numbers are written: 二十一, 一百零三."""
    if not 0 < value < 1000:
        raise ValueError("articles are numbered from 1 to 999")
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{'' if tens == 1 and not hundreds else DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def _in_chinese(found: re.Match[str]) -> str:
    unit = found["unit"]
    parts = re.split(r"([、,，\-–—至~])", found["list"])
    written = []
    for part in parts:
        if part.isdigit():
            written.append(f"第{chinese_number(int(part))}{unit}")
        else:
            written.append("、" if part in "、,，" else "至")
    return "".join(written)
