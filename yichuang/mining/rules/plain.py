"""Measures in words that an official understands: “办 A 的人里有 37% 在 90 天内也办了 B，是平常的 12 倍”."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

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


def mean(total: int, count: int) -> str:
    """Return an average with one decimal, half to even, a whole one without; 0.1 stands for whatever is above nothing and below."""
    tenths = round(Fraction(total * 10, count)) if count else 0
    if total and not tenths:
        return "不到 0.1"
    return f"{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")


def saved_said(visits: int, materials: int, fields: int, count: int = 1) -> str:
    """Return what one person spares on average, of what `count` baskets spare together; nothing for what is not spared."""
    parts = [f"少跑 {mean(visits, count)} 次"] if visits else []
    parts += [f"少交 {mean(materials, count)} 份材料"] if materials else []
    parts += [f"少填 {mean(fields, count)} 栏"] if fields else []
    return "、".join(parts) or "没有可省的"


def basis_said(basis: Mapping[str, Any], count: int) -> str:
    """Return on what the average of `count` baskets stands: exactly counted, or how many of them with the lower bound."""
    bounded = basis.get("bounded", count)
    if basis.get("whole"):
        return f"这几个事项的文稿合不成一份，{count} 次都按下限计：只计人人都要交、不能免交的同类材料和名称相同的栏目。"
    if bounded == count:
        return f"没有情形可以对照，{count} 次都按下限计：只计人人都要交、不能免交的同类材料和名称相同的栏目。"
    exact = (
        "按现行版本合并这几个事项，再按每次实际走到的情形，逐次算出合并前后各要跑几次、交几份材料、填几栏，加总后平均。"
    )
    if bounded is None:
        return exact + "有极少数办件的情形在现行版本里没有，按下限计。"
    return exact + (f"其中 {bounded} 次的情形在现行版本里没有，按下限计。" if bounded else f"{count} 次都已逐次核算。")


def name_of_all(names: Sequence[str], most: int = 80) -> str:
    """Return a name to begin a life event with: its matters joined, shortened to what a name may have."""
    return f"{'、'.join(names)[: most - 3]}一件事"
