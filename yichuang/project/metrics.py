"""The door `/metrics`, for Prometheus: from the networks that YICHUANG_METRICS_NETWORKS names, by default this machine alone."""

import os
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from yichuang.foundations import clock
from yichuang.foundations.metrics import gauge, measure, standing
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.networks import inside


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the counts of all processes and what stands in the tables; five statements, each on an index of what is open.

    :raises Refused: 403 from another network: routes and queues are nobody else's business.
    """
    if not inside(request.META.get("REMOTE_ADDR", ""), settings.METRICS_NETWORKS):
        reason = Reason("network", "运行指标只向运维网段开放。", todo="运维人员请设置 YICHUANG_METRICS_NETWORKS。")
        raise Refused(reason, status=403, title="来源不允许")
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(_Own())
    registry.register(_Standing())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Own(Collector):
    def collect(self) -> Iterable[Metric]:
        """Return what this process counted."""
        return REGISTRY.collect()


class _Standing(Collector):
    def collect(self) -> Iterable[Metric]:
        """Return what the tables say."""
        return standing(clock.now(), clock.wall())


def jobs(now: datetime, wall: datetime) -> Iterable[Metric]:
    """Return the background jobs by queue and state, and how long the oldest due one waits; one statement over what is not done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_name, status::text, count(*),"
            " coalesce(extract(epoch FROM now() - min(scheduled_at) FILTER (WHERE scheduled_at < now())), 0)"
            " FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2"
        )
        rows = cursor.fetchall()
    yield gauge("jobs", "Background jobs", [((q, s), n) for q, s, n, _ in rows], ("queue", "status"))
    late = [((q,), float(age)) for q, s, _, age in rows if s == "todo"]
    yield gauge("jobs_late_seconds", "How long the oldest delayed job is overdue", late, ("queue",))


def workers(now: datetime, wall: datetime) -> Iterable[Metric]:
    """Return the age of each kind of worker's last sign of life; one statement over a few rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat)), -1) FROM procrastinate_workers"
        )
        (age,) = cursor.fetchone()
    yield gauge("worker_silent_seconds", "Since a worker's last sign of life; -1: never one", [((), float(age))])


def unsealed(now: datetime, wall: datetime) -> Iterable[Metric]:
    """Return how many events no checkpoint covers yet: with a living worker five minutes' worth; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM foundations_event"
            " WHERE id > (SELECT coalesce(max(up_to_event), 0) FROM foundations_checkpoint)"
        )
        (number,) = cursor.fetchone()
    yield gauge("ledger_unsealed_events", "Events that no checkpoint covers yet", [((), float(number))])


measure("ledger", unsealed)
measure("jobs", jobs)
measure("workers", workers)
