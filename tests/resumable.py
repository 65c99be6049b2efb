"""A tus 1.0 client for tests, as small as the protocol: begin, ask, send, against Django's test client."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

PORTION = "application/offset+octet-stream"


def encoded(text: str) -> str:
    """Return a text as a header carries it."""
    return base64.b64encode(text.encode()).decode()


def checksum(data: bytes) -> str:
    """Return the header of a portion's hash."""
    return f"sha256 {base64.b64encode(hashlib.sha256(data).digest()).decode()}"


@dataclass
class Tus:
    """Somebody who sends files to one address in portions."""

    http: Client
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def begin(self, data: bytes, name: str = "合同.pdf", kind: str = "application/pdf", **more: str) -> Any:
        """Begin; `more` are headers of the test's own."""
        said = {"filename": name, "filetype": kind, "sha256": hashlib.sha256(data).hexdigest()}
        metadata = ",".join(f"{key} {encoded(value)}" for key, value in said.items())
        return self._ask("POST", self.path, {"Upload-Length": str(len(data)), "Upload-Metadata": metadata, **more})

    def began(self, data: bytes, **more: str) -> str:
        """Begin where it must succeed, and return the path of the upload."""
        answer = self.begin(data, **more)
        assert answer.status_code == 201, answer.content.decode()
        return urlsplit(answer["Location"]).path

    def ask(self, upload: str) -> Any:
        """Ask where an upload stands."""
        return self._ask("HEAD", upload)

    def send(self, upload: str, offset: int, data: bytes, kind: str = PORTION, **more: str) -> Any:
        """Send a portion."""
        return self._ask("PATCH", upload, {"Upload-Offset": str(offset), **more}, data, kind)

    def end(self, upload: str) -> Any:
        """Give an upload up."""
        return self._ask("DELETE", upload)

    def whole(self, data: bytes, **more: str) -> str:
        """Send a whole file in two portions, and return the path of the upload."""
        upload, half = self.began(data, **more), len(data) // 2
        assert self.send(upload, 0, data[:half], **{"Upload-Checksum": checksum(data[:half])}).status_code == 204
        assert self.send(upload, half, data[half:]).status_code == 204
        return upload

    def _ask(
        self, method: str, path: str, more: Mapping[str, str] | None = None, data: bytes = b"", kind: str = PORTION
    ) -> Any:
        headers = {"Tus-Resumable": "1.0.0", **self.headers, **(more or {})}
        return self.http.generic(method, path, data, content_type=kind, headers=headers)
