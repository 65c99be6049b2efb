"""Doors for whoever watches the house: `/healthz` says the process answers, `/readyz` that database and workers do too."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

# Procrastinate's workers write a heartbeat every ten seconds.
HEARTBEAT_SECONDS = 45


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer without asking anybody: a load balancer asks every second."""
    return JsonResponse({"status": "ok", "product": "yichuang"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and a worker lives, else 503 and which of them does not; one statement."""
    try:
        worker = _worker_lives()
    except Error:
        return JsonResponse({"status": "unavailable", "database": False, "worker": False}, status=503)
    state = {"status": "ok" if worker else "unavailable", "database": True, "worker": worker}
    return JsonResponse(state, status=200 if worker else 503)


def _worker_lives() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(now() - max(last_heartbeat) < make_interval(secs => %s), false)"
            " FROM procrastinate_workers",
            [HEARTBEAT_SECONDS],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
