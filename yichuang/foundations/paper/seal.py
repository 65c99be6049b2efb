"""The round seal (公章) of an authority, drawn as SVG: red ring, star, the name along the arc, a purpose below.

国发〔1999〕25号（国家行政机关和企业事业单位社会团体印章管理的规定）: round, a star in the middle, the name in an arc
from left to right. In a demonstration 演示 stands where no real seal has a word, so that nobody takes the paper for real.
"""

import math
from html import escape

RED = "#c8161d"
FONT = "Noto Serif SC"
_RING = 95.0
_ARC = 75.0
_WIDEST_ARC = 228.0
_STAR = 24.0


def seal_svg(organisation_name: str, centre_text: str, *, demo: bool = False) -> str:
    """Return a seal of 200 × 200 units: the name along the arc, `centre_text` (such as 行政审批专用章) in a line below the star."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">',
        f'<circle cx="100" cy="100" r="{_RING}" fill="none" stroke="{RED}" stroke-width="4.5"/>',
        f'<path d="{_star()}" fill="{RED}"/>',
        *_along_arc(organisation_name),
        _line(centre_text, 150, 96),
    ]
    if demo:
        parts.append(_line("演 示", 170, 60))
    return "".join([*parts, "</svg>"])


def _star() -> str:
    inner = _STAR * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for corner in range(10):
        radius = inner if corner % 2 else _STAR
        angle = math.radians(36 * corner - 90)
        points.append(f"{100 + radius * math.cos(angle):.2f} {96 + radius * math.sin(angle):.2f}")
    return "M" + "L".join(points) + "Z"


def _along_arc(name: str) -> list[str]:
    """Spread the name over at most two thirds of the ring; a long name gets narrower letters, never fewer."""
    if not name:
        return []
    span = min(_WIDEST_ARC, 24.0 * (len(name) - 1))
    step = span / (len(name) - 1) if len(name) > 1 else 0.0
    room = math.radians(step or 24.0) * _ARC
    size = min(25.0, room / 0.9) if len(name) > 1 else 25.0
    height = max(size, 20.0) if size < 20.0 else size
    return [
        f'<g transform="rotate({index * step - span / 2:.2f} 100 100) translate(100 {100 - _ARC:.2f}) scale({size / height:.3f} 1)">'
        f'<text text-anchor="middle" y="{height * 0.36:.2f}" font-family="{FONT}" font-weight="700" font-size="{height:.2f}" fill="{RED}">'
        f"{escape(character)}</text></g>"
        for index, character in enumerate(name)
    ]


def _line(text: str, baseline: float, width: float) -> str:
    if not text:
        return ""
    size = min(16.0, width / len(text))
    return (
        f'<text x="100" y="{baseline:.1f}" text-anchor="middle" font-family="{FONT}" font-weight="700" font-size="{size:.2f}" '
        f'fill="{RED}">{escape(text)}</text>'
    )
