"""Whether there is anybody who can begin: a house without an administrator says so at its door."""

from datetime import date

from django.db.models import Q

from yichuang.accounts.models import Posting


def has_administrator(on: date, district: str = "") -> bool:
    """Tell whether a district (any district) has an administrator whose account is in use (one statement)."""
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), role="district_admin", staff__left_on=None)
    return (held.filter(division=district) if district else held).exists()
