"""Send a large file for a case in portions (tus 1.0) and go on after a cut; standard library only.

    PLATFORM=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python3 portions.py NUMBER FILE

The connection is cut once on purpose, half-way through the file. docs/exchange.md, “Large files”, has the protocol.
"""

import base64
import hashlib
import json
import mimetypes
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from pathlib import Path

PORTION = 1024 * 1024


def b64(data: bytes) -> str:
    """Return bytes as a header carries them."""
    return base64.b64encode(data).decode()


def ask(method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> tuple[Message, bytes]:
    """Ask and return headers and body; a refusal ends the program and its problem details are printed."""
    request = urllib.request.Request(url, body, dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        sys.exit(f"{refusal.code} {refusal.read().decode()}")


def token(platform: str) -> str:
    """Return an access token for the client in the environment."""
    basic = b64(f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode())
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
    _, body = ask("POST", f"{platform}/api/exchange/token", headers, b"grant_type=client_credentials")
    return str(json.loads(body)["access_token"])


def begin(platform: str, number: str, name: str, data: bytes, own: Mapping[str, str]) -> str:
    """Announce a file and return the address of the upload."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    said = {"filename": name, "filetype": kind, "sha256": hashlib.sha256(data).hexdigest()}
    metadata = ",".join(f"{key} {b64(value.encode())}" for key, value in said.items())
    headers = {**own, "Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    found, _ = ask("POST", f"{platform}/api/exchange/cases/{number}/uploads", headers, b"")
    return platform + found["Location"]


def send(upload: str, data: bytes, own: Mapping[str, str], until: int) -> None:
    """Send portions from where the platform says to go on, until so many bytes are there."""
    found, _ = ask("HEAD", upload, own)
    offset = int(found["Upload-Offset"])
    print(f"going on from {offset} of {len(data)}")
    while offset < until:
        portion = data[offset : offset + PORTION]
        headers = {
            **own,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {b64(hashlib.sha256(portion).digest())}",
        }
        found, _ = ask("PATCH", upload, headers, portion)
        offset = int(found["Upload-Offset"])


def main() -> None:
    """Send a file for a case and print what is kept."""
    platform, number, path = os.environ["PLATFORM"], sys.argv[1], Path(sys.argv[2])
    data = path.read_bytes()
    own = {"Authorization": f"Bearer {token(platform)}", "Tus-Resumable": "1.0.0"}
    upload = begin(platform, number, path.name, data, own)
    send(upload, data, own, until=len(data) // 2)
    send(upload, data, own, until=len(data))  # as after a cut: the address of the upload is all that is needed
    _, body = ask("POST", f"{upload}/file", own, b"")
    kept = json.loads(body)
    print(f"kept {kept['name']} as {kept['id']}, {kept['size']} bytes, sha256 {kept['sha256']}")


if __name__ == "__main__":
    main()
