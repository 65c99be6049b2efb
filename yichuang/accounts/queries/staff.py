"""May-see and reads of accounts for those who manage them: lists, one account, what posts can be given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yichuang.accounts import policies
from yichuang.accounts.models import Posting, SignIn, Staff, StaffSession
from yichuang.accounts.permissions import ROLES, TIERS
from yichuang.accounts.queries import sign_in_index
from yichuang.accounts.rules.administration import Appointment, Home, Spot, reach_of
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound
from yichuang.foundations.rules.identifiers import check_id_number, check_mobile
from yichuang.foundations.sealed import blind_index
from yichuang.organizations import queries as places

# What lists may be sorted by, as their address says it, and the column behind it.
SORTS = {"name": "name", "home": "home_division", "authorised": "authorised_on"}
SIGN_IN_SORTS = {"at": "at"}
STATES = {"active": "在用", "starts": "次日生效", "disabled": "已停用"}


def visible_staff(actor: Actor) -> QuerySet[Staff]:
    """Return the accounts the actor may see: of his department, or of his division with all below it."""
    scope = Q(pk__in=[])
    for grant in actor.scopes("staff.view"):
        if grant.scope == "department":
            scope |= Q(home_department_id=grant.value)
        elif grant.scope == "division" and grant.value:
            scope |= Q(home_division__startswith=grant.value)
    return Staff.objects.filter(scope)


def filtered(rows: QuerySet[Staff], given: Mapping[str, str], today: date) -> QuerySet[Staff]:
    """Narrow the list by name's beginning, mobile or identity number, role and state."""
    if asked := given.get("q", "").strip():
        mobile, identity = check_mobile(asked), check_id_number(asked, on=today)
        if mobile.ok:
            rows = rows.filter(sign_in_index=sign_in_index(mobile.value))
        elif identity.ok:
            rows = rows.filter(id_index=blind_index(identity.value, "id_card"))
        else:
            rows = rows.filter(name__startswith=asked)
    if (role := given.get("role", "")) in ROLES:
        held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), staff=OuterRef("pk"), role=role)
        rows = rows.filter(Exists(held))
    state = given.get("state", "")
    if state == "disabled":
        rows = rows.exclude(left_on=None)
    elif state == "starts":
        rows = rows.filter(left_on=None, authorised_on__gte=today)
    elif state == "active":
        rows = rows.filter(left_on=None, authorised_on__lt=today)
    return rows


def with_postings(rows: QuerySet[Staff], today: date) -> QuerySet[Staff]:
    """Add the posts held now or later, with their places, in one statement more."""
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today)).select_related("department", "site")
    return rows.select_related("home_department").prefetch_related(
        Prefetch("postings", held.order_by("valid_from", "pk"))
    )


def staff_for(actor: Actor, pk: str, lock: bool = False) -> Staff:
    """Return an account the actor may see, locked on request.

    :raises NotFound: when there is none or it is not the actor's to see.
    """
    rows = visible_staff(actor)
    if lock:
        rows = rows.select_for_update(of=("self",))
    try:
        found = rows.filter(pk=UUID(str(pk))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("这个账号", "请从人员列表中选择；其他单位的账号不能在这里管理。")
    return found


def managed_staff(actor: Actor, pk: str, doing: str) -> Staff:
    """Fetch, lock and authorise an account for one act of administration.

    :raises NotFound: when it is not the actor's to see; NotAllowed when another administrator manages it.
    """
    person = staff_for(actor, pk, lock=True)
    policies.demand(actor, person.tier, policies.home_of(person), doing)
    return person


def state_of(person: Staff, today: date) -> str:
    """Return active, starts or disabled."""
    if person.left_on is not None:
        return "disabled"
    return "starts" if person.authorised_on >= today else "active"


def postings_of(person: Staff) -> list[Posting]:
    """Return every post a person holds or held, the newest first."""
    return list(person.postings.select_related("department", "site").order_by("-valid_from", "-pk"))


def place_name(posting: Posting, divisions: Mapping[str, str] | None = None) -> str:
    """Return where a post is, in words."""
    if posting.site is not None:
        return posting.site.name
    if posting.department is not None:
        return posting.department.name
    return (divisions or {}).get(posting.division) or places.division_name(posting.division)


def spot_of(given: Appointment) -> tuple[Spot, str] | None:
    """Return the place of a post to be given with its name, or None when there is no such place."""
    if given.site_id is not None:
        site = places.find_site(given.site_id)
        return (Spot("centre" if site.kind == "centre" else "site", site.division_id), site.name) if site else None
    if given.department_id is not None:
        found = places.find_department(given.department_id)
        return (Spot("department", found.division_id, found.pk), found.name) if found else None
    name = places.division_name(given.division)
    return (Spot("division", given.division), name) if name else None


@dataclass(frozen=True)
class Offered:
    """What an administrator can give: roles and grouped places, as the choices of a form."""

    roles: list[tuple[str, str]]
    places: list[tuple[str, list[tuple[str, str]]]]


def offered_to(actor: Actor) -> Offered:
    """Return the roles and places that the actor may give."""
    roles: dict[str, str] = {}
    groups: dict[str, list[tuple[str, str]]] = {"单位": [], "服务点": [], "镇街": [], "区划": []}
    for act, _, table in TIERS.values():
        for grant in actor.scopes(act):
            roles |= {role: ROLES[role] for role in table}
            if grant.scope == "department":
                own = places.department(int(grant.value))
                groups["单位"].append((f"department:{own.pk}", own.name))
                groups["服务点"] += _sites(places.sites_in(reach_of(own.division_id), centres=True))
            elif grant.scope == "division":
                _in_division(groups, act, grant.value)
    return Offered(list(roles.items()), [(name, list(dict.fromkeys(rows))) for name, rows in groups.items() if rows])


def _in_division(groups: dict[str, list[tuple[str, str]]], act: str, code: str) -> None:
    district = act == TIERS["district"][0]
    groups["服务点"] += _sites(places.sites_in(code, centres=district))
    if district:
        groups["单位"] += [(f"department:{row.pk}", row.name) for row in places.departments_in(code)]
        groups["镇街"] += [(f"division:{row.code}", row.name) for row in places.divisions_below(code)]
        groups["区划"].append((f"division:{code}", places.division_name(code)))


def _sites(rows: list[Any]) -> list[tuple[str, str]]:
    return [(f"site:{row.pk}", row.name) for row in rows]


def home_for(actor: Actor, spot: Spot) -> Home:
    """Return where a person registered by the actor for a post at `spot` belongs: a department's clerk stays its own."""
    if spot.department_id is not None:
        return Home(spot.division, spot.department_id)
    for grant in actor.scopes("staff.manage_department"):
        if grant.scope == "department":
            return Home(places.department(int(grant.value)).division_id, int(grant.value))
    return Home(spot.division)


def open_sessions(staff_id: str, now: datetime) -> list[StaffSession]:
    """Return the sessions that are open now, the newest first."""
    idle_since = now - settings.SESSION_IDLES
    rows = StaffSession.objects.filter(staff_id=staff_id, ended_at=None, expires_at__gt=now, seen_at__gt=idle_since)
    return list(rows.order_by("-started_at", "-pk"))


def signed_in_of(staff: Collection[UUID], now: datetime) -> set[UUID]:
    """Return who of some people is signed in now (one statement)."""
    rows = StaffSession.objects.filter(staff__in=staff, ended_at=None, expires_at__gt=now)
    return set(rows.filter(seen_at__gt=now - settings.SESSION_IDLES).values_list("staff_id", flat=True))


def order_of(sort: str, sorts: Mapping[str, str], first: str) -> str:
    """Return the column to order a list by; an order that is none falls back to the list's first."""
    if sort.removeprefix("-") not in sorts:
        sort = first
    return f"{'-' if sort.startswith('-') else ''}{sorts[sort.removeprefix('-')]}"


def visible_sign_ins(actor: Actor) -> QuerySet[SignIn]:
    """Return the sign-ins of the people whom the actor may see."""
    return SignIn.objects.filter(staff__in=visible_staff(actor)).select_related("staff")


def filtered_sign_ins(rows: QuerySet[SignIn], given: Mapping[str, str]) -> QuerySet[SignIn]:
    """Narrow sign-ins by the beginning of a name, by result and by days; what cannot be read is left aside."""
    if asked := given.get("q", "").strip():
        rows = rows.filter(staff__name__startswith=asked)
    if (result := given.get("result", "")) in ("ok", "failed"):
        rows = rows.filter(succeeded=result == "ok")
    for name, days, lookup in (("since", 0, "at__gte"), ("until", 1, "at__lt")):
        try:
            day = date.fromisoformat(given.get(name, ""))
        except ValueError:
            continue
        start = datetime.combine(day + timedelta(days=days), datetime.min.time(), tzinfo=CHINA)
        rows = rows.filter(**{lookup: start})
    return rows


def sign_ins_of(staff_id: str) -> QuerySet[SignIn]:
    """Return a person's sign-ins with failures."""
    return SignIn.objects.filter(staff_id=staff_id)
