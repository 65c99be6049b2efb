"""What the benchmarks measure can still be made: a benchmark that no longer starts has no figure (quality.md)."""

from importlib import import_module

import pytest

from benchmarks.__main__ import names
from benchmarks.navigator import demo_specs, made_spec


@pytest.mark.parametrize("name", names())
def test_a_benchmark_has_its_main(name: str) -> None:
    assert callable(import_module(f"benchmarks.{name}").main)


def test_the_made_matters_are_matters() -> None:
    assert len(demo_specs()) == 14
    assert (len(made_spec(200).questions), len(made_spec(200).materials)) == (200, 86)
