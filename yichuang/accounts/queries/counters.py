"""Who holds a post at a counter of a site today."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from yichuang.accounts.models import Posting


def people_at_counter(site_id: int, roles: Iterable[str], on: date) -> list[tuple[str, str]]:
    """Return id and name of those who hold one of the roles at a site on a day, by name (one statement)."""
    rows = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), site=site_id, role__in=list(roles))
    found = rows.filter(valid_from__lte=on, staff__left_on=None).order_by("staff__name", "staff_id")
    return [(str(pk), name) for pk, name in found.values_list("staff_id", "staff__name").distinct()]
