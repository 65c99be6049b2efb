"""What a hotline's system (12345) does for a caller, in Python's standard library: token, sites, slots, book, move, cancel.

    PLATFORM=http://127.0.0.1:8000 CLIENT_ID=… CLIENT_SECRET=… python3 book.py [NAME MOBILE [SITE BOARD]]

The system needs the scope `appointments` and the environment `live`. The same with curl: book.sh.
"""

import base64
import json
import os
import sys
import uuid
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

API = os.environ["PLATFORM"] + "/api/exchange"
GIVEN = ("陈阿姨", "13900000127", "centre", "A")


def call(url: str, headers: dict[str, str], body: bytes | None = None) -> Any:
    """Return the answer; a refusal is printed with its problem details and ends the program."""
    try:
        with urlopen(Request(url, body, headers), timeout=30) as answer:
            return json.loads(answer.read())
    except HTTPError as refused:
        sys.exit(f"{refused.code} {url}\n{refused.read().decode()}")


def main() -> None:
    """Book, move, cancel."""
    name, mobile, site, board = [*sys.argv[1:], *GIVEN[len(sys.argv) - 1 :]]
    client = f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()
    basic = {"Authorization": "Basic " + base64.b64encode(client).decode()}
    token = call(f"{API}/token", basic, b"grant_type=client_credentials&scope=appointments")["access_token"]
    ours = {"Authorization": f"Bearer {token}"}

    def get(path: str) -> Any:
        return call(f"{API}/appointments{path}", ours)

    def order(path: str, body: dict[str, str]) -> Any:
        # Repeat it with the same key and id after a lost answer: it counts once.
        headers = {**ours, "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        return call(f"{API}/appointments{path}", headers, json.dumps({"id": str(uuid.uuid4()), **body}).encode())

    for one in get("/sites"):
        print("site", one["key"], one["name"], *("{board}{name}:{times}".format(**offer) for offer in one["offers"]))
    days = get(f"/slots?site={site}&board={board}")["days"]
    starts = [slot["starts_at"] for day in days for slot in day["slots"]]
    wanted = {"site": site, "board": board, "starts_at": starts[5], "name": name, "mobile": mobile}
    booked = order("", wanted)
    print("booked", booked["code"], booked["starts_at"], booked["name"])
    print("moved to", order(f"/{booked['id']}/move", {"starts_at": starts[8]})["starts_at"])
    print("state", get(f"/{booked['id']}")["state"])
    order(f"/{booked['id']}/cancel", {"reason": "来电取消"})
    print("state", get(f"/{booked['id']}")["state"])


if __name__ == "__main__":
    main()
