"""Every colour pair of the theme reaches WCAG AA: 4.5:1 for letters, 3:1 for the edges of controls (1.4.3, 1.4.11)."""

import re
from itertools import product
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "yichuang" / "ui" / "static" / "ui"
THEME = (STATIC / "theme.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--(yc-[\w-]+): (#[0-9a-f]{6});", THEME))
INKS = ["yc-ink", "yc-ink-2", "yc-ink-3", "yc-blue", "yc-blue-dark", "yc-blue-deep"]
PAPERS = ["yc-paper", "yc-ground", "yc-blue-soft", "yc-grey-soft"]
TONES = ["green", "yellow", "red", "grey"]
SOLIDS = [
    "yc-blue",
    "yc-blue-dark",
    "yc-blue-deep",
    "yc-ink",
    "yc-red",
    *(f"yc-{tone}-solid" for tone in ("green", "red", "grey")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *product(INKS, PAPERS),
        *((f"yc-{tone}", f"yc-{tone}-soft") for tone in TONES),
        *((f"yc-{tone}", "yc-paper") for tone in TONES),
    ],
)
def test_letters_can_be_read(ink: str, paper: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[paper]) >= 4.5


@pytest.mark.parametrize("ground", SOLIDS)
def test_white_letters_can_be_read(ground: str) -> None:
    assert contrast("#ffffff", TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(
    ("edge", "paper"),
    [("yc-line-2", "yc-paper"), ("yc-line-2", "yc-ground"), ("yc-blue-deep", "yc-paper"), ("yc-focus", "yc-blue-deep")],
)
def test_edges_of_controls_and_the_focus_can_be_seen(edge: str, paper: str) -> None:
    assert contrast(TOKENS[edge], TOKENS[paper]) >= 3


def test_newer_colour_functions_are_not_used_so_that_chrome_100_understands() -> None:
    sheets = [*STATIC.glob("css/*.css"), STATIC / "theme.css", *STATIC.glob("vendor/*/*.css")]
    found = [
        (sheet.name, word)
        for sheet in sheets
        for word in ("oklch", "color-mix(", "light-dark(", "@container", "@layer")
        if word in sheet.read_text(encoding="utf-8")
    ]
    assert len(sheets) >= 7 and found == []
