"""A city's hotline that books as a joined system, for the tests."""

import uuid
from typing import Any

import pytest

from tests.exchange.joined import Joined, join
from yichuang.exchange.rules.scopes import APPOINTMENTS

MOBILE = "13900000127"


@pytest.fixture
def district(request: pytest.FixtureRequest) -> None:
    """Bring the demonstration's district, except where a test brings its own."""
    if "demo_again" not in request.fixturenames:
        request.getfixturevalue("demo_district")


def hotline(key: str = "hotline-12345", environment: str = "live", **profile: Any) -> Joined:
    """Join a city's hotline that books."""
    given = {"name": "12345 热线系统", "scopes": [APPOINTMENTS], "pulls": True, **profile}
    return join("", key=key, department="hz-epa", environment=environment, route=False, **given)


def send(system: Joined, path: str, body: dict[str, Any], key: str = "") -> Any:
    """Write as the system, under a fresh key and id unless they are given."""
    headers = {"Authorization": f"Bearer {system.token}", "Idempotency-Key": key or str(uuid.uuid4())}
    body = {"id": str(uuid.uuid4()), **body}
    return system.http.post(f"/api/exchange/appointments{path}", body, content_type="application/json", headers=headers)


def free(system: Joined, what: str = "board=A") -> list[str]:
    """Return the starts that the platform offers."""
    offer = system.get(f"/appointments/slots?site=centre&{what}").json()
    return [slot["starts_at"] for day in offer["days"] for slot in day["slots"]]


def booking(starts: str, **more: str) -> dict[str, Any]:
    return {"site": "centre", "board": "A", "starts_at": starts, "name": "陈阿姨", "mobile": MOBILE, **more}
