"""Shares are cut off and never rounded up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.foundations.rules.shares import hundredths, percent


@pytest.mark.parametrize(
    ("part", "whole", "said", "exact"),
    [
        (0, 0, "—", 0),
        (0, 3, "0.0%", 0),
        (1, 3, "33.3%", 3333),
        (2, 3, "66.6%", 6666),
        (9996, 10_000, "99.9%", 9996),
        (7, 7, "100.0%", 10_000),
    ],
)
def test_a_share_in_words_and_in_hundredths(part: int, whole: int, said: str, exact: int) -> None:
    assert (percent(part, whole), hundredths(part, whole)) == (said, exact)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_only_the_whole_is_told_as_the_whole(part: int, more: int) -> None:
    assert percent(part, part + more) != "100.0%" and hundredths(part, part + more) < 10_000
