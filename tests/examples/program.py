"""The department's system as a real process, and a browser of a few lines to use it."""

import base64
import hashlib
import hmac
import http.client
import http.cookiejar
import json
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_" + base64.b64encode(b"another secret of 24 byt").decode()
OFFICERS = [
    {"id": "o1", "name": "赵审查", "password": "one"},
    {"id": "o2", "name": "钱复核", "password": "two"},
    {"id": "o3", "name": "孙局长", "password": "three"},
]


def until(condition: Callable[[], Any], what: str, seconds: float = 20.0) -> Any:
    """Wait until something is so; fails with `what` when it never is."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.03)
    return result


class Program:
    """One data folder, and the process on it."""

    def __init__(self, folder: Path, platform_url: str, arguments: tuple[str, ...] = (), **more: Any) -> None:
        self.folder, self.url, self.arguments = folder, "", arguments
        self.process: subprocess.Popen[str] | None = None
        folder.mkdir(exist_ok=True)
        self.settings = {
            "platform": platform_url,
            "system_code": "330109-test",
            "name": "道路运输业务系统",
            "department": "杭州市萧山区交通运输局",
            "client_id": "client",
            "client_secret": "secret",
            "signing_secret": SECRET,
            "mode": "split_mode",
            "officers": OFFICERS,
            "results": {"name": "道路运输经营许可证", "prefix": "浙交运管许可杭字"},
            "upstream_key": "upstream",
            "local_token": "local",
            "timeout_seconds": 1.5,
            "retry_seconds": 0.1,
        } | more
        (folder / "settings.json").write_text(json.dumps(self.settings, ensure_ascii=False), encoding="utf-8")

    def start(self) -> "Program":
        command = [sys.executable, "-m", "examples.department_system", "--port", "0", "--data", str(self.folder)]
        command += self.arguments
        log = (self.folder / "log").open("a")
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "http://" in line, (self.folder / "log").read_text()
        self.url = line[line.index("http://") :].strip()
        return self

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        if self.process is None or self.process.poll() is not None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)

    def push(self, event: dict[str, Any] | bytes, message_id: str = "", **more: Any) -> tuple[int, dict[str, Any]]:
        """Push an event as the platform does; `secret`, `at` and `signature` make it a bad one."""
        body = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
        message_id = message_id or (event["id"] if isinstance(event, dict) else "x")
        headers = signed(body, message_id, **more) | {"Content-Type": "application/cloudevents+json"}
        return self.call("POST", "/events", body, headers)

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        address = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            content = answer.read()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, json.loads(content) if "json" in kind else content
        finally:
            connection.close()

    def misbehave(self, **order: Any) -> None:
        body = json.dumps(order).encode()
        headers = {"Content-Type": "application/json", "X-Local-Token": "local"}
        status, answer = self.call("POST", "/misbehave", body, headers)
        assert status == 200, answer

    def counted(self, identifier: str) -> tuple[int, int]:
        """Return how often an event came in and how often it was worked off."""
        status, answer = self.call("GET", f"/events/{identifier}")
        return (answer["received"], answer["taken"]) if status == 200 else (0, 0)


def signed(
    body: bytes, message_id: str, secret: str = SECRET, at: int | None = None, signature: str = ""
) -> dict[str, str]:
    at = int(time.time()) if at is None else at
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = signature or "v1," + base64.b64encode(mac).decode()
    return {"webhook-id": message_id, "webhook-timestamp": str(at), "webhook-signature": signature}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _Answer:
    def __init__(self, answer: Any) -> None:
        self.status, self.headers, self.url = answer.status, answer.headers, answer.url
        self.content: bytes = answer.read()
        self.text = self.content.decode("utf-8", "replace")


class Browser:
    """Cookies, forms with their hidden fields, and redirects that are followed only on the department's own address."""

    def __init__(self, program: Program) -> None:
        self.program = program
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies, _Stay())

    def get(self, path: str) -> _Answer:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.program.url, path)))

    def post(self, path: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None) -> _Answer:
        boundary = "----boundary"
        lines = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in fields.items()
        ]
        for name, (filename, content) in (files or {}).items():
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            lines.append(head.encode() + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n")
        body = b"".join(lines) + f"--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.program.url, path), body, headers))

    def _open(self, request: urllib.request.Request) -> _Answer:
        try:
            answer = _Answer(self._opener.open(request, timeout=20))
        except urllib.error.HTTPError as error:
            answer = _Answer(error)
        target = urllib.parse.urljoin(answer.url, answer.headers.get("Location", ""))
        if answer.status == 303 and target.startswith(self.program.url + "/"):
            return self.get(target.partition("#")[0])
        return answer

    def sign_in(self, officer: str = "o1", password: str = "one") -> "Browser":
        assert "收件箱" in self.post("/sign-in", {"officer": officer, "password": password}).text
        return self

    def report(
        self,
        number: str,
        kind: str,
        fields: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> _Answer:
        """Fill in a report's form on the case's page and send it."""
        form = self.get(f"/cases/{number}").text.partition(f'id="form-{kind}"')[2].partition("</form>")[0]
        hidden = dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]+)"', form))
        return self.post(f"/cases/{number}/reports/{kind}", hidden | (fields or {}), files)
