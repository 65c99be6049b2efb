"""What must not be in a text that the public reads: numbers of people, telephones, plates, mail (评价人信息保密; 个人信息保护法 25)."""

import re

PATTERNS = (
    ("身份证号码", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("手机号", re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("电话号码", re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+\.\w+")),
    ("办件编号", re.compile(r"(?<!\d)\d{21,22}(?!\d)")),
    ("车牌号", re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}")),
    ("称谓", re.compile(r"[\u4e00-\u9fa5]{1,2}(?:先生|女士|小姐|大爷|大妈|同志)")),
)


def personal_in(text: str) -> list[str]:
    """Return the names of what in a text points to a person."""
    return [name for name, pattern in PATTERNS if pattern.search(text)]


def without_personal(text: str) -> str:
    """Return a text with what points to a person blacked out, for lists that the public reads."""
    for _, pattern in PATTERNS:
        text = pattern.sub("＊＊", text)
    return text
