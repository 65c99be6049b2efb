"""The five grades, why a grade is given, what is asked beside it, by which channel (rulebook 4.3; S2-33).

The last two grades are bad ratings (差评). Reasons and indicators are those of the national system: on site 整体满意度, 服务效率, 服务水平,
服务态度; online 整体满意度 (the grade itself), 办事效率, 指南精确度, 便捷度, 平台操作性.
"""

from collections.abc import Iterable, Mapping

from yichuang.foundations.problems import Reason

GRADES = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
BAD = frozenset({2, 1})
TONES = {5: "green", 4: "green", 3: "blue", 2: "red", 1: "red"}
ONSITE, ONLINE = "onsite", "online"
MODES = {ONSITE: "现场服务", ONLINE: "网上服务"}
INDICATORS = {
    ONSITE: {"efficiency": "服务效率", "skill": "服务水平", "attitude": "服务态度"},
    ONLINE: {"speed": "办事效率", "guide": "办事指南精确度", "ease": "办事便捷度", "platform": "平台操作性"},
}
INDICATOR_NAMES = {key: name for group in INDICATORS.values() for key, name in group.items()}
# Old devices with three keys (评价器): 满意, 基本满意, 不满意. The third key is a bad rating and has its work order like any other.
THREE_KEYS = {1: 4, 2: 3, 3: 2}

_GOOD = {"quick": "办理快", "friendly": "态度好", "clear": "一次讲清", "easy": "手续少", "once": "只跑一次"}
_FAIR = {"wait": "等候偏长", "explain": "讲解不够清楚", "papers": "材料偏多", "place": "环境设施不便"}
_BAD = {
    "attitude": "服务态度差",
    "slow": "办理时间太长",
    "many_trips": "来回跑多次",
    "not_told": "没有一次告知",
    "extra_papers": "要求指南以外的材料",
    "guide_wrong": "办事指南与实际不符",
    "pushed_around": "推诿不办",
    "absent": "窗口无人或擅离岗位",
    "system": "系统或网页不好用",
    "fee": "乱收费",
}
REASONS = {5: _GOOD, 4: _GOOD, 3: _FAIR, 2: _BAD, 1: _BAD}
REASON_NAMES = {**_GOOD, **_FAIR, **_BAD}
MOST_WORDS = 500

CHANNELS = {
    "window": "窗口评价器",
    "code": "扫码",
    "message": "短信",
    "online": "网上",
    "kiosk": "自助机",
    "phone": "12345 电话",
    "paper": "书面评价表、意见箱",
}
# What an officer enters for somebody else; the others come from the person's own hand.
TOLD = frozenset({"phone", "paper"})


def is_bad(grade: int) -> bool:
    """Tell whether a grade is a bad rating (差评)."""
    return grade in BAD


def faults(
    mode: str, grade: int, reasons: Iterable[str], indicators: Mapping[str, int], words: str, channel: str
) -> list[Reason]:
    """Return everything that is wrong with a rating; nothing but the grade is ever demanded (自愿)."""
    kept, found = "填写的内容都在，还没有提交。", []
    if grade not in GRADES:
        found.append(Reason("grade", "还没有选择满意程度。", "grade", "好差评规则", kept, "请从五档中选一档。"))
        return found
    if any(one not in REASONS[grade] for one in reasons):
        found.append(
            Reason("reasons", "所选理由与满意程度不符。", "reasons", "好差评规则", kept, "请重新勾选，也可以不选。")
        )
    if any(key not in INDICATORS[mode] or value not in GRADES for key, value in indicators.items()):
        found.append(
            Reason("indicators", "分项评价填写有误。", "indicators", "好差评规则", kept, "请重新选择，也可以不选。")
        )
    if len(words.strip()) > MOST_WORDS:
        found.append(
            Reason("words", f"意见超过 {MOST_WORDS} 个字。", "words", "", kept, "请写得短一些，或到投诉页面反映。")
        )
    if channel not in CHANNELS:
        found.append(Reason("channel", "评价渠道不明。", "channel", "", kept, "请从列出的渠道中选择。"))
    return found
