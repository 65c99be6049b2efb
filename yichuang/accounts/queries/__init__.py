"""Reads: who acts in this session, in one statement."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from yichuang.accounts.models import Applicant, Posting, Staff, StaffSession
from yichuang.accounts.permissions import grants_for
from yichuang.foundations.actors import Actor, Post
from yichuang.foundations.clock import day_of
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.statements import run
from yichuang.organizations.queries import outlets_of
from yichuang.organizations.rules.places import HUBS, OUTLETS

# The purposes under which an applicant's number may have been indexed (cases/rules/base_form.py).
ID_KINDS = ("id_card", "uscc", "other")
# The outlets of a town hall or centre, as `outlets_of` reads them. Written out: kinds as parameters would cost a plan at each request.
_OUTLETS = """CASE WHEN si.kind IN ({hubs}) THEN ARRAY(
    SELECT o.id FROM organizations_site o WHERE o.kind IN ({kinds}) AND (o.division_id = si.division_id OR o.division_id IN (
        SELECT v.code FROM organizations_division v WHERE v.parent_id = si.division_id AND v.kind = 'village')) ORDER BY o.id) END"""
_POSTS = """
WITH seen AS (
    UPDATE accounts_staffsession SET seen_at = %(now)s
    WHERE token_hash = %(token)s AND ended_at IS NULL AND seen_at < %(stale)s AND seen_at > %(idle)s AND expires_at > %(now)s
)
SELECT s.id, s.name, ss.id, s.authorised_on, ss.expires_at,
       coalesce(json_agg(json_build_array(p.role, p.division, p.department_id, d.name, p.site_id, si.name, si.division_id,
                                          p.window, {outlets})) FILTER (WHERE p.id IS NOT NULL), '[]')
FROM accounts_staffsession ss
JOIN accounts_staff s ON s.id = ss.staff_id
LEFT JOIN accounts_posting p
    ON p.staff_id = s.id AND p.valid_from <= %(today)s AND (p.valid_to IS NULL OR p.valid_to > %(today)s)
LEFT JOIN organizations_department d ON d.id = p.department_id
LEFT JOIN organizations_site si ON si.id = p.site_id
WHERE ss.token_hash = %(token)s AND ss.ended_at IS NULL AND ss.expires_at > %(now)s AND ss.seen_at > %(idle)s
    AND s.left_on IS NULL AND s.authorised_on < %(today)s
GROUP BY s.id, s.name, ss.id
""".replace(
    "{outlets}",
    _OUTLETS.format(**{name: str(tuple(kinds))[1:-1] for name, kinds in (("hubs", HUBS), ("kinds", OUTLETS))}),
)
# How old the mark of the last request may grow before it is written again: one small update a minute, never one a request.
_MARK_EVERY = timedelta(minutes=1)


def sign_in_index(mobile: str) -> str:
    """Return the name under which an account is found by its mobile number."""
    return blind_index(mobile, "mobile").hex()


def token_hash(token: str) -> bytes:
    """Return what is stored of a session's token."""
    return hashlib.sha256(token.encode()).digest()


def code_hash(staff_id: UUID, code: str) -> bytes:
    """Return what is stored of a code to set a new password: keyed, and bound to one account."""
    return blind_index(f"{staff_id}:{code}", "password_reset")


def why_ended(token: str, now: datetime) -> str:
    """Return why a session is over, for the sign-in page; nothing for an unknown token or an open session."""
    row = StaffSession.objects.filter(token_hash=token_hash(token)).first()
    if row is None:
        return ""
    if row.ended_at is not None:
        return f"{row.ended_why}，" if row.ended_why else ""
    if row.expires_at <= now:
        return f"登录已满 {settings.SESSION_LASTS.total_seconds() / 3600:g} 小时，"
    if row.seen_at <= now - settings.SESSION_IDLES:
        return f"超过 {settings.SESSION_IDLES.total_seconds() / 3600:g} 小时没有操作，"
    return ""


def actor_of_token(token: str, now: datetime) -> Actor | None:
    """Return who acts under a session token, or None when it is unknown, ended, idle or over; marks the session as used (one statement)."""
    given: dict[str, Any] = {
        "now": now,
        "today": day_of(now),
        "token": token_hash(token),
        "stale": now - _MARK_EVERY,
        "idle": now - settings.SESSION_IDLES,
    }
    rows = run(_POSTS, given)
    return _actor(rows[0]) if rows else None


def actor_of(staff: Staff) -> Actor:
    """Return a person as an actor with every post held (for tests and jobs)."""
    found = Staff.objects.prefetch_related(
        Prefetch("postings", Posting.objects.select_related("department", "site"))
    ).get(pk=staff.pk)
    posts = tuple(
        Post(
            role=row.role,
            division=row.division or (row.site.division_id if row.site else ""),
            department_id=row.department_id,
            department_name=row.department.name if row.department else "",
            site_id=row.site_id,
            site_name=row.site.name if row.site else "",
            outlets=outlets_of(row.site) if row.site else (),
        )
        for row in found.postings.all()
    )
    return Actor(kind="staff", id=str(found.pk), name=found.name, grants=grants_for(posts), posts=posts)


def _actor(row: Any) -> Actor:
    staff_id, name, session_id, authorised_on, until, raw = row
    posts = tuple(
        Post(role, division or where or "", department_id, department or "", site_id, site or "", tuple(outlets or ()))
        for role, division, department_id, department, site_id, site, where, _, outlets in raw
    )
    window = next((post[7] for post in raw if post[7]), "")
    return Actor(
        kind="staff",
        id=str(staff_id),
        name=name,
        grants=grants_for(posts),
        posts=posts,
        session_id=str(session_id),
        session_until=until,
        window=window,
        valid_from=authorised_on,
    )


def staff_name(staff_id: str) -> str:
    """Return a person's name by id, or nothing for an id that is not known."""
    try:
        return Staff.objects.values_list("name", flat=True).get(pk=UUID(staff_id))
    except (ValueError, Staff.DoesNotExist):
        return ""


def _held(on: date) -> QuerySet[Posting]:
    """Return the posts held on a day by people whose account is in use: begun, and not ended with that day or before."""
    return Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, staff__left_on=None)


def officers_of(department_id: int, on: date) -> list[tuple[str, str]]:
    """Return id and name of the department's officers with a post on that day."""
    rows = _held(on).filter(department_id=department_id, role="officer")
    return [(str(pk), name) for pk, name in rows.order_by("staff__name").values_list("staff_id", "staff__name")]


def colleagues_at(site_ids: Iterable[int], on: date) -> list[tuple[str, str]]:
    """Return id and name of the clerks and supervisors who hold a post at one of the sites on that day."""
    rows = _held(on).filter(site_id__in=list(site_ids), role__in=("clerk", "supervisor"))
    return [(str(pk), name) for pk, name in rows.order_by("staff__name").values_list("staff_id", "staff__name")]


def clerks_by_site(on: date) -> list[tuple[int, str, str, str]]:
    """Return site id, site name, staff id and name of every counter clerk with a post on that day (one statement)."""
    rows = _held(on).filter(role="clerk", site__isnull=False)
    rows = rows.order_by("site__name", "staff__name")
    return [
        (site, site_name, str(pk), name)
        for site, site_name, pk, name in rows.values_list("site_id", "site__name", "staff_id", "staff__name")
    ]


@dataclass(frozen=True)
class RoleHolder:
    """A person who holds a role: the departments of all posts held that day and of the person's home; whether the account is in use."""

    id: str
    name: str
    departments: frozenset[int]
    active: bool


def role_holders(role: str, division: str, on: date) -> list[RoleHolder]:
    """Return who holds a role over a division on that day, by name (two statements)."""
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    posts = held.filter(role=role).exclude(division="").values_list("staff_id", "division")
    ids = {staff for staff, reach in posts if division.startswith(reach)}
    found = Staff.objects.filter(pk__in=ids).prefetch_related(Prefetch("postings", held)).order_by("name", "pk")
    return [
        RoleHolder(
            str(row.pk),
            row.name,
            frozenset(filter(None, (row.home_department_id, *(post.department_id for post in row.postings.all())))),
            row.left_on is None and row.authorised_on < on,
        )
        for row in found
    ]


def applicants_by_number(text: str) -> list[int]:
    """Return the applicants with exactly this identity number, credit code, certificate number or mobile (one statement)."""
    clean = "".join(text.split()).upper()
    if len(clean) < 6:
        return []
    numbers = [blind_index(clean, kind) for kind in ID_KINDS]
    found = Applicant.objects.filter(Q(id_index__in=numbers) | Q(mobile_index=blind_index(clean, "mobile")))
    return list(found.values_list("pk", flat=True)[:50])


def recalled(kinds: Collection[str], text: str) -> dict[str, str]:
    """Return what is known of an earlier applicant of these kinds by the full number, code or mobile; empty when nothing is.

    Keys: kind, name, id_number, mobile, address, legal_representative (one statement; nobody is found by part of a number).
    """
    found = Applicant.objects.filter(kind__in=kinds, pk__in=applicants_by_number(text)).order_by("-updated_at").first()
    if found is None:
        return {}
    return {
        "kind": found.kind,
        "name": found.name,
        "id_number": str(found.id_number),
        "mobile": str(found.mobile),
        "address": str(found.address),
        "legal_representative": found.legal_representative,
    }


def actor_on(staff_id: str, on: date) -> Actor | None:
    """Return a person as an actor with the posts held on a day; None when there is none, or the account is no longer in use.

    For work that goes on in somebody's name while nobody is signed in (two statements).
    """
    try:
        found = Staff.objects.filter(pk=UUID(staff_id), left_on=None, authorised_on__lt=on).first()
    except ValueError:
        return None
    if found is None:
        return None
    held = set(_held(on).filter(staff=found).values_list("role", "site_id", "department_id", "division"))
    whole = actor_of(found)
    roles = {(role, site, department) for role, site, department, _ in held}
    posts = tuple(post for post in whole.posts if (post.role, post.site_id, post.department_id) in roles)
    return Actor(kind="staff", id=whole.id, name=whole.name, grants=grants_for(posts), posts=posts)


def heads_of(department_id: int, on: date) -> list[tuple[str, str]]:
    """Return id and name of the department's heads with a post on that day (one statement)."""
    rows = _held(on).filter(department_id=department_id, role="department_head")
    return [(str(pk), name) for pk, name in rows.order_by("staff__name").values_list("staff_id", "staff__name")]
