"""投资项目代码, old form and that of GB/T 40058-2021: form only, “同步项目” asks for the truth (rulebook 3.7)."""

import re

from yichuang.foundations.rules.identifiers.places import name_of
from yichuang.foundations.rules.identifiers.report import IdentifierReport, accepted, plain, rejected

OLD_KINDS = {"01": "审批", "02": "核准", "03": "备案"}
# 2015: the national on-line platform begins; 2021: the last codes in the old form. The first four digits tell the
# forms apart, since 2015 to 2019 are no months and 2020 is none either.
OLD_YEARS = range(2015, 2022)
# First issued in Zhejiang on 2020-11-01.
FIRST_NEW = (20, 11)

_CODE = re.compile(
    r"(?P<when>\d{4})(?P<division>\d{6})(?P<first>\d{2})(?P<second>\d{2})(?P<serial>\d{5}[0-9A-Z])(?P<part>\d{3})?"
)
_EXAMPLES = "例如 2018-330109-47-03-012345-000（旧）或 2101-330109-04-01-123456（现行）"


def check_project_code(text: str) -> IdentifierReport:
    """Check the form of a 投资项目代码; the value is written with its hyphens.

    Facts: form (old, new), year, month (0 in the old form), division, division_name, kind (old form: 审批, 核准, 备案).
    The check character of the new form is not verified: its algorithm is not public.
    """
    value = plain(text)
    if not value:
        return rejected(value, "没有填写项目代码，请照备案或审批文件填写，或按“同步项目”取得。")
    match = _CODE.fullmatch(value)
    if match is None:
        return rejected(value, f"项目代码格式有误，应为 4-6-2-2-6 位（旧式可再加 3 位子项），{_EXAMPLES}，请更正。")
    written = "-".join(part for part in match.groups() if part)
    when, first, second = match["when"], match["first"], match["second"]
    facts = {"division": match["division"], "division_name": name_of(match["division"], 9999), "month": 0, "kind": ""}
    if int(when) in OLD_YEARS and match["serial"].isdigit():
        facts |= {"form": "old", "year": int(when), "industry": first, "kind": OLD_KINDS.get(second, "")}
        said = f"项目代码中的项目类型“{second}”不是 01 审批、02 核准、03 备案，请核对，无误即可继续。"
        return accepted(written, facts, [] if second in OLD_KINDS else [said])
    year, month = int(when[:2]), int(when[2:])
    if not 1 <= month <= 12 or (year, month) < FIRST_NEW:
        return rejected(written, f"项目代码前四位“{when}”既不是旧式的年份，也不是现行的年月，{_EXAMPLES}，请更正。")
    if match["part"]:
        return rejected(written, f"现行项目代码没有末尾的三位子项“{match['part']}”，{_EXAMPLES}，请更正。")
    return accepted(written, facts | {"form": "new", "year": 2000 + year, "month": month})
