"""Measures in words that an official understands: “办 A 的人里有 37% 在 90 天内也办了 B，是平常的 12 倍”."""

from collections.abc import Sequence

from yichuang.mining.rules.measures import AFTER, BEFORE, SAME_DAY


def percent(ten_thousandths: int) -> str:
    """Return a share as officials read it: whole percents, one decimal below ten, 不到 0.1% below that."""
    if ten_thousandths >= 1000:
        return f"{(ten_thousandths + 50) // 100}%"
    if ten_thousandths >= 10:
        tenths = (ten_thousandths + 5) // 10
        return f"{tenths // 10}.{tenths % 10}%"
    return "不到 0.1%"


def times(hundredths: int) -> str:
    """Return a lift: whole times from ten, else one decimal."""
    if hundredths >= 1000:
        return f"{(hundredths + 50) // 100} 倍"
    tenths = (hundredths + 5) // 10
    return f"{tenths // 10}.{tenths % 10} 倍"


def said(given: Sequence[str], then: str, window: int, confidence: int, lift: int) -> str:
    """Return an association as one sentence; `given` and `then` are names."""
    first = "、".join(f"“{name}”" for name in given)
    return f"办{first}的人里，有 {percent(confidence)} 在前后 {window} 天内也办了“{then}”，是平常的 {times(lift)}。"


def order_said(given: Sequence[str], then: str, order: str, days: int) -> str:
    """Return in which order two things are done and how far apart; empty for more than two things."""
    if len(given) != 1 or not order:
        return ""
    if order == SAME_DAY:
        return "多数人在同一天办。"
    apart = f"一般相隔 {days} 天。" if days else "一般在同一天。"
    if order == BEFORE:
        return f"多数人先办“{given[0]}”，{apart}"
    if order == AFTER:
        return f"多数人先办“{then}”，{apart}"
    return f"先后不定，{apart}"


def saved_said(visits: int, materials: int, fields: int) -> str:
    """Return what one person saves, at least."""
    parts = [f"少跑 {visits} 次"]
    parts += [f"少交 {materials} 份材料"] if materials else []
    parts += [f"少填 {fields} 栏"] if fields else []
    return "、".join(parts)


def name_of_all(names: Sequence[str], most: int = 80) -> str:
    """Return a name to begin a life event with: its matters joined, shortened to what a name may have."""
    return f"{'、'.join(names)[: most - 3]}一件事"
