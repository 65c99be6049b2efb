"""Doors for whoever watches the house: `/healthz` says the process answers, `/readyz` that database, workers and file store do too."""

import time

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from yichuang.files.storage import storage

# Procrastinate's workers write a heartbeat every ten seconds.
HEARTBEAT_SECONDS = 45
STORE_SECONDS = 10
_asked = {"until": 0.0, "answers": False}


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer without asking anybody: a load balancer asks every second."""
    return JsonResponse({"status": "ok", "product": "yichuang"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database and the file store answer and a worker lives, else 503 and which of them does not; one statement."""
    files = _files_answer()
    try:
        worker = _worker_lives()
    except Error:
        return JsonResponse({"status": "unavailable", "database": False, "worker": False, "files": files}, status=503)
    well = worker and files
    state = {"status": "ok" if well else "unavailable", "database": True, "worker": worker, "files": files}
    return JsonResponse(state, status=200 if well else 503)


def _files_answer() -> bool:
    """Ask the store at most every few seconds: a load balancer asks much more often than it could matter."""
    now = time.monotonic()
    if _asked["until"] <= now:
        _asked.update(until=now + STORE_SECONDS, answers=storage().answers())
    return bool(_asked["answers"])


def _worker_lives() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(now() - max(last_heartbeat) < make_interval(secs => %s), false)"
            " FROM procrastinate_workers",
            [HEARTBEAT_SECONDS],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
