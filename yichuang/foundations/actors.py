"""Who acts: a person, the clock or a system, with the grants that the permission table gave.

The table itself lives in `accounts/permissions.py`; this module only knows how a grant covers a place, so that rooms on every
floor can ask `actor.may(act, place)` without importing accounts.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Place:
    """Where something belongs: a division code (prefixes are its ancestors), a department, a site, a person."""

    division: str = ""
    department_id: int | None = None
    site_id: int | None = None
    staff_id: str = ""


@dataclass(frozen=True)
class Grant:
    """One act allowed within one scope: `everywhere`, `division`, `department`, `site` or `self`."""

    act: str
    scope: str
    value: str = ""

    def covers(self, place: Place | None) -> bool:
        """Tell whether the grant reaches `place`; `None` asks whether the act is allowed anywhere at all."""
        if place is None or self.scope == "everywhere":
            return True
        if self.scope == "division":
            return bool(self.value) and place.division.startswith(self.value)
        if self.scope == "department":
            return place.department_id is not None and str(place.department_id) == self.value
        if self.scope == "site":
            return place.site_id is not None and str(place.site_id) == self.value
        return self.scope == "self" and bool(self.value) and place.staff_id == self.value


@dataclass(frozen=True)
class Post:
    """A post a person holds now: role, and the division, department or site it is tied to.

    `outlets`: the village points, bank and post outlets and kiosks whose applications this site goes on with and hands out (S2-54, S2-55).
    """

    role: str
    division: str = ""
    department_id: int | None = None
    department_name: str = ""
    site_id: int | None = None
    site_name: str = ""
    outlets: tuple[int, ...] = ()


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts; `kind` is staff, applicant, system, clock, device or public."""

    kind: str
    id: str
    name: str
    grants: frozenset[Grant] = frozenset()
    posts: tuple[Post, ...] = ()
    session_id: str = ""
    session_until: datetime | None = None
    window: str = ""
    valid_from: date | None = None
    acts: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "acts", frozenset(grant.act for grant in self.grants))

    @property
    def key(self) -> str:
        """Return the stable name used in idempotency keys and logs, such as `staff:7f…`."""
        return f"{self.kind}:{self.id}"

    @property
    def roles(self) -> frozenset[str]:
        """Return the codes of the roles held."""
        return frozenset(post.role for post in self.posts)

    def may(self, act: str, place: Place | None = None) -> bool:
        """Tell whether the actor may do `act` at `place` (anywhere at all when `place` is None)."""
        if act not in self.acts:
            return False
        return any(grant.act == act and grant.covers(place) for grant in self.grants)

    def scopes(self, act: str) -> tuple[Grant, ...]:
        """Return the grants for one act, from which a room builds its may-see filter."""
        return tuple(grant for grant in self.grants if grant.act == act)


PUBLIC = Actor(kind="public", id="public", name="公众")
