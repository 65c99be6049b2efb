"""What the benchmarks measure can still be made: a benchmark that no longer starts has no figure (quality.md)."""

from importlib import import_module

import pytest

from benchmarks.__main__ import names
from benchmarks.navigator import demo_specs, made_spec
from benchmarks.table import BEGIN, END, MAIN, with_figures
from tests.house.reading import ROOT


@pytest.mark.parametrize("name", names())
def test_a_benchmark_has_its_main(name: str) -> None:
    assert callable(import_module(f"benchmarks.{name}").main)


def test_the_made_matters_are_matters() -> None:
    assert len(demo_specs()) == 14
    assert (len(made_spec(200).questions), len(made_spec(200).materials)) == (200, 86)


@pytest.mark.parametrize(("language", "name"), enumerate(("README.md", "README.zh.md")))
def test_a_readme_shows_the_committed_figures(language: int, name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert BEGIN in readme and END in readme
    assert with_figures(readme, language) == readme, "run make bench-table"
    assert readme.partition(BEGIN)[2].partition(END)[0].count("\n| ") == len(MAIN)
