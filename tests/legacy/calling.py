"""An older department system for tests: joined with the legacy dialect and an app key, and a caller that signs as such systems do."""

import hashlib
import itertools
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.test import Client

from tests.cases.people import who
from tests.exchange.joined import ADMIN, SYSTEM, Got, Joined, join
from yichuang.foundations import clock
from yichuang.legacy.operations.app_keys import issue_app_key
from yichuang.legacy.rules.reports import say

AROUND = {"division": "330109", "origin": "ROADS", "sync": "I", "time": "2026-11-28 10:00:00"}
_ticks = itertools.count()


@dataclass
class Caller:
    """A system's credentials and its secrets as it refreshed them."""

    joined: Joined
    app_key: str
    app_secret: str
    request_secret: str = ""
    refresh_secret: str = ""
    http: Client = field(default_factory=Client)

    def signed(self, secret: str, at: int | None = None) -> dict[str, str]:
        """Return the three parameters of a call; every call has a millisecond of its own."""
        moment = str(int(clock.wall().timestamp() * 1000) + next(_ticks) if at is None else at)
        digest = hashlib.md5(f"{self.app_key}{secret}{moment}".encode()).hexdigest()
        return {"appKey": self.app_key, "requestTime": moment, "sign": digest}

    def refresh(self) -> dict[str, str]:
        """Fetch secrets with the app secret and keep them."""
        answer = self.http.post("/legacy/gateway/app/refreshTokenByKey.htm", self.signed(self.app_secret))
        assert answer.status_code == 200 and answer.json()["code"] == "00", answer.content.decode()
        datas = dict(answer.json()["datas"])
        self.request_secret, self.refresh_secret = datas["requestSecret"], datas["refreshSecret"]
        return datas

    def post(self, path: str, **fields: Any) -> Any:
        """Call with a good sign."""
        return self.http.post(f"/legacy/{path}", {**self.signed(self.request_secret), **fields})

    def send(self, number: str, type_: str, /, **data: Any) -> Any:
        """Report what the contract calls `type_`, in XML."""
        around = {**AROUND, "number": number, **data.pop("around", {})}
        name, fields = say(type_, {"handler": {"name": "赵承办"}, **data}, around)
        return self.post(f"api/{name}", **fields).json()

    def must(self, number: str, type_: str, /, **data: Any) -> None:
        """Report and expect that it is taken."""
        assert self.send(number, type_, **data) == {"result": "01", "resultmsg": "操作成功"}


def join_legacy(receiver: str = "http://127.0.0.1:9/legacy", **more: Any) -> Caller:
    """Register the transport system as one that speaks XML, with an app key."""
    joined = join(receiver, dialect="legacy", networks=["127.0.0.0/8"], **more)
    key, secret = issue_app_key(actor=who(ADMIN), key=more.get("key", SYSTEM), now=clock.now())
    caller = Caller(joined, key, secret)
    caller.refresh()
    return caller


def fields_of(got: Got) -> dict[str, str]:
    """Return the form fields of a push."""
    return {name: values[0] for name, values in parse_qs(got.body.decode(), keep_blank_values=True).items()}
