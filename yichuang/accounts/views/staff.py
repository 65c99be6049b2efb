"""Three-level administration on screen (S0-24, S0-25): list, register, one account with all its acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts import policies
from yichuang.accounts.auth import signed_in
from yichuang.accounts.forms import CorrectForm, PostingForm, RegisterForm, StaffFilter
from yichuang.accounts.models import Staff
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.permissions import ROLES, TIERS
from yichuang.accounts.queries import staff as reads
from yichuang.accounts.queries.lock_out import lock_of
from yichuang.accounts.rules.devices import device_name
from yichuang.accounts.rules.ledger_words import in_words
from yichuang.accounts.views.staff_acts import ACTS
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.sealed import mask_id_number, mask_phone
from yichuang.notifications.queries import messages_about
from yichuang.organizations.queries import division_names

SIGN_INS_SHOWN = 10


def _demand_view(actor: Actor) -> None:
    if not actor.may("staff.view"):
        raise NotAllowed("staff.view", "人员管理由区管理员、单位管理员和镇街管理员办理（S0-25）。")


def _may_register(actor: Actor) -> bool:
    return any(actor.may(act) for act, _, _ in TIERS.values())


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def people(request: HttpRequest) -> HttpResponse:
    """Show the people whom the actor may see, found by name, mobile or identity number."""
    actor, today = request.actor, day_of(clock.now())  # type: ignore[attr-defined]
    _demand_view(actor)
    rows = reads.with_postings(reads.filtered(reads.visible_staff(actor), request.GET, today), today)
    order = reads.order_of(request.GET.get("sort", ""), reads.SORTS, "name")
    page = page_of(rows, [order], request.GET.get("cursor", ""))
    divisions = division_names()
    context = {
        "page": page,
        "rows": [_line(person, divisions, today) for person in page.rows],
        "filter": StaffFilter(request.GET),
        "may_register": _may_register(actor),
    }
    return render(request, "accounts/people.html", context)


def _line(person: Staff, divisions: dict[str, str], today: Any) -> dict[str, Any]:
    home = person.home_department.name if person.home_department else divisions.get(person.home_division, "")
    return {
        "person": person,
        "mobile": mask_phone(person.mobile),
        "home": home,
        "posts": [(ROLES.get(row.role, row.role), reads.place_name(row, divisions)) for row in person.postings.all()],
        "state": reads.state_of(person, today),
        "keeper": TIERS[person.tier][1] if person.tier in TIERS else "平台管理员",
    }


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a person with the first post; a refusal keeps what was typed."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    if not _may_register(actor):
        raise NotAllowed("staff.manage_department", "注册账号由区管理员、单位管理员和镇街管理员办理（S0-25）。")
    form = RegisterForm(request.POST or None, reads.offered_to(actor), day_of(now))
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "mobile", "id_number", "employment")}
        try:
            person = register_staff(actor=actor, posts=[form.appointment()], now=now, **given)
        except Refused as error:
            refused = error
        else:
            said = f"已为{person.name}注册账号，明天起可以登录；已发短信请本人先设置密码。"
            messages.success(request, said)
            return HttpResponseRedirect(f"/accounts/{person.pk}/")
    failed = refused.status if refused else 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/register.html", {"form": form, "refused": refused}, status=failed)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def person_page(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one account."""
    return show_person(request, reads.staff_for(request.actor, pk))  # type: ignore[attr-defined]


def show_person(
    request: HttpRequest, person: Staff, refused: Refused | None = None, posting: PostingForm | None = None
) -> HttpResponse:
    """Show one account; after a refusal with the reasons and with what was typed."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    today, divisions = day_of(now), division_names()
    manages = policies.may_manage(actor, person.tier, policies.home_of(person))
    remaining = lock_of(person.sign_in_index, now)
    context = {
        **_line(person, divisions, today),
        "id_number": mask_id_number(person.id_number) if person.id_number else "未登记",
        "postings": [
            (row, ROLES.get(row.role, row.role), reads.place_name(row, divisions)) for row in reads.postings_of(person)
        ],
        "today": today,
        "locked": -(-int(remaining.total_seconds()) // 60) if remaining is not None else 0,
        "sessions": [(row, device_name(row.device), False) for row in reads.open_sessions(str(person.pk), now)],
        "sign_ins": [
            (row, device_name(row.device))
            for row in reads.sign_ins_of(str(person.pk)).order_by("-at", "-pk")[:SIGN_INS_SHOWN]
        ],
        "sent": messages_about(person.stream, 5),
        "history": [
            (event, in_words(event.type, event.payload, ROLES)) for event in reversed(ledger.history(person.stream))
        ],
        "manages": manages,
        "may_grant": manages or actor.may("staff.manage_district"),
        "posting": posting or PostingForm(None, reads.offered_to(actor), today),
        "correct": CorrectForm(request.POST if request.POST.get("form") == "correct" else None),
        "refused": refused,
    }
    return render(request, "accounts/person.html", context, status=refused.status if refused else 200)


@signed_in
@require_POST
def act(request: HttpRequest, pk: str, verb: str) -> HttpResponse:
    """Do one act of administration from the account's page."""
    actor = request.actor  # type: ignore[attr-defined]
    if verb not in ACTS:
        raise NotFound("这个操作")
    posting: PostingForm | None = None
    try:
        if verb == "grant":
            reads.staff_for(actor, pk)
            posting = PostingForm(request.POST, reads.offered_to(actor), day_of(clock.now()))
        said = ACTS[verb](actor, pk, request.POST, posting, clock.now())
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return show_person(request, reads.staff_for(actor, pk), refused, posting)
    messages.success(request, said)
    return HttpResponseRedirect(f"/accounts/{pk}/")
