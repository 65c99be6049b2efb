"""A template and data make the same file every time, whoever typesets it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yichuang.foundations.paper.render import CannotRender, read_back, render

LETTER = """#let d = json(bytes(sys.inputs.data))
#set document(title: d.title, date: datetime(year: 2026, month: 11, day: 20, hour: 0, minute: 0, second: 0))
#set text(font: "Noto Serif SC", lang: "zh")
[#metadata(d.title) <title>]
#d.title
"""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "letter.typ").write_text(LETTER, encoding="utf-8")
    (tmp_path / "broken.typ").write_text("#let d = json(bytes(sys.inputs.data))\n#d.nothing", encoding="utf-8")
    return tmp_path


def test_the_same_data_gives_the_same_bytes_also_after_other_data(templates: Path) -> None:
    first = render(templates, "letter.typ", {"title": "受理通知书"})
    other = render(templates, "letter.typ", {"title": "不予受理通知书"})
    assert first.startswith(b"%PDF-")
    assert other != first
    assert render(templates, "letter.typ", {"title": "受理通知书"}) == first


def test_the_date_in_the_file_is_the_template_s_and_not_today(templates: Path) -> None:
    pdf = render(templates, "letter.typ", {"title": "受理通知书"})
    assert b"20261120" in pdf
    assert b"/CreationDate (D:1970" not in pdf


def test_only_the_glyphs_that_are_shown_are_embedded(templates: Path) -> None:
    assert len(render(templates, "letter.typ", {"title": "受理通知书"})) < 40_000


def test_data_is_text_and_never_a_program(templates: Path) -> None:
    title = '#panic("x") $a$ *b* ]'
    assert read_back(templates, "letter.typ", {"title": title}, "<title>") == [title]


def test_a_template_that_asks_for_what_is_not_there_is_named(templates: Path) -> None:
    with pytest.raises(CannotRender, match=r"broken\.typ"):
        render(templates, "broken.typ", {})


def test_a_character_without_a_glyph_stops_the_press_instead_of_vanishing(templates: Path) -> None:
    with pytest.raises(CannotRender, match="𠮷"):
        render(templates, "letter.typ", {"title": "王𠮷"})


def test_threads_do_not_mix_their_papers(templates: Path) -> None:
    titles = [f"通知书{number}" for number in range(12)]
    alone = [render(templates, "letter.typ", {"title": title}) for title in titles]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda title: render(templates, "letter.typ", {"title": title}), titles))
    assert together == alone
