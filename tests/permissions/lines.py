"""What a line of the walk's tables says: who is let in, and what the others are told (README.md has the table of kinds)."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.permissions.cast import NOBODY, SIGNED_IN

IN, SIGN_IN, FORBIDDEN, NOT_THERE = "in", "sign-in", "403", "404"


@dataclass(frozen=True)
class Expected:
    """Who may; who is told 403; what all other signed-in people are told; what nobody is told."""

    may: frozenset[str]
    seen: frozenset[str] = frozenset()
    others: str = NOT_THERE
    nobody: str = SIGN_IN

    def outcome(self, who: str) -> str:
        """Return what `who` must get."""
        if who == NOBODY:
            return self.nobody
        if who in self.may:
            return IN
        return FORBIDDEN if who in self.seen else self.others


# People who see the freight cases received at the centre of 萧山 for its transport department.
SEES = frozenset({"clerk", "supervisor", "issuer", "officer", "head", "director", "auditor"})
COUNTER = frozenset({"clerk", "supervisor"})
UNIT = frozenset({"officer", "head"})
ACCEPTORS = COUNTER | UNIT
# The same posts wherever they are: for what is not tied to one case.
ANY_COUNTER = frozenset({"clerk", "supervisor", "town_clerk", "village_agent", "f_counter"})
ANY_UNIT = frozenset({"officer", "head", "other_officer", "other_head", "f_unit"})
ANY_ISSUER = frozenset({"issuer", "town_issuer", "f_counter"})
ANY_HEAD = frozenset({"head", "other_head", "f_unit"})
ANY_SUPERVISOR = frozenset({"supervisor", "f_counter"})
WATCHERS = frozenset({"director", "auditor", "f_district"})
DISTRICT_ADMINS = frozenset({"district_admin", "f_district"})
DRAFT_WATCHERS = frozenset({"director", "auditor", "reviewer", "other_reviewer", "district_admin"})
ARRANGERS = frozenset({"director", "district_admin"})
REVIEWERS = frozenset({"reviewer", "other_reviewer"})
# Who has a part in simulated acceptances anywhere; who sees one at the centre of 萧山 for its transport department.
SIMULATORS = frozenset({"clerk", "supervisor", "town_clerk", "f_counter"}) | ANY_UNIT | DISTRICT_ADMINS | {"director"}
RUN_SEEN = COUNTER | UNIT | DRAFT_WATCHERS
# Who asks for adjustments: counters, departments, the district, the experts.
ADJUSTERS = ANY_COUNTER | ANY_UNIT | REVIEWERS | {"district_admin", "director", "f_district"}
# Who looks at a region's organisation; who keeps it; who of 萧山 sees a site of the town 益农.
PLACE_SEERS = frozenset({"town_admin"}) | DISTRICT_ADMINS | {"director", "auditor"}
PLACE_KEEPERS = DISTRICT_ADMINS | {"town_admin"}
TOWN_SEEN = frozenset({"town_admin", "district_admin", "director", "auditor"})
# Who looks at messages; who looks after them; who sees those of the centre of 萧山.
MESSAGE_SEERS = ANY_SUPERVISOR | DISTRICT_ADMINS | {"director", "auditor"}
MESSAGE_KEEPERS = DISTRICT_ADMINS | {"director"}
MESSAGE_SEEN = frozenset({"supervisor", "district_admin", "director", "auditor"})
# Who proposes entries for the material dictionary.
PROPOSERS = ANY_UNIT | ANY_SUPERVISOR
ADMINS = DISTRICT_ADMINS | {"unit_admin", "town_admin", "f_unit"}


def public() -> Expected:
    """Everybody."""
    return Expected(SIGNED_IN, nobody=IN)


def token_only() -> Expected:
    """Nobody without the token that opens it: the sample address has a wrong one."""
    return Expected(frozenset(), others=NOT_THERE, nobody=NOT_THERE)


def system_only() -> Expected:
    """No person: these take a token of a department's system, and a person's own token is none (tests/exchange walks the systems)."""
    return Expected(frozenset(), others=SIGN_IN)


def no_grant() -> Expected:
    """Nobody: a call without a client's grant is a bad request (RFC 6749 5.2), whoever is signed in."""
    return Expected(frozenset(), others="400", nobody="400")


def staff() -> Expected:
    """All who are signed in."""
    return Expected(SIGNED_IN)


def only(people: Iterable[str]) -> Expected:
    """These; the others are told that it is not for them."""
    return Expected(frozenset(people), others=FORBIDDEN)


def hidden(people: Iterable[str]) -> Expected:
    """These; for the others it is not there."""
    return Expected(frozenset(people))


def guarded(people: Iterable[str], seen: Iterable[str]) -> Expected:
    """These; `seen` know of it and are told 403; for the rest it is not there."""
    return Expected(frozenset(people), frozenset(seen))


def of_case(people: Iterable[str]) -> Expected:
    """These; who sees the case is told 403; for the rest it is not there."""
    return guarded(people, SEES)


# An upload in portions that the clerk began: not there for a colleague, who may receive himself; the others see the case only.
OWN_UPLOAD = guarded({"clerk"}, SEES - COUNTER)
# One system of the transport department of 萧山: for those of another department or district who look after systems it is not there.
SYSTEM = {"key": "system"}
RECONCILED = {"run": "reconciliation"}
SYSTEM_WATCHERS = DISTRICT_ADMINS | ANY_HEAD | {"unit_admin", "director", "auditor"}
SEES_SYSTEM = guarded({"head", "unit_admin", "district_admin", "director", "auditor"}, SIGNED_IN - SYSTEM_WATCHERS)
# One shared API of that system with an application for it: the catalogue is seen by all who look after systems, a grant by its two sides.
SHARED = {"key": "shared_api"}
GRANT = {"pk": "grant_id"}
OFFERERS = frozenset({"unit_admin", "district_admin"})
ANY_OFFERER = DISTRICT_ADMINS | {"unit_admin", "f_unit"}
OWNS_SHARED = only(OFFERERS)
GRANT_SEEN = SIGNED_IN - {"other_head", "f_unit", "f_district"}
DECIDES_GRANT = guarded({"head", "district_admin"}, GRANT_SEEN)
ASKED_GRANT = guarded(OFFERERS, GRANT_SEEN)
OFFERS_FOR_SYSTEM = guarded(OFFERERS, SIGNED_IN - {"f_unit", "f_district"})
MANAGES_SYSTEM = guarded({"district_admin"}, SIGNED_IN - {"other_head", "f_unit", "f_district"})
# One message of the centre of 萧山, and one opt-out told there: the keepers act, other viewers of 萧山 look on.
MESSAGE_KEPT = guarded({"district_admin", "director"}, SIGNED_IN - {"f_counter", "f_district"})
# The hall of the centre of 萧山: who arranges halls anywhere, who this one; who takes tickets at a guide desk anywhere, who here; who
# looks at this one (for others who look at halls it is not there, the rest are told that it is not for them).
HALL_ARRANGERS = ANY_SUPERVISOR | DISTRICT_ADMINS | {"director", "town_admin"}
ARRANGES_HALL = Expected(
    frozenset({"supervisor", "district_admin", "director"}), SIGNED_IN - HALL_ARRANGERS, others=NOT_THERE
)
HALL_GUIDES = ANY_COUNTER | ANY_ISSUER | {"guide"}
GUIDES_TICKET = Expected(
    frozenset({"clerk", "supervisor", "issuer", "guide"}), SIGNED_IN - HALL_GUIDES, others=NOT_THERE
)
HALL_VIEWERS = HALL_GUIDES | DISTRICT_ADMINS | {"town_admin", "director", "auditor"}
HALL_SEEN = Expected(
    frozenset({"clerk", "supervisor", "issuer", "guide", "district_admin", "director", "auditor"}),
    SIGNED_IN - HALL_VIEWERS,
    others=NOT_THERE,
    nobody=NOT_THERE,
)
# One proposal of an officer of the transport department: the keeper decides, the department looks on.
DECIDES_PROPOSAL = guarded(DISTRICT_ADMINS, UNIT)
