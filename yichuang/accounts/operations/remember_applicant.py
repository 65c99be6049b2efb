"""Remember an applicant by number, so that the next counter can recall him.

A known applicant whose particulars are the same is read and not written: an agent who hands in forty applications a day at several
windows would otherwise make them wait for each other on his row until each intake is over.
"""

from datetime import datetime

from yichuang.accounts.models import Applicant
from yichuang.foundations.ready import Ready
from yichuang.foundations.sealed import blind_index

UPDATED = ["name", "id_number", "mobile", "mobile_index", "address", "legal_representative", "updated_at"]


_KNOWN: Ready[Applicant] = Ready(
    lambda kind, index: Applicant.objects.filter(kind=kind, id_index=index)[:1], kind=str, index=bytes
)


def remember_applicant(
    *,
    kind: str,
    name: str,
    id_type: str,
    id_number: str,
    mobile: str,
    address: str,
    legal_representative: str,
    now: datetime,
) -> int:
    """Insert the applicant with this number, or update what changed, and return its key (one statement, two for a change)."""
    index = blind_index(id_number, id_type)
    given = {
        "name": name,
        "id_number": id_number,
        "mobile": mobile,
        "address": address,
        "legal_representative": legal_representative,
    }
    known = _KNOWN.first(kind=kind, index=index)
    if known and all(getattr(known, field) == value for field, value in given.items()):
        return int(known.pk)
    row = Applicant(
        kind=kind,
        id_type=id_type,
        id_index=index,
        mobile_index=blind_index(mobile, "mobile"),
        updated_at=now,
        **given,
    )
    Applicant.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["kind", "id_index"], update_fields=UPDATED
    )
    return int(row.pk)
