"""The hot paths that `growth` measures; imported once Django is set up."""

import uuid
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.test import Client

from benchmarks.record import percentile
from yichuang.cases.models import Case

SAMPLES = 60
PASSWORD = "Yichuang-2026"


def measure() -> dict[str, float]:
    """Return the p95 of every hot path in milliseconds."""

    def signed_in(mobile: str) -> Any:
        http = Client()
        assert http.post("/sign-in/", {"mobile": mobile, "password": PASSWORD}).status_code == 302
        return http

    clerk, officer, director = signed_in("13900000001"), signed_in("13900000011"), signed_in("13900000044")
    numbers = list(Case.objects.filter(site__key="centre").order_by("?").values_list("number", flat=True)[:SAMPLES])
    people = [f"139{place:08d}" for place in range(SAMPLES)]
    api = Client()
    body = {"mobile": "13900000001", "password": PASSWORD}
    token = api.post("/api/session", body, content_type="application/json").json()["token"]

    def intake(place: int) -> Any:
        declared = {
            "matter": "freight_general",
            "applicant_kind": "person",
            "answers": {"q2": "a", "q3": "a", "q4": "b", "q5": []},
            "accept": False,
            "form": {
                "name": "王小明",
                "id_number": "330181199503070010",
                "contact_name": "王小明",
                "contact_mobile": "13900001234",
                "courier": "no",
            },
        }
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        return api.post("/api/intakes", declared, content_type="application/json", headers=headers)

    paths: dict[str, Callable[[int], Any]] = {
        "intake": intake,
        "officer's list": lambda place: officer.get("/cases/?list=to_decide"),
        "case page": lambda place: clerk.get(f"/cases/{numbers[place]}/"),
        "search by applicant": lambda place: clerk.get(f"/cases/?q={people[place]}"),
        "overview of a month": lambda place: director.get("/overview/"),
        "due list": lambda place: officer.get("/cases/?list=overdue"),
    }
    return {name: _p95(act) for name, act in paths.items()}


def _p95(act: Callable[[int], Any]) -> float:
    taken = []
    for place in range(-5, SAMPLES):
        began = perf_counter()
        answer = act(max(place, 0))
        if place >= 0:
            taken.append(1000 * (perf_counter() - began))
        assert answer.status_code < 400, answer.content.decode()[:300]
    return percentile(taken, 0.95)
