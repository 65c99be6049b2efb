"""A rush waits for its turn, not for a database connection: only so many requests work at once, whatever threads the server has."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from yichuang.project.middleware import at_once


def test_no_more_work_at_once_than_there_are_threads_for_requests(settings: Any) -> None:
    settings.WEB_THREADS = 3
    inside, most, guard, full = 0, 0, threading.Lock(), threading.Barrier(3)

    def view(request: Any) -> HttpResponse:
        nonlocal inside, most
        with guard:
            inside += 1
            most = max(most, inside)
        full.wait(10)
        with guard:
            inside -= 1
        return HttpResponse("ok")

    handle, request = at_once(view), RequestFactory().get("/")
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: handle(request).status_code, range(12)))
    assert (answers, most) == ([200] * 12, 3)


def test_a_stream_takes_a_turn_while_it_begins_and_not_while_it_lasts(settings: Any) -> None:
    settings.WEB_THREADS = 1
    streams: Any = at_once(lambda request: StreamingHttpResponse(iter(["a", "b"])))  # type: ignore[arg-type,return-value]
    first = streams(RequestFactory().get("/"))
    second = streams(RequestFactory().get("/"))
    assert [b"".join(one.streaming_content) for one in (first, second)] == [b"ab", b"ab"]


def test_a_view_that_fails_gives_its_turn_back(settings: Any) -> None:
    settings.WEB_THREADS = 1

    def view(request: Any) -> HttpResponse:
        raise ValueError("broken")

    handle = at_once(view)
    for _ in range(3):
        try:
            handle(RequestFactory().get("/"))
        except ValueError:
            continue
