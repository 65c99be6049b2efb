"""A hall's settings: parameters, what windows and officers serve, matters; with history in words, in force at once (S2-28)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.catalog.queries import matter_names
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import acted
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall import policies
from yichuang.hall.forms.windows import skill_of, whole
from yichuang.hall.models import Hall
from yichuang.hall.operations.arrange import LIMITS, Settings, change_settings, set_officer_skill, set_window_skill
from yichuang.hall.queries.floor import hall_for, site_for
from yichuang.hall.queries.needs import boards_of
from yichuang.hall.queries.settings import history_of, matter_lines, officer_skills, window_skills
from yichuang.hall.rules.ledger_words import FIELDS
from yichuang.hall.rules.skills import PRESETS
from yichuang.hall.rules.tickets import COMPLAINT, ISSUE, PURPOSES
from yichuang.organizations.queries import Site

DOING = "维护大厅设置"


@require_safe
@signed_in
@never_cache
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show what a hall is set to."""
    return _page(request)


@require_POST
@signed_in
@never_cache
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Change parameters, a matter, a window's or an officer's skill."""
    actor = request.actor  # type: ignore[attr-defined]
    site, _ = site_for(actor, policies.ARRANGE, request.POST.get("site", ""), DOING)
    if verb not in VERBS:
        raise NotFound("这项设置")
    back = f"/hall/settings/?site={site.pk}"
    return acted(request, lambda: VERBS[verb](actor, site, request.POST), partial(_page, request), back)


def _page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    asked = (request.POST if request.method == "POST" else request.GET).get("site", "")
    site, sites = site_for(actor, policies.ARRANGE, asked, DOING)
    hall = hall_for(site)
    context = {
        "site": site,
        "sites": sites,
        "hall": hall,
        "numbers": _numbers(hall, request.POST if refused else {}),
        "boards": boards_of(site),
        "windows": window_skills(site),
        "officers": officer_skills(site, day_of(clock.now())),
        "presets": PRESETS.items(),
        "grades": range(1, 6),
        "matters": matter_names(),
        "purposes": [(key, PURPOSES[key]) for key in (ISSUE, COMPLAINT)],
        "lines": matter_lines(hall),
        "history": history_of(hall),
        "refused": refused,
    }
    return render(request, "hall/settings.html", context, status=refused.status if refused else 200)


def _numbers(hall: Hall, typed: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": FIELDS[name],
            "value": typed.get(name, getattr(hall, name)),
            "least": least,
            "most": most,
        }
        for name, (least, most) in LIMITS.items()
    ]


def _parameters(actor: Actor, site: Site, given: Any) -> str:
    settings = Settings(
        numbers={name: whole(given.get(name), -1) for name in LIMITS if name in given},
        notice=given.get("notice", ""),
        silent=bool(given.get("silent")),
        shows_counts=bool(given.get("shows_counts")),
    )
    change_settings(actor=actor, site=site, settings=settings, now=clock.now())
    return "已保存，下一次叫号起生效。"


def _matter(actor: Actor, site: Site, given: Any) -> str:
    key, hall = given.get("matter", ""), hall_for(site)
    known = {**dict(matter_names()), ISSUE: PURPOSES[ISSUE], COMPLAINT: PURPOSES[COMPLAINT]}
    if key not in known and key not in {*hall.frequent, *hall.quick, *hall.grades}:
        raise NotFound("这个事项", "请从列表中选择。")
    grade = whole(given.get("grade"), 1)
    grades = {name: value for name, value in hall.grades.items() if name != key}
    settings = Settings(
        frequent=_with(hall.frequent, key, bool(given.get("frequent")) and key not in PURPOSES),
        quick=_with(hall.quick, key, bool(given.get("quick"))),
        grades={**grades, **({key: grade} if grade > 1 else {})},
    )
    change_settings(actor=actor, site=site, settings=settings, now=clock.now())
    return f"“{known.get(key, key)}”已保存。"


def _with(keys: list[str], key: str, wanted: bool) -> list[str]:
    kept = [one for one in keys if one != key]
    if not wanted:
        return kept
    return keys if key in keys else [*kept, key]


def _window(actor: Actor, site: Site, given: Any) -> str:
    set_window_skill(actor=actor, window_id=whole(given.get("window")), skill=skill_of(given), now=clock.now())
    return "窗口服务范围已保存，等候的人按新范围分派。"


def _officer(actor: Actor, site: Site, given: Any) -> str:
    staff = given.get("officer", "")
    set_officer_skill(actor=actor, site=site, staff_id=staff, skill=skill_of(given), now=clock.now())
    return "人员服务范围已保存，等候的人按新范围分派。"


VERBS: dict[str, Callable[[Actor, Site, Any], str]] = {
    "parameters": _parameters,
    "matter": _matter,
    "window": _window,
    "officer": _officer,
}
