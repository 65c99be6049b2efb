"""The remedies that a document must tell, by the authority in whose name it goes out and the day (S2-40; rulebook 2.2)."""

from datetime import date
from typing import cast

from yichuang.cases.models import Case
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.cases.rules.remedies import AuthorityRemedies, AuthorityType, RemedyText, remedies
from yichuang.organizations.queries import department, site


def remedies_of(authority_key: str, authority_name: str, kind: str, on: date) -> RemedyText:
    """Return the remedies of a document of `kind` issued on a day by an authority such as `department:7` (one statement)."""
    owner, key = authority_key.split(":")
    if owner == "site":
        authority = AuthorityRemedies(authority_name, "authorised", government=site(int(key)).government)
    else:
        office = department(int(key))
        names = {"government": office.government, "superior": office.superior, "court": office.court}
        authority = AuthorityRemedies(authority_name, cast(AuthorityType, office.authority_kind), **names)
    return remedies(authority, on, kind)


def remedies_for(case: Case, kind: str, on: date) -> RemedyText:
    """Return the remedies of a document of `kind`, were it issued for the case on that day."""
    return remedies_of(*authority_of(case, KINDS[kind].authority_from), kind, on)


def authority_of(case: Case, authority_from: str) -> tuple[str, str]:
    """Return key and name of the authority behind a document: the centre where it accepts, the department where it only collects."""
    centre = (f"site:{case.site_id}", case.site_name)
    department_ = (f"department:{case.department_id}", case.department_name)
    if authority_from == "centre" or (authority_from == "acceptor" and case.acceptance_role == "accept"):
        return centre
    return department_
