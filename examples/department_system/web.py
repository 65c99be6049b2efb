"""What a page or an endpoint gets and gives; no framework, so that nothing is hidden."""

import html
import json
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from examples.department_system.app import App

LARGEST_EVENT, LARGEST_FORM = 4 * 1024 * 1024, 60 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """One file of a form."""

    field: str
    name: str
    media_type: str
    content: bytes


@dataclass
class Request:
    """One request: header names in lower case, the body read whole."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    arguments: tuple[str, ...] = ()
    raw_query: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)

    def cookie(self, name: str) -> str:
        """Return a cookie's value, or nothing."""
        try:
            found = SimpleCookie(self.headers.get("cookie", "")).get(name)
        except CookieError:
            return ""
        return found.value if found else ""


@dataclass
class Response:
    """One answer. `raw` bytes replace all of it (rehearsals only); `drop` closes without a word."""

    status: int = 200
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)
    media_type: str = "text/html; charset=utf-8"
    raw: bytes | None = None
    drop: bool = False
    drip: bool = False


Handler = Callable[[App, Request], Response]


class Stop(Exception):
    """Ends a request with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def as_json(content: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """Return a JSON answer."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(status, body, [("Cache-Control", "no-store")], media_type)


def problem(status: int, title: str, detail: str = "") -> Response:
    """Return problem details (RFC 9457)."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return as_json(content, status, "application/problem+json")


def redirect(address: str, *cookies: str) -> Response:
    """Send the browser on, to be read with GET."""
    return Response(303, b"", [("Location", address), *(("Set-Cookie", cookie) for cookie in cookies)])


def escape(text: object) -> str:
    """Return text as it may stand in a page or an attribute."""
    return html.escape(str(text), quote=True)


def read_form(request: Request) -> None:
    """Fill `fields` and `uploads` from a posted form of either kind."""
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    if kind.strip() == "application/x-www-form-urlencoded":
        request.fields = _pairs(request.body.decode("utf-8", "replace"))
    elif kind.strip() == "multipart/form-data":
        boundary = rest.partition("boundary=")[2].strip().strip('"')
        if not boundary:
            raise Stop(problem(400, "表单不完整"))
        _parts(request, boundary.encode())


def query_of(text: str) -> dict[str, str]:
    """Return the query of an address; of a name that stands twice the last counts."""
    return _pairs(text)


def _pairs(text: str) -> dict[str, str]:
    try:
        return dict(urllib.parse.parse_qsl(text, keep_blank_values=True, max_num_fields=500))
    except ValueError:
        raise Stop(problem(400, "字段过多")) from None


def _parts(request: Request, boundary: bytes) -> None:
    """Take a multipart form apart (RFC 7578): names and file names are UTF-8, as browsers send them."""
    for part in (b"\r\n" + request.body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        lines = [line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n") if ":" in line]
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        named = {
            key.strip(): value.strip().strip('"').replace("%22", '"')
            for key, _, value in (item.partition("=") for item in headers.get("content-disposition", "").split(";")[1:])
        }
        name = named.get("name", "")
        if "filename" not in named:
            request.fields[name] = content.decode("utf-8", "replace")
        elif named["filename"] or content:
            safe = named["filename"].replace("\\", "/").rpartition("/")[2][:120] or "file"
            kind = headers.get("content-type", "application/octet-stream")
            request.uploads.append(Upload(name, safe, kind, content))
