"""The virus scanner's hook against a server that speaks clamd's protocol over TCP and over a socket file (issue 4 line 6)."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.files.samples import picture
from yichuang.files.operations.prepare import prepare
from yichuang.foundations.problems import Refused

# The anti-malware test string is cut in two here, so that no scanner takes this file for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """clamd as far as INSTREAM goes; `how` lets it misbehave."""

    how = ""
    seen: list[bytes] = []

    def handle(self) -> None:
        """Read the portions and answer."""
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        type(self).seen.append(content)
        if self.how == "hang up":
            return
        answer = b"INSTREAM size limit exceeded. ERROR" if self.how == "limit" else b"stream: OK"
        if EICAR in content:
            answer = b"stream: Win.Test.EICAR_HDB-1 FOUND"
        self.wfile.write(answer + b"\0")


@pytest.fixture(params=["tcp", "socket"])
def clamd(request: Any, settings: Any, tmp_path: Path) -> Iterator[type[Clamd]]:
    """Start a scanner and configure it."""
    handler = type("Handler", (Clamd,), {"seen": [], "how": ""})
    server: socketserver.BaseServer
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"
    else:
        settings.CLAMAV = str(tmp_path / "clamd.sock")
        server = socketserver.ThreadingUnixStreamServer(settings.CLAMAV, handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler
    server.shutdown()
    server.server_close()


def test_what_is_clean_is_taken_and_was_seen_as_it_came(clamd: type[Clamd]) -> None:
    sent = picture()
    assert prepare(sent, name="身份证.jpg").kind == "image"
    assert clamd.seen == [sent], "scanned before it is encoded anew"


def test_what_is_infected_is_refused_with_its_name(clamd: type[Clamd]) -> None:
    with pytest.raises(Refused) as refused:
        prepare(picture() + EICAR, name="扫描件.jpg")
    assert refused.value.status == 422
    assert "扫描件.jpg" in refused.value.reasons[0].message and "EICAR" in refused.value.reasons[0].message


@pytest.mark.parametrize("how", ["hang up", "limit"])
def test_what_could_not_be_scanned_is_not_taken(clamd: type[Clamd], how: str) -> None:
    clamd.how = how
    with pytest.raises(Refused) as refused:
        prepare(picture(), name="身份证.jpg")
    assert refused.value.status == 503 and refused.value.reasons[0].kept == "没有保存。"


@pytest.mark.parametrize("place", ["127.0.0.1:9", "/nowhere/clamd.sock", "nonsense"])
def test_a_scanner_that_is_away_holds_uploads_up(settings: Any, place: str) -> None:
    settings.CLAMAV = place
    with pytest.raises(Refused) as refused:
        prepare(picture(), name="身份证.jpg")
    assert refused.value.status == 503


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    settings.CLAMAV = ""
    assert prepare(picture() + EICAR, name="身份证.jpg").kind == "image"
