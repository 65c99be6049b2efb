"""Remember an applicant by number, so that the next counter can recall him: one statement."""

from datetime import datetime

from yichuang.accounts.models import Applicant
from yichuang.foundations.sealed import blind_index

UPDATED = ["name", "id_number", "mobile", "mobile_index", "address", "legal_representative", "updated_at"]


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
    """Insert or update the applicant with this number and return its key."""
    row = Applicant(
        kind=kind,
        name=name,
        id_type=id_type,
        id_number=id_number,
        id_index=blind_index(id_number, id_type),
        mobile=mobile,
        mobile_index=blind_index(mobile, "mobile"),
        address=address,
        legal_representative=legal_representative,
        updated_at=now,
    )
    Applicant.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["kind", "id_index"], update_fields=UPDATED
    )
    return int(row.pk)
