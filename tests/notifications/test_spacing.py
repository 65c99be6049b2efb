"""Texts to people have no space between Chinese words: 到窗口办理, not 窗口 办理."""

import re

from yichuang.notifications.rules.originals import TEMPLATES


def test_no_text_has_a_space_after_a_place_that_ends_in_chinese() -> None:
    texts = {key: one.text for key, one in TEMPLATES.items()}
    assert (
        texts["ticket_called"].format(number="A001", site="中心", window="01 号窗口")
        == "请 A001 号到中心 01 号窗口办理。"
    )
    stray = {key: text for key, text in texts.items() if re.search(r"[一-鿿，。；：] [一-鿿]|\{window\} [一-鿿]", text)}
    assert stray == {}
