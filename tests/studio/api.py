"""The studio's API as a client system asks it."""

import uuid
from typing import Any

from django.test import Client

from yichuang.demo.people import PASSWORD, PEOPLE


class Officer:
    """A client system that works in somebody's name."""

    def __init__(self, name: str) -> None:
        mobile = next(person.mobile for person in PEOPLE if person.name == name)
        given = {"mobile": mobile, "password": PASSWORD}
        token = Client().post("/api/session", given, content_type="application/json").json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: Any = None, key: str = "", room: str = "drafts") -> Any:
        headers = {**self.headers, "Idempotency-Key": key or str(uuid.uuid4())}
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(Client(), method)(f"/api/studio/{room}{path}", headers=headers, **given)
