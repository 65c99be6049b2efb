"""QR codes that a camera reads, and seals that say what they must."""

import io
from pathlib import Path
from xml.etree import ElementTree

import typst
import zxingcpp
from PIL import Image

from yichuang.foundations.paper.glyphs import FONTS
from yichuang.foundations.paper.qr import qr_svg
from yichuang.foundations.paper.seal import seal_svg

URL = "https://yichuang.example/verify/7K3MQ2XW9HTRB4NV"
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def picture(svg: str, folder: Path) -> Image.Image:
    (folder / "picture.svg").write_text(svg, encoding="utf-8")
    page = '#set page(width: 60mm, height: 60mm, margin: 5mm)\n#image("picture.svg", width: 50mm)'
    (folder / "page.typ").write_text(page, encoding="utf-8")
    png = typst.compile(folder / "page.typ", format="png", font_paths=[FONTS], ignore_system_fonts=True, ppi=150)
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_a_qr_code_is_read_back(tmp_path: Path) -> None:
    read = zxingcpp.read_barcode(picture(qr_svg(URL), tmp_path))
    assert read is not None
    assert read.text == URL


def test_a_seal_has_the_whole_name_in_order_and_its_purpose() -> None:
    name = "杭州市萧山区交通运输局"
    assert texts(seal_svg(name, "行政审批专用章")) == [*name, "行政审批专用章"]


def test_only_the_demonstration_s_seal_says_so() -> None:
    assert "演 示" in texts(seal_svg("甲局", "专用章", demo=True))
    assert "演 示" not in texts(seal_svg("甲局", "专用章"))


def test_a_long_name_is_squeezed_but_stays_whole_and_within_the_ring(tmp_path: Path) -> None:
    name = "国家税务总局杭州市萧山区税务局第一税务所临浦镇办税服务厅"
    assert "".join(texts(seal_svg(name, ""))) == name
    ink = picture(seal_svg(name, "受理专用章"), tmp_path).convert("L").point(lambda level: 255 if level < 250 else 0)
    left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert abs((right - left) - (bottom - top)) <= 3


def test_a_name_with_markup_stays_a_name() -> None:
    assert texts(seal_svg("<&>", ""))[:3] == ["<", "&", ">"]


def test_a_seal_without_a_name_or_with_one_character_is_still_a_picture() -> None:
    assert texts(seal_svg("", "")) == []
    assert texts(seal_svg("章", "")) == ["章"]
