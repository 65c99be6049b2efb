"""The older way to work with the platform, chosen by `--dialect legacy`: XML messages, app key and refreshed secrets (docs/legacy.md).

`LegacyPlatform` stands where `client.Platform` stands; `take_message` where `receiver.take_push` does.
"""

import hashlib
import json
import os
import threading
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from examples.department_system import client, clock, intake, misbehaviour
from examples.department_system.app import App
from examples.department_system.client import Refused, Unreachable, WrongFile
from examples.department_system.legacy_xml import STATES, event_of, message_of
from examples.department_system.settings import Settings
from examples.department_system.signatures import WrongSignature, WrongTime, check_push
from examples.department_system.web import Request, Response, as_json, read_form

# Refreshed every twelve minutes of the fifteen that a request secret is good for.
REFRESH_SECONDS = 12 * 60.0
LARGEST_FILE = 60 * 1024 * 1024
NOT_OURS = {"02": 422, "03": 404, "04": 409, "05": 401, "99": 503}


class LegacyPlatform(client.Platform):
    """The platform as an older system sees it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._secrets = threading.Lock()
        self._request_secret, self._refresh_at, self._last = "", 0.0, 0

    def case(self, number: str) -> dict[str, Any]:
        """Say that there is no such call here."""
        raise Refused(501, {"title": "旧接口没有提取办件信息的调用"})

    def status(self, number: str) -> dict[str, Any]:
        """Say that there is no such call here."""
        raise Refused(501, {"title": "旧接口没有查询状态的调用"})

    def report(self, number: str, body: bytes) -> dict[str, Any]:
        """Send a report as a message; the platform counts the same content once."""
        report = json.loads(body)
        key = (report["data"].get("result") or {}).get("file", "") if report["type"] == "concluded" else ""
        name, fields = message_of(number, report, key)
        self._told(self._send(f"/legacy/api/{name}", fields))
        return {"state": report["type"], "state_name": STATES[report["type"]]}

    def upload(self, number: str, name: str, media_type: str, content: bytes, purpose: str) -> dict[str, Any]:
        """Hand in a file; its id is the key that the file centre answers."""
        boundary = uuid.uuid4().hex
        body = client._multipart(boundary, name, media_type, content, purpose)
        answer = self._send("/legacy/files/", {"PROJID": number}, body, f"multipart/form-data; boundary={boundary}")
        stored = self._told(answer)["datas"]
        if stored["RECEIVED_SHA256"] != hashlib.sha256(content).hexdigest():
            raise WrongFile("the platform received other bytes than we sent")
        return {"id": stored["FILEURL"], "sha256": stored["SHA256"]}

    def download(self, number: str, file_id: str, sha256: str, size: int, purpose: str, target: Path) -> None:
        """Fetch a file by its key with a new ticket: the one that was pushed may have been used by a try that broke off."""
        path = f"/legacy/files/{urllib.parse.quote(file_id, safe='')}"
        ticket = self._told(self._send(f"{path}/ticket", {}))["datas"]["FILEPWD"]
        answer = self._send(path, {"FILEPWD": ticket})
        if answer[:1] == b"{" and b'"resultmsg"' in answer[:200]:
            self._told(answer)
        part = target.with_suffix(f".{uuid.uuid4().hex}.part")
        with part.open("wb") as file:
            file.write(answer)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)

    def _told(self, answer: bytes) -> dict[str, Any]:
        """Return an answer that says 01; raises Refused with its sentence for another code."""
        try:
            said = json.loads(answer)
            result = str(said["result"])
        except (ValueError, KeyError, TypeError) as error:
            raise Unreachable(f"no answer that can be read: {error}") from error
        if result != "01":
            raise Refused(NOT_OURS.get(result, 422), {"title": said.get("resultmsg", result)})
        return dict(said)

    def _send(self, path: str, fields: dict[str, str], body: bytes | None = None, kind: str = "") -> bytes:
        """Call with a good secret; one that is refused is refreshed once."""
        for last in (False, True):
            signed = self._signed(self._good_secret())
            try:
                if body is None:
                    return self._post(path, urllib.parse.urlencode({**signed, **fields}).encode(), FORM)
                return self._post(f"{path}?{urllib.parse.urlencode({**signed, **fields})}", body, kind)
            except Refused as refused:
                if refused.status != 401 or last:
                    raise
                with self._secrets:
                    self._refresh_at = 0.0
        raise AssertionError("not reached")

    def _post(self, path: str, body: bytes, kind: str) -> bytes:
        try:
            with self._open("POST", self._settings.platform + path, body, kind, "") as answer:
                return bytes(answer.read(LARGEST_FILE))
        except OSError as error:
            raise Unreachable(f"no answer that can be read: {error}") from error

    def _good_secret(self) -> str:
        with self._secrets:
            if time.monotonic() >= self._refresh_at:
                body = urllib.parse.urlencode(self._signed(self._settings.app_secret)).encode()
                try:
                    said = json.loads(self._post("/legacy/gateway/app/refreshTokenByKey.htm", body, FORM))
                    self._request_secret = said["datas"]["requestSecret"]
                except (ValueError, KeyError, TypeError) as error:
                    raise Unreachable(f"no secret: {error}") from error
                self._refresh_at = time.monotonic() + REFRESH_SECONDS
            return self._request_secret

    def _signed(self, secret: str) -> dict[str, str]:
        """Sign a call; each has a millisecond of its own, because a sign is good once."""
        self._last = max(self._last + 1, int(clock.unix() * 1000))
        text = f"{self._settings.app_key}{secret}{self._last}"
        sign = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
        return {"appKey": self._settings.app_key, "requestTime": str(self._last), "sign": sign}


FORM = "application/x-www-form-urlencoded"


def take_message(app: App, request: Request) -> Response:
    """`POST /legacy/{message}`: answer a pushed message; in a rehearsal, badly."""
    kind, seconds, status = misbehaviour.next_act(app, "events")
    early = misbehaviour.before(kind, status)
    if early is not None:
        return early
    return misbehaviour.after(app, kind, seconds, _take(app, request))


def _take(app: App, request: Request) -> Response:
    """Check who says it and when, store it, then say 01; a repeated message is known by its number and version."""
    try:
        check_push(app.settings.signing_secrets, request.headers, request.body, clock.unix())
    except (WrongSignature, WrongTime) as error:
        return as_json({"result": "05", "resultmsg": f"签名不符：{error}"}, 401)
    read_form(request)
    try:
        event = intake.Event.of(event_of(request.arguments[0], request.fields))
        intake.receive(app, event)
    except ValueError as error:
        return as_json({"result": "02", "resultmsg": f"报文有误：{error}"})
    except intake.OtherBody:
        # The same version says the same; only the tickets of its files may be newer.
        pass
    return as_json({"result": "01", "resultmsg": "操作成功"})
