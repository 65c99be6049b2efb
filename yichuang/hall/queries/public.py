"""The halls as the public sees them: service points that have windows."""

from yichuang.hall.models import Hall
from yichuang.organizations.queries import Site, site_by_key, sites_in, windows_of


def halls_shown() -> list[Site]:
    """Return the centres and town halls in use, centres first (one statement)."""
    kinds = ("centre", "town_hall")
    return sorted(
        (row for row in sites_in("", centres=False) if row.kind in kinds), key=lambda row: row.kind != "centre"
    )


def hall_named(key: str) -> Site | None:
    """Return the hall with a site's key, where people are served at windows; None otherwise."""
    site = site_by_key(key)
    if site is None:
        return None
    there = Hall.objects.filter(site=site).exists() or bool(windows_of(site))
    return site if there else None
