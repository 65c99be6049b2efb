"""Tests of the hall set the skills they are about (every window begins as its kind and board say) and measure anew."""

from collections.abc import Iterator

import pytest

from yichuang.hall.models import WindowSkill
from yichuang.hall.queries.waits import forget_times


@pytest.fixture(autouse=True)
def measured_anew() -> Iterator[None]:
    """Let no test see the service times that another measured."""
    forget_times()
    yield
    forget_times()


@pytest.fixture(autouse=True)
def no_skills_yet(request: pytest.FixtureRequest) -> None:
    """Take away what the demonstration's windows were set to, where a test has the district."""
    for district in ("demo_district", "demo_again"):
        if district in request.fixturenames:
            request.getfixturevalue(district)
            WindowSkill.objects.all().delete()
