"""A counter for tests: real sign-ins, real requests to the API, the demonstration district behind it."""

import base64
import io
import uuid
from typing import Any

from django.test import Client
from PIL import Image

from yichuang.demo.people import PASSWORD, PEOPLE

PERSON = {
    "name": "王小明",
    "id_number": "330181199503070010",
    "contact_name": "王小明",
    "contact_mobile": "13900001234",
    "courier": "no",
}
FREIGHT: dict[str, Any] = {"q2": "a", "q3": "a", "q4": "b", "q5": []}


def signature() -> str:
    """Return a small picture such as a signature pad sends."""
    buffer = io.BytesIO()
    Image.new("RGB", (120, 60), "white").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


class Desk:
    """One signed-in person at the API."""

    def __init__(self, name: str) -> None:
        self.http = Client()
        person = next(person for person in PEOPLE if person.name == name)
        body = {"mobile": person.mobile, "password": PASSWORD}
        answer = self.http.post("/api/session", body, content_type="application/json")
        assert answer.status_code == 200, answer.content.decode()
        self.headers = {"Authorization": f"Bearer {answer.json()['token']}"}

    def get(self, path: str) -> Any:
        """Read."""
        return self.http.get(f"/api{path}", headers=self.headers)

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:
        """Write, under a fresh Idempotency-Key unless one is given."""
        headers = {**self.headers, "Idempotency-Key": key or str(uuid.uuid4())}
        return self.http.post(f"/api{path}", body, content_type="application/json", headers=headers)

    def me(self) -> str:
        """Return the person's id."""
        return str(self.get("/me").json()["id"])

    def receive(self, matter: str = "freight_general", answers: dict[str, Any] | None = None, **form: str) -> str:
        """Receive an application of the made-up person and return its number."""
        body = {
            "matter": matter,
            "applicant_kind": "person",
            "answers": FREIGHT if answers is None else answers,
            "form": {**PERSON, **form},
        }
        answer = self.post("/cases", body)
        assert answer.status_code == 201, answer.content.decode()
        return str(answer.json()["number"])

    def checklist(self, matter: str = "freight_general", answers: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the materials that the answers ask for."""
        body = {"answers": FREIGHT if answers is None else answers, "applicant_kind": "person"}
        return list(self.post(f"/matters/{matter}/advance", body).json()["materials"])

    def materials(self, matter: str = "freight_general", answers: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return every needed material as received on paper with all its points passed."""
        return [
            {
                "material": line["id"],
                "received_as": "paper",
                "originals": line["originals"],
                "copies": line["copies"],
                "points": {point["id"]: {"found": "passed"} for point in line["points"]},
            }
            for line in self.checklist(matter, answers)
        ]

    def move(self, number: str, move: str, /, **body: Any) -> Any:
        """Make a move and return the answer."""
        return self.post(f"/cases/{number}/{move}", body)

    def must(self, number: str, move: str, /, **body: Any) -> dict[str, Any]:
        """Make a move that must succeed and return the case."""
        answer = self.move(number, move, **body)
        assert answer.status_code == 200, answer.content.decode()
        return dict(answer.json())
