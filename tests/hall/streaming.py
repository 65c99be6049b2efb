"""A web application of nothing but streams, run by the real web server in `test_streams_on_the_web_server.py`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
django.setup()

from yichuang.hall import live  # noqa: E402 - after Django is set up

live.BEAT_SECONDS = 0.2
live.hub.start = lambda: None  # type: ignore[method-assign]


class Frames:
    """A stream as bytes, closed with the response as Django's is."""

    def __init__(self, stream: live.Stream) -> None:
        self.stream = stream

    def __iter__(self) -> Iterable[bytes]:
        return (frame.encode() for frame in self.stream)

    def close(self) -> None:
        self.stream.close()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """Open a stream; on /taken say how many places are taken."""
    if environ["PATH_INFO"] == "/taken":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(live._places._initial_value - live._places._value).encode()]  # type: ignore[attr-defined]
    stream = live.open_stream(1)
    if stream is None:
        start_response("503 Service Unavailable", [])
        return []
    start_response("200 OK", [("Content-Type", "text/event-stream")])
    return Frames(stream)
