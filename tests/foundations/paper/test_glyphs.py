"""A character that no font draws is named, never dropped."""

import struct

import pytest

from yichuang.foundations.paper.glyphs import FONTS, UnreadableFont, code_points, missing_glyphs, with_marks

# Characters of the 通用规范汉字表 (2013) that lie outside the basic plane or are met in names only.
RARE_BUT_STANDARD = "㛃䶮𬭶𫖯𬀪镕喆堃昇淼犇"
DRAWN_BY_NOBODY = "𠮷𪚥"


def test_the_fonts_draw_what_documents_and_names_are_written_with() -> None:
    text = "中华人民共和国行政许可法〔2026〕第三十二条：“受理”、①②③ABCxyz0123456789—…〓￥㎡×＊" + RARE_BUT_STANDARD
    assert missing_glyphs(text) == []


def test_a_character_without_a_glyph_is_reported_once_and_in_order() -> None:
    assert missing_glyphs(f"王{DRAWN_BY_NOBODY}明{DRAWN_BY_NOBODY[0]}") == list(DRAWN_BY_NOBODY)


def test_line_ends_and_joiners_need_no_glyph() -> None:
    assert missing_glyphs("一行\n二行\t\r\u200b") == []


def test_a_mark_takes_the_place_of_what_cannot_be_drawn() -> None:
    assert with_marks("王𠮷明") == "王〓明"
    assert with_marks("王小明") == "王小明"


def test_every_weight_of_a_family_draws_the_same_characters() -> None:
    weights = [code_points(path.read_bytes()) for path in sorted(FONTS.glob("NotoSerifSC-*.ttf"))]
    assert len(weights) == 2
    assert weights[0] == weights[1]


def test_a_font_without_a_full_map_is_refused() -> None:
    empty = b"\0\1\0\0" + struct.pack(">H", 1) + b"\0" * 6 + struct.pack(">4sLLL", b"cmap", 0, 28, 4) + b"\0\0\0\0"
    with pytest.raises(UnreadableFont):
        code_points(empty)
