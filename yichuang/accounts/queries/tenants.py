"""Who still holds a post at a place that is to be closed, or belongs to it (S0-24, S0-25)."""

from django.db.models import Q, QuerySet

from yichuang.accounts.models import Posting, Staff
from yichuang.organizations.ports import Leaving, Tenant, listed
from yichuang.organizations.rules.places import DEPARTMENT, DIVISION, SITE, WINDOW

SHOWN = 4


def people_at(place: Leaving) -> list[Tenant]:
    """Return the people in the way of closing a place, at most a few of them by name."""
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=place.on), staff__left_on=None)
    members = Staff.objects.filter(left_on=None)
    if place.kind == DIVISION:
        return _tenants(held.filter(division=place.pk), members.filter(home_division=place.pk))
    if place.kind == DEPARTMENT:
        return _tenants(held.filter(department=int(place.pk)), members.filter(home_department=int(place.pk)))
    if place.kind == SITE:
        return _tenants(held.filter(site=int(place.pk)), None)
    if place.kind == WINDOW:
        named = Q(window=place.number) | Q(window=place.name)
        return _tenants(held.filter(named, site=int(place.site)), None)
    return []


def _tenants(held: QuerySet[Posting], members: QuerySet[Staff] | None) -> list[Tenant]:
    names = list(held.order_by("staff__name").values_list("staff__name", flat=True).distinct()[:SHOWN])
    if names:
        return [Tenant(f"还有人员在岗：{listed(names)}。", "请先在“人员管理”中终止他们的岗位，或改授别处的岗位。")]
    names = list(members.order_by("name").values_list("name", flat=True)[:SHOWN]) if members is not None else []
    return [Tenant(f"还有账号属于这里：{listed(names)}。", "请先停用这些账号。")] if names else []
