"""Drawn specimens of certificates, for tests and the demonstration. Made-up people, marked “演示样本” so that nobody
takes one for real."""

import io
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from yichuang import foundations

LONG_TERM = "长期"
MARK = "演示样本"
_CARD = (1012, 638)  # 85.6 × 54 mm at 300 dpi
_BLUE, _BLACK, _RED = (30, 90, 150), (20, 20, 20), (200, 30, 30)


@dataclass(frozen=True)
class IdCard:
    """What an identity card says; `valid_until` is None for 长期."""

    name: str
    sex: str
    ethnicity: str
    birth: date
    address: str
    number: str
    issuer: str = "杭州市公安局萧山区分局"
    valid_from: date = date(2015, 3, 9)
    valid_until: date | None = date(2035, 3, 9)


@dataclass(frozen=True)
class Licence:
    """What a business licence says; `valid_until` is None for 长期, `person_title` 法定代表人 or 经营者."""

    uscc: str
    name: str
    type: str
    person: str
    address: str
    established: date
    capital: str = "伍佰万元整"
    valid_until: date | None = None
    person_title: str = "法定代表人"
    scope: str = (
        "道路普通货物运输；仓储服务（不含危险化学品）；装卸搬运服务。"
        "（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    )


WANG = IdCard(
    "王小明", "男", "汉", date(1995, 3, 7), "浙江省杭州市萧山区城厢街道体育路128号3幢2单元501室", "330181199503070010"
)
CHEN = IdCard(
    "陈桂芬", "女", "畲", date(1985, 6, 12), "浙江省杭州市萧山区临浦镇峙山东路66号", "330121198506120027",
    valid_from=date(2016, 1, 20), valid_until=date(2036, 1, 20),
)  # fmt: skip
SHEN = IdCard(
    "沈阿毛", "男", "汉", date(1948, 3, 15), "浙江省杭州市萧山区瓜沥镇航坞路9号", "330121194803150013",
    valid_from=date(2012, 5, 4), valid_until=None,
)  # fmt: skip


def draw_id_front(card: IdCard) -> Image.Image:
    """Draw the side with the person's data."""
    image, draw = _paper(_CARD, (240, 246, 250))
    for label, at in (
        ("姓名", (70, 70)),
        ("性别", (70, 160)),
        ("民族", (280, 160)),
        ("出生", (70, 248)),
        ("住址", (70, 336)),
    ):
        draw.text(at, label, _BLUE, font=_font(30))
    draw.text((170, 62), card.name, _BLACK, font=_font(42))
    draw.text((170, 156), card.sex, _BLACK, font=_font(36))
    draw.text((380, 156), card.ethnicity, _BLACK, font=_font(36))
    draw.text((170, 244), f"{card.birth.year} 年 {card.birth.month} 月 {card.birth.day} 日", _BLACK, font=_font(34))
    for row, start in enumerate(range(0, len(card.address), 11)):
        draw.text((170, 332 + row * 48), card.address[start : start + 11], _BLACK, font=_font(36))
    draw.text((70, 550), "公民身份号码", _BLUE, font=_font(30))
    draw.text((330, 540), " ".join(card.number), _BLACK, font=_font(40))
    _silhouette(draw, (690, 90, 950, 430))
    return image


def draw_id_back(card: IdCard) -> Image.Image:
    """Draw the side with the issuing authority and the period of validity."""
    image, draw = _paper(_CARD, (240, 246, 250))
    draw.text((330, 80), "中华人民共和国", _BLACK, font=_font(54))
    draw.text((330, 180), "居民身份证", _BLACK, font=_font(72))
    draw.text((60, 300), MARK, _RED, font=_font(56))
    draw.text((200, 440), "签发机关", _BLUE, font=_font(32))
    draw.text((380, 436), card.issuer, _BLACK, font=_font(36))
    draw.text((200, 530), "有效期限", _BLUE, font=_font(32))
    until = f"{card.valid_until:%Y.%m.%d}" if card.valid_until else LONG_TERM
    draw.text((380, 526), f"{card.valid_from:%Y.%m.%d}-{until}", _BLACK, font=_font(36))
    return image


def draw_id_both(card: IdCard, beside: bool = False) -> Image.Image:
    """Draw both sides on one white sheet, as a copier makes it: one above the other, or beside each other."""
    width, height = _CARD
    front, back = draw_id_front(card), draw_id_back(card)
    sheet = Image.new("RGB", (width * 2 + 180, height + 120) if beside else (width + 400, height * 2 + 260), "white")
    sheet.paste(front, (60, 60) if beside else (200, 80))
    sheet.paste(back, (width + 120, 60) if beside else (200, height + 180))
    return sheet


def draw_licence(licence: Licence) -> Image.Image:
    """Draw a business licence in two columns, as issued since 2019."""
    image, draw = _paper((1754, 1240), (250, 248, 240))
    draw.text((640, 120), "营业执照", _BLACK, font=_font(110))
    draw.text((80, 60), MARK, _RED, font=_font(64))
    draw.text((130, 250), f"统一社会信用代码  {licence.uscc}", _BLACK, font=_font(34))
    until = f"{licence.valid_until:%Y年%m月%d日}" if licence.valid_until else LONG_TERM
    left = (
        ("名      称", licence.name),
        ("类      型", licence.type),
        (licence.person_title, licence.person),
        ("经营范围", licence.scope),
    )
    right = (("注册资本", licence.capital), ("成立日期", f"{licence.established:%Y年%m月%d日}"),
             ("营业期限", f"{licence.established:%Y年%m月%d日}至{until}"), ("住      所", licence.address))  # fmt: skip
    for x, rows in ((130, left), (930, right)):
        for row, (label, value) in enumerate(rows):
            draw.text((x, 400 + row * 120), label, _BLACK, font=_font(34))
            for line, start in enumerate(range(0, len(value), 16)):
                draw.text((x + 210, 400 + row * 120 + line * 46), value[start : start + 16], _BLACK, font=_font(32))
    draw.text((1050, 1080), "登记机关", _BLACK, font=_font(34))
    return image


def blurred(image: Image.Image, radius: float = 1.6) -> Image.Image:
    """Return the picture as a hasty hand photographs it."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def tilted(image: Image.Image, degrees: float = 7.0) -> Image.Image:
    """Return the picture turned counter-clockwise on a grey desk."""
    return image.rotate(degrees, expand=True, fillcolor=(150, 150, 150), resample=Image.Resampling.BICUBIC)


def as_jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """Return the picture as JPEG bytes."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _paper(size: tuple[int, int], colour: tuple[int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((6, 6, size[0] - 7, size[1] - 7), radius=28, outline=(140, 160, 180), width=4)
    return image, draw


def _silhouette(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    middle, wide = (left + right) // 2, (right - left) // 4
    draw.rectangle(box, fill=(225, 228, 230))
    draw.ellipse((middle - wide, top + 30, middle + wide, top + 30 + wide * 2 + 30), fill=(170, 170, 170))
    draw.pieslice((left + 15, bottom - 170, right - 15, bottom + 150), 180, 360, fill=(170, 170, 170))
    draw.text((left + 10, bottom - 90), MARK, _RED, font=_font(58))


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_font_file(), size)


@lru_cache(maxsize=1)
def _font_file() -> str:
    own = Path(foundations.__file__).parent / "paper" / "fonts"
    for found in sorted(own.rglob("*Sans*Regular*.[to]tf")) + sorted(own.rglob("*.[to]tf")):
        return str(found)
    tool = shutil.which("fc-match")
    if tool is None:
        raise FileNotFoundError("no Chinese font: neither foundations/paper/fonts nor fontconfig has one")
    asked = [tool, "-f", "%{file}", "Noto Sans CJK SC:style=Regular"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
