"""Calls to the platform: token, cases, files, reports (docs/exchange.md, “Who you are” and “What we take”)."""

import base64
import hashlib
import http.client
import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path
from typing import IO, Any, NoReturn

from examples.department_system.settings import Settings

RENEW_BEFORE_SECONDS = 60.0
CHUNK, LARGEST_ANSWER, SLOWEST_BYTES_A_SECOND = 64 * 1024, 8 * 1024 * 1024, 10_000


class Unreachable(Exception):
    """Nobody answered, or not in time, or with something that is no answer: nobody knows whether it was done. Try again."""


class Refused(Exception):
    """The platform answered and said no: status and problem details (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any], retry_after: float | None = None) -> None:
        super().__init__(
            f"{status} {problem.get('title') or problem.get('error') or ''} {problem.get('detail') or ''}".strip()
        )
        self.status, self.problem, self.retry_after = status, problem, retry_after


class WrongFile(Exception):
    """What came is not the file that was announced: another size or another SHA-256."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is not followed: it would carry our token elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Platform:
    """The platform as this system sees it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        self._lock = threading.Lock()
        self._token, self._good_until = "", 0.0

    def case(self, number: str) -> dict[str, Any]:
        """Return base information, form and materials of a case."""
        return self._json("GET", f"/api/exchange/cases/{_part(number)}")

    def status(self, number: str) -> dict[str, Any]:
        """Return where a case stands."""
        return self._json("GET", f"/api/exchange/cases/{_part(number)}/status")

    def report(self, number: str, body: bytes) -> dict[str, Any]:
        """Send a report and return the status of its case; the same bytes may be sent again."""
        return self._json("POST", f"/api/exchange/cases/{_part(number)}/events", body, "application/json")

    def feed(self, after: str, limit: int = 100) -> dict[str, Any]:
        """Return events after a cursor, for a system that cannot be pushed to."""
        return self._json("GET", f"/api/exchange/feed?{urllib.parse.urlencode({'after': after, 'limit': limit})}")

    def upload(self, number: str, name: str, media_type: str, content: bytes, purpose: str) -> dict[str, Any]:
        """Hand in a file and return what the platform's store says about it; the hash of what it received is compared with ours."""
        boundary = uuid.uuid4().hex
        body = _multipart(boundary, name, media_type, content, purpose)
        kind = f"multipart/form-data; boundary={boundary}"
        stored = self._json("POST", f"/api/exchange/cases/{_part(number)}/files", body, kind)
        if stored.get("received_sha256", stored.get("sha256")) != hashlib.sha256(content).hexdigest():
            raise WrongFile("the platform received other bytes than we sent")
        return stored

    def download(self, number: str, file_id: str, sha256: str, size: int, purpose: str, target: Path) -> None:
        """Fetch a file with a one-time ticket into `target`, which appears only when size and SHA-256 are as announced."""
        body = json.dumps({"purpose": purpose}).encode()
        path = f"/api/exchange/cases/{_part(number)}/files/{_part(file_id)}/tickets"
        url = str(self._json("POST", path, body, "application/json").get("url", ""))
        url = urllib.parse.urljoin(self._settings.platform + "/", url)
        if not same_origin(url, self._settings.platform):
            raise WrongFile("the ticket leads away from the platform")
        part = target.with_suffix(f".{uuid.uuid4().hex}.part")
        try:
            with self._call("GET", url) as answer, part.open("wb") as file:
                _copy(answer, file, sha256, size)
            part.replace(target)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"the file broke off: {error}") from error
        finally:
            part.unlink(missing_ok=True)

    def _json(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> dict[str, Any]:
        try:
            with self._call(method, self._settings.platform + path, body, kind) as answer:
                content = json.loads(_read(answer, self._settings.timeout_seconds))
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreachable(f"no answer that can be read: {error}") from error
        if not isinstance(content, dict):
            raise Unreachable("the answer is not an object")
        return content

    def _call(self, method: str, url: str, body: bytes | None = None, kind: str = "") -> Any:
        """Call with a good token; a token that is refused is renewed once."""
        token = self._good_token()
        try:
            return self._open(method, url, body, kind, f"Bearer {token}")
        except Refused as refused:
            if refused.status != 401:
                raise
        self._forget(token)
        return self._open(method, url, body, kind, f"Bearer {self._good_token()}")

    def _open(self, method: str, url: str, body: bytes | None, kind: str, authorization: str) -> Any:
        headers = {"Authorization": authorization, "Accept": "application/json"} | (
            {"Content-Type": kind} if kind else {}
        )
        request = urllib.request.Request(url, data=body, headers=headers, method=method)
        try:
            return self._opener.open(request, timeout=self._settings.timeout_seconds)
        except urllib.error.HTTPError as error:
            with error:
                _refuse(error)
        except Exception as error:  # urllib, http.client and ssl each have their own ways to say that nobody answered
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _good_token(self) -> str:
        """Return a token that is good for a while; fetched by one thread, used by all (RFC 6749 4.4)."""
        with self._lock:
            if time.monotonic() < self._good_until:
                return self._token
            pair = f"{self._settings.client_id}:{self._settings.client_secret}"
            basic = "Basic " + base64.b64encode(pair.encode()).decode()
            form = b"grant_type=client_credentials"
            url = self._settings.platform + "/api/exchange/token"
            try:
                with self._open("POST", url, form, "application/x-www-form-urlencoded", basic) as answer:
                    content = json.loads(_read(answer, self._settings.timeout_seconds))
                self._token, lives = str(content["access_token"]), float(content["expires_in"])
            except Refused as refused:  # about us, not about what we were going to say: 401 whatever it was
                raise Refused(401, refused.problem, refused.retry_after) from refused
            except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException) as error:
                raise Unreachable(f"no token: {error}") from error
            self._good_until = time.monotonic() + lives - min(RENEW_BEFORE_SECONDS, lives / 5)
            return self._token

    def _forget(self, token: str) -> None:
        """Drop a token that was refused, unless another thread has renewed it already."""
        with self._lock:
            if self._token == token:
                self._good_until = 0.0


def same_origin(url: str, platform: str) -> bool:
    """Tell whether an address is the platform's own."""
    try:
        one, other = urllib.parse.urlsplit(url), urllib.parse.urlsplit(platform)
        return (one.scheme, one.hostname, one.port) == (
            other.scheme,
            other.hostname,
            other.port,
        ) and "@" not in one.netloc
    except ValueError:
        return False


def _refuse(error: urllib.error.HTTPError) -> NoReturn:
    try:
        problem = json.loads(error.read(LARGEST_ANSWER))
    except (OSError, ValueError, http.client.HTTPException):
        problem = None
    if not isinstance(problem, dict):
        problem = {"title": str(error.reason)}
    after = error.headers.get("Retry-After", "") if error.headers else ""
    raise Refused(error.code, problem, float(after) if after.isascii() and after.isdigit() else None)


def _read(answer: Any, seconds: float) -> bytes:
    """Read an answer whole; one that drips a byte a second is no answer."""
    end, pieces, length = time.monotonic() + seconds, [], 0
    while piece := answer.read1(CHUNK):
        pieces.append(piece)
        length += len(piece)
        if length > LARGEST_ANSWER or time.monotonic() > end:
            raise OSError("the answer does not end")
    return b"".join(pieces)


def _copy(answer: Any, file: IO[bytes], sha256: str, size: int) -> None:
    """Copy what comes to the disk, never more than announced."""
    digest, length, end = hashlib.sha256(), 0, time.monotonic() + 60 + size / SLOWEST_BYTES_A_SECOND
    while piece := answer.read1(CHUNK):
        length += len(piece)
        if time.monotonic() > end:
            raise OSError("the file does not come to an end")
        if length > size:
            raise WrongFile(f"longer than the {size} bytes announced")
        digest.update(piece)
        file.write(piece)
    if length != size:
        raise WrongFile(f"{length} bytes came, {size} were announced")
    if digest.hexdigest() != sha256.lower():
        raise WrongFile("the SHA-256 is another one")
    file.flush()
    os.fsync(file.fileno())


def _multipart(boundary: str, name: str, media_type: str, content: bytes, purpose: str) -> bytes:
    quoted = name.replace("\\", "_").replace('"', "%22").replace("\r", " ").replace("\n", " ")
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n{purpose}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode()


def _part(text: str) -> str:
    return urllib.parse.quote(text, safe="")
