"""“A 或 B” in the name of a material: which are the alternatives, if any (S2-15: written as a question, not into the name).

或 joins many things that are not alternatives of papers: authorities (“董事会或股东大会决议”), causes, places. It is told by the words that
papers are called: only where both sides end in one are there two materials.
"""

import re

# What papers are called, the longer first. A segment that ends in one (or in 》) is a paper by itself.
HEADS = (
    "情况说明", "证明材料", "证明文件", "证明资料", "证明函件", "鉴定意见", "计划安排", "身份证明", "说明材料", "户口簿",
    "户口本", "号牌", "译本", "证书", "证明", "证件", "证照", "执照", "护照", "照片", "相片", "合同", "协议", "报告", "意见",
    "说明", "声明", "承诺", "批复", "批文", "清单", "决议", "通知", "凭证", "凭据", "发票", "收据", "存折", "借记卡", "材料",
    "文件", "资料", "信息", "实物", "样品", "样图", "方案", "记录", "小结", "照会", "判决", "裁定", "签证", "签注", "函件",
    "公函", "公文", "章程", "名单", "名册", "档案", "回执", "附图", "图纸", "户籍", "纪要", "成绩单", "遗嘱", "公证", "身份证",
    "居住证", "通行证", "同意", "证", "书", "表", "函", "卡", "簿", "照", "票", "单", "信", "据", "件",
)  # fmt: skip
_HEAD = re.compile(rf"(?:{'|'.join(HEADS)}|》)$")
# Words that only end alike: “指定代表或委托代理人授权委托书” names two people and one paper.
NO_PAPERS = re.compile(r"(?:代表|条件|案件|事件|软件|论证|查证|股票|投票|按照|参照|图书|秘书|诚信|通信|电信|征信)$")
# Words that say nothing alone: “与第三者达成的协议或文件” is “…达成的文件”, but “身份证或户口簿” is a 户口簿.
SHARING = frozenset((
    "情况说明", "证明材料", "证明文件", "证明资料", "证明函件", "说明材料", "鉴定意见", "证明", "证书", "合同", "协议", "报告", "意见",
    "说明", "声明", "承诺", "批复", "批文", "清单", "收据", "材料", "文件", "资料", "信息", "函件", "记录",
))  # fmt: skip
# What may follow the paper's own word.
_TAIL = re.compile(r"(?:的?(?:原件和复印件|原件及复印件|复印件|原件|副本|正本|彩印件|扫描件))+$")
_BRACKETS = re.compile(r"（[^（）]*）")
_OR = re.compile(r"，?(?:或者是?|或是?(?!有负债|然))")
_SLASH = re.compile(r"(?<!\d)/(?!\d)")
_ONE_OF = re.compile(
    r"[（，]?(?:以下|下列)?(?:材料)?(?:的?其中|任选|任意|选择|选)?(?:之一|其一|一种|一项|一份)(?:即可)?）?$"
)
_CHOOSE = re.compile(
    r"（(?:任选其一|任选一[份种项]|[二三四五]选一|择一|其一|其中之一|之一|任一)(?:即可|提供|提交)?）"
    r"|(?:任选其一|[二三四五]选一)(?:即可)?$"
)
_LEADING = re.compile(r"^(?:以下|下列)?(?:材料|证件|证明)?(?:之一|任选其一|任一)[：:]")
# Of causes and conditions there is “one”, too; that is a condition in the name and no choice of papers.
_NOT_PAPERS = re.compile(r"(?:情形|条件|情况|资料|材料)之一")
TITLE = re.compile(r"《[^《》]*》?")
MASK = "\ue000"


def alternatives(name: str) -> tuple[str, ...]:
    """Return the papers of which a name asks for one; empty when the name asks for one paper only."""
    text = name.replace("(", "（").replace(")", "）").strip()
    titles = TITLE.findall(text)
    masked = TITLE.sub(lambda match: MASK + "》", text)
    found = _one_of(masked) or _in_brackets(masked) or _joined(masked)
    if len(found) < 2:
        return ()
    remaining = iter(titles)
    return tuple(re.sub(f"{MASK}》", lambda _: next(remaining, ""), part) for part in found)


def _one_of(text: str) -> tuple[str, ...]:
    if _NOT_PAPERS.search(text):
        return ()
    stripped = _LEADING.sub("", text)
    chosen = _CHOOSE.sub("", stripped)
    if stripped == text and chosen == stripped and (match := _ONE_OF.search(text)):
        chosen = text[: match.start()]
    if chosen == text:
        return ()
    parts = [part for piece in _OR.split(chosen) for part in re.split(r"[、/，]", piece) if part]
    return tuple(parts) if len(parts) > 1 and all(is_paper(part) for part in parts) else ()


def _in_brackets(text: str) -> tuple[str, ...]:
    match = re.search(r"（([^（）]*)）$", text)
    if not match:
        return ()
    outer, inner = text[: match.start()], match.group(1)
    if re.match(r"或者?", inner) and is_paper(rest := re.sub(r"^或者?", "", inner)) and is_paper(outer):
        return (outer, *(_joined(rest) or (rest,)))
    return _joined(inner)


def _joined(text: str) -> tuple[str, ...]:
    parts = _apart(text, _OR)
    if len(parts) == 1:
        return _slashed(text)
    merged: list[str] = []
    waiting = ""
    # “香港或澳门特别行政区行医执照或者行医权证明”: what is no paper belongs to the next one, the rest are alternatives.
    for part in parts:
        waiting = f"{waiting}或{part}" if waiting else part
        if is_paper(part) or _slashed(part):
            merged.append(waiting)
            waiting = ""
    return _complete(merged) if len(merged) > 1 and not waiting else ()


def _slashed(text: str) -> tuple[str, ...]:
    parts = _apart(text, _SLASH)
    return _complete(parts) if len(parts) > 1 and all(is_paper(part) for part in parts) else ()


def _complete(parts: list[str]) -> tuple[str, ...]:
    """Return the parts with lists before 或 taken apart and with what a bare last word shares with the part before it."""
    first = [part for part in _apart(parts[0], re.compile("、")) if part]
    listed = [*(first if len(first) > 1 and all(is_paper(part) for part in first) else parts[:1]), *parts[1:]]
    done = [listed[0]]
    done += [_with_shared(listed[0], part) for part in listed[1:]]
    return tuple(flat for part in done for flat in (_slashed(part) or (part,)))


def _with_shared(before: str, part: str) -> str:
    core = _TAIL.sub("", part)
    if core not in SHARING:
        return part
    first = _TAIL.sub("", _BRACKETS.sub("", before))
    return _HEAD.sub("", first) + part


def _apart(text: str, sign: re.Pattern[str]) -> list[str]:
    """Split at a sign outside brackets."""
    hidden = _BRACKETS.sub(lambda match: "\ue001" * len(match.group()), text)
    parts, start = [], 0
    for match in sign.finditer(hidden):
        parts.append(text[start : match.start()].strip("，、。；; "))
        start = match.end()
    return [*parts, text[start:].strip("，、。；; ")]


def is_paper(text: str) -> bool:
    """Tell whether a text ends like the name of a paper, brackets and “原件” behind it apart."""
    core = _TAIL.sub("", _BRACKETS.sub("", text).strip("，。；、 "))
    return bool(_HEAD.search(core)) and not NO_PAPERS.search(core)
