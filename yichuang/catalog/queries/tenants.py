"""Which matters stand in the way of closing their department."""

from yichuang.catalog.models import PUBLISHED, SUSPENDED, Matter
from yichuang.organizations.ports import Leaving, Tenant, listed
from yichuang.organizations.rules.places import DEPARTMENT


def matters_of(place: Leaving) -> list[Tenant]:
    """Return the matters in force or suspended that a department decides, a few of them by name."""
    if place.kind != DEPARTMENT:
        return []
    rows = Matter.objects.filter(department=int(place.pk), versions__state__in=(PUBLISHED, SUSPENDED)).order_by("name")
    names = list(rows.values_list("name", flat=True).distinct()[:4])
    if not names:
        return []
    return [Tenant(f"还有事项由它办理：{listed(names)}。", "请先取消这些事项，或由承接的部门发布新版本。")]
