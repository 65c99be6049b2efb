"""The halls' public pages: where they are, when they are open, how many wait for what and how long it will take (S2-31, S2-37)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.foundations import clock
from yichuang.foundations.problems import NotFound
from yichuang.hall.live import boards
from yichuang.hall.queries.kiosk import hall_at
from yichuang.hall.queries.opening import today_at
from yichuang.hall.queries.public import hall_named, halls_shown


@require_safe
@never_cache
def list_halls(request: HttpRequest) -> HttpResponse:
    """Show every hall with address and hours."""
    return render(request, "hall/halls.html", {"halls": halls_shown()})


@require_safe
@never_cache
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show one hall: hours, who waits by board, the expected wait; no numbers where the centre does not show them."""
    site = hall_named(key)
    if site is None:
        raise NotFound("这个大厅", "请从大厅列表中选择。")
    now, hall = clock.now(), hall_at(site)
    drawn = boards.seen_at(site, now)
    context = {
        "site": site,
        "today": today_at(site, now),
        "hall": hall,
        "now": now,
        "boards": drawn["boards"] if hall.shows_counts else [],
        "open_windows": sum(one["state"] == "open" for one in drawn["windows"]),
    }
    return render(request, "hall/hall_public.html", context)
