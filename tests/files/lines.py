"""Lines as an engine would find them, written by hand: `at(text, left, top)` with 40-pixel letters."""

import math

from yichuang.files.rules.lines import Line


def at(text: str, left: float, top: float, confidence: float = 0.98, size: float = 40) -> Line:
    """Return an upright line whose letters are `size` pixels square."""
    wide = sum(size if ord(letter) > 0x2000 else size * 0.55 for letter in text)
    return Line(text, ((left, top), (left + wide, top), (left + wide, top + size), (left, top + size)), confidence)


def turned(lines: list[Line], degrees: float) -> list[Line]:
    """Return the lines turned clockwise around the picture's corner, as on a tilted photograph."""
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    return [
        Line(line.text, tuple((x * cosine - y * sine, x * sine + y * cosine) for x, y in line.corners), line.confidence)  # type: ignore[arg-type]
        for line in lines
    ]


FRONT = [
    at("姓名", 70, 70), at("王小明", 170, 66), at("性别", 70, 160), at("男", 170, 160), at("民族", 280, 160),
    at("汉", 380, 160),
    at("出生", 70, 250), at("1995年3月7日", 170, 250), at("住址", 70, 340), at("浙江省杭州市萧山区城厢", 170, 340),
    at("街道体育路128号", 170, 388), at("公民身份号码", 70, 550), at("330181199503070010", 330, 548),
]  # fmt: skip
BACK = [
    at("中华人民共和国", 330, 90), at("居民身份证", 330, 190), at("签发机关", 200, 440),
    at("杭州市公安局萧山区分局", 380, 440),
    at("有效期限", 200, 530), at("2015.03.09-2035.03.09", 380, 530),
]  # fmt: skip
