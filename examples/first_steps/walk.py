"""What a department's system does with one case, in Python's standard library: token, feed, case, file by ticket, report, status.

    PLATFORM=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python3 walk.py [NUMBER]

Without a NUMBER it takes the newest case of the feed. The same with curl: walk.sh.
"""

import base64
import json
import os
import sys
import time
import uuid
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

API = os.environ["PLATFORM"] + "/api/exchange"


def call(url: str, headers: dict[str, str], body: bytes | None = None) -> bytes:
    """Return the answer; a refusal is printed with its problem details and ends the program."""
    try:
        with urlopen(Request(url, body, headers), timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError as refused:
        sys.exit(f"{refused.code} {url}\n{refused.read().decode()}")


def main() -> None:
    """Walk."""
    client = f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()
    basic = {"Authorization": "Basic " + base64.b64encode(client).decode()}
    token = json.loads(call(f"{API}/token", basic, b"grant_type=client_credentials"))["access_token"]
    ours = {"Authorization": f"Bearer {token}"}

    def get(path: str) -> Any:
        return json.loads(call(API + path, ours))

    def post(path: str, body: dict[str, Any]) -> Any:
        return json.loads(call(API + path, {**ours, "Content-Type": "application/json"}, json.dumps(body).encode()))

    number = sys.argv[1] if len(sys.argv) > 1 else get("/feed?limit=100")["events"][-1]["subject"]
    case = get(f"/cases/{number}")
    print("case", number)
    print(case["matter"]["name"], case["state_name"], len(case["materials"]), "materials")
    for file in [file for material in case["materials"] for file in material["files"]][:1]:
        ticket = post(f"/cases/{number}/files/{file['id']}/tickets", {"purpose": "审查材料"})
        print(f"file {file['id']}: {len(call(ticket['url'], ours))} bytes")
    report = {"handler": {"id": "o1", "name": "赵审查"}, "node": "check", "name": "资料审查"}
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    post(f"/cases/{number}/events", {"id": str(uuid.uuid4()), "type": "node_changed", "time": now, "data": report})
    print("state", get(f"/cases/{number}/status")["state_name"])


if __name__ == "__main__":
    main()
