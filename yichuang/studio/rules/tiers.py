"""Frequency tiers (S2-13): matters ranked by the cases of the last twelve months; 1–100 high, 101–400 medium, beyond low."""

from collections.abc import Mapping
from dataclasses import dataclass

HIGH, MEDIUM, LOW = "high", "medium", "low"
TIER_NAMES: dict[str, str] = {HIGH: "高频", MEDIUM: "中频", LOW: "低频"}
TIER_TONES: dict[str, str] = {HIGH: "red", MEDIUM: "yellow", LOW: "grey"}
LAST_HIGH, LAST_MEDIUM = 100, 400
MONTHS = 12
# Counts of findings are kept by content hash; raise this when the rules that judge a matter change, and they are counted anew.
EDITION = 1


@dataclass(frozen=True)
class Standing:
    """Where a matter stands: its rank (from 1), its tier, and how many cases the last twelve months brought."""

    rank: int
    tier: str
    volume: int


def tier_of(rank: int, volume: int) -> str:
    """Return the tier of a rank; what nobody applied for in a year is low, however few matters there are."""
    if not volume:
        return LOW
    return HIGH if rank <= LAST_HIGH else MEDIUM if rank <= LAST_MEDIUM else LOW


def ranked(volumes: Mapping[str, int]) -> dict[str, Standing]:
    """Return the standing of every matter by key, the most frequent first; equals in order of their keys."""
    order = sorted(volumes, key=lambda key: (-volumes[key], key))
    return {key: Standing(rank, tier_of(rank, volumes[key]), volumes[key]) for rank, key in enumerate(order, start=1)}


def first_month(year: int, month: int) -> tuple[int, int]:
    """Return year and month with which the twelve months begin that end with this one."""
    place = year * 12 + month - 1 - (MONTHS - 1)
    return place // 12, place % 12 + 1
