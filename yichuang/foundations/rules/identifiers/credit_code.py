"""统一社会信用代码 GB 32100-2015, with the organisation code GB 11714-1997 inside it (rulebook 3.2).

python-stdnum computes the last character; it neither checks the inner one nor knows the letters that may stand in the
first two places (N: 农村集体经济组织, Y: 其他), so form and inner check are ours. Codes were issued that fail the
standard (design/stack.md), so a failed check character may be overridden with a reason, a wrong form may not.
"""

from stdnum.cn import uscc

from yichuang.foundations.rules.identifiers.places import name_of
from yichuang.foundations.rules.identifiers.report import IdentifierReport, accepted, misplaced, plain, rejected

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
INNER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

AUTHORITIES = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游", "7": "宗教", "8": "工会",
    "9": "市场监督管理", "A": "中央军委改革和编制办公室", "N": "农业农村", "Y": "其他",
}  # fmt: skip
KINDS = {
    "11": "机关", "12": "事业单位", "13": "群众团体", "31": "律师执业机构", "32": "公证处", "33": "基层法律服务所",
    "34": "司法鉴定机构", "35": "仲裁委员会", "51": "社会团体", "52": "民办非企业单位", "53": "基金会",
    "71": "宗教活动场所", "72": "宗教院校", "81": "基层工会", "91": "企业", "92": "个体工商户", "93": "农民专业合作社",
    "A1": "军队事业单位", "N1": "组级集体经济组织", "N2": "村级集体经济组织", "N3": "乡镇级集体经济组织",
}  # fmt: skip

_NAME = "统一社会信用代码"


def make_uscc(prefix: str) -> str:
    """Return the 18 characters whose first 16 or 17 are given; with 16 the inner check character is computed too.

    :raises ValueError: when the beginning is not 16 or 17 characters of the alphabet.
    """
    if len(prefix) not in (LENGTH - 2, LENGTH - 1) or misplaced(prefix, ALPHABET):
        raise ValueError("16 or 17 characters of the alphabet are needed")
    prefix17 = prefix if len(prefix) == LENGTH - 1 else prefix + _inner_check(prefix[8:16])
    return prefix17 + uscc.calc_check_digit(prefix17)


def check_uscc(text: str) -> IdentifierReport:
    """Check a 统一社会信用代码: form, its own check character and that of the organisation code inside it.

    Facts: authority, kind, division, division_name, organisation_code (XXXXXXXX-X). `overridable` is true when only
    check characters fail.
    """
    value = plain(text)
    if not value:
        return rejected(value, f"没有填写{_NAME}，请照营业执照或登记证书填写。")
    if len(value) != LENGTH:
        return rejected(value, f"{_NAME}应为 {LENGTH} 位，现为 {len(value)} 位，请照营业执照或登记证书补全或更正。")
    strange = misplaced(value, ALPHABET)
    if strange:
        return rejected(
            value,
            f"{_NAME}只能由数字和大写字母组成，且不用 I、O、S、V、Z，{strange}有误，请照证照更正；"
            "字母 I、O、S、Z 常是数字 1、0、5、2。",
        )
    if not value[2:8].isdigit():
        return rejected(
            value, f"{_NAME}第 3 至 8 位是登记机关的区划代码，应全是数字，现为“{value[2:8]}”，请照证照更正。"
        )
    errors = _check_characters(value)
    if errors:
        return rejected(value, *errors, facts=_facts(value), warnings=_doubts(value), overridable=True)
    return accepted(value, _facts(value), _doubts(value))


def _check_characters(value: str) -> list[str]:
    errors = []
    right, inner = uscc.calc_check_digit(value[:17]), _inner_check(value[8:16])
    override = "请照证照逐位核对；证照上确实如此的，可填写理由后继续。"
    if value[17] != right:
        errors.append(f"{_NAME}的校验码不符：按前 17 位推算末位应为“{right}”，现为“{value[17]}”，{override}")
    if value[16] != inner:
        errors.append(
            f"{_NAME}中的组织机构代码（第 9 至 17 位）校验码不符：按国家标准 GB 11714 推算第 17 位应为“{inner}”，"
            f"现为“{value[16]}”，{override}"
        )
    return errors


def _inner_check(body: str) -> str:
    rest = 11 - sum(INNER_ALPHABET.index(char) * weight for char, weight in zip(body, INNER_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _facts(value: str) -> dict[str, str]:
    return {
        "authority": AUTHORITIES.get(value[0], ""),
        "kind": KINDS.get(value[:2], "其他" if value[0] in AUTHORITIES else ""),
        "division": value[2:8],
        "division_name": name_of(value[2:8], 9999),
        "organisation_code": f"{value[8:16]}-{value[16]}",
    }


def _doubts(value: str) -> list[str]:
    if value[0] in AUTHORITIES:
        return []
    return [f"{_NAME}首位“{value[0]}”不是已知的登记管理部门代码，请核对证照，无误即可继续。"]
